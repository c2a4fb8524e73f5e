#include "export/ExportFile.h"

#include "export/ExportStream.h"
#include "export/HtmlExport.h"
#include "export/MarkdownExport.h"
#include "notebook/files/NotebookCodec.h"
#include "notebook/files/NotebookFile.h"
#include "notebook/files/SystemError.h"

#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

namespace sessionbook {
namespace {

Error failure(ErrorKind kind, const QString &path, const QString &detail)
{
    return {kind, detail, path};
}

Result<void> writeTo(QSaveFile &file, ExportFormat format, const NotebookData &notebook,
                     const QString &title)
{
    switch (format) {
    case ExportFormat::Html:
        return HtmlExport::write(notebook, title, file);
    case ExportFormat::Markdown:
        return MarkdownExport::write(notebook, file);
    case ExportFormat::Script:
    case ExportFormat::Document:
        break;
    }
    ExportStream out(file);
    for (const ByteSlice &piece : NotebookCodec::write(notebook, DocumentFormat::PercentScript))
        out << piece.view();
    return out.result();
}

Result<void> writeExport(const QString &path, ExportFormat format, const NotebookData &notebook,
                         const QString &title)
{
    if (QFileInfo(path).isDir())
        return failure(ErrorKind::IsDirectory, path, QStringLiteral("a directory"));
    QSaveFile file(path);
    errno = 0; // QSaveFile tells "cannot open" only
    if (!file.open(QIODevice::WriteOnly))
        return failure(SystemError::writeKind(errno), path, file.errorString());
    if (const auto written = writeTo(file, format, notebook, title); !written)
        return failure(written.error().kind, path, written.error().detail);
    errno = 0;
    if (!file.commit())
        return failure(SystemError::writeKind(errno), path, file.errorString());
    return {};
}

} // namespace

Result<void> ExportFile::write(const QString &path, ExportFormat format,
                               const NotebookData &notebook, const QString &title)
{
    if (format != ExportFormat::Document)
        return writeExport(path, format, notebook, title);
    const auto saved = NotebookFile::save(path, notebook);
    return saved ? Result<void>() : saved.error();
}

} // namespace sessionbook
