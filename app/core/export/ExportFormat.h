#pragma once

#include <QString>

#include <optional>

namespace sessionbook {

/// What a notebook can be written as.
enum class ExportFormat {
    Document, ///< a format that can be opened again, by the file's name: NotebookCodec's
    Script, ///< a Python script with the cells marked, whatever the file's name
    Html,
    Markdown
};

/// By the extension; nothing for one that we do not know.
[[nodiscard]] std::optional<ExportFormat> exportFormatOf(const QString &path);

} // namespace sessionbook
