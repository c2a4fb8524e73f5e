#pragma once

#include <QString>

#include <optional>

namespace sessionbook {

/// What a notebook can be written as.
enum class ExportFormat {
    Document, ///< a format that can be opened again: NotebookCodec's
    Html,
    Markdown
};

/// By the extension; nothing for one that we do not know.
[[nodiscard]] std::optional<ExportFormat> exportFormatOf(const QString &path);

} // namespace sessionbook
