#include "export/ExportFormat.h"

#include "notebook/DocumentFormat.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace sessionbook {

std::optional<ExportFormat> exportFormatOf(const QString &path)
{
    const QString extension = QFileInfo(path).suffix().toLower();
    if (extension == "html"_L1 || extension == "htm"_L1)
        return ExportFormat::Html;
    if (extension == "md"_L1 || extension == "markdown"_L1)
        return ExportFormat::Markdown;
    // Whatever has no extension of another format is taken for a notebook there.
    if (extension == "ipynb"_L1 || documentFormatOf(path) != DocumentFormat::Notebook)
        return ExportFormat::Document;
    return std::nullopt;
}

} // namespace sessionbook
