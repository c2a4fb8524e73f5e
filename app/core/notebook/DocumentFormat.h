#pragma once

#include <QString>

namespace sessionbook {

/// The formats a document can be opened from and saved to. What it can only be exported to is the
/// export module's.
enum class DocumentFormat {
    Notebook, ///< .ipynb
    PercentScript, ///< .py with cells; keeps no outputs
};

/// By the extension; what has none that we know is taken for a notebook, and the reader says what
/// is wrong with it.
[[nodiscard]] DocumentFormat documentFormatOf(const QString &path);

} // namespace sessionbook
