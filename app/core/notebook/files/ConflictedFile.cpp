#include "notebook/files/ConflictedFile.h"

#include "notebook/files/FileContent.h"
#include "notebook/merge/ConflictMarkers.h"

namespace sessionbook {

Result<ConflictedFile> ConflictedFile::load(const QString &path)
{
    const auto content = FileContent::read(path);
    if (!content)
        return content.error();
    auto notebook = ConflictReader::read(content->bytes);
    if (notebook)
        return ConflictedFile{std::move(*notebook), content->state};
    Error error = notebook.error();
    error.path = path;
    return error;
}

QList<int> ConflictedFile::markerLines(const QString &path)
{
    const auto content = FileContent::read(path);
    const auto text = content ? ConflictMarkers::parse(content->bytes) : std::nullopt;
    return text ? text->markerLines : QList<int>();
}

} // namespace sessionbook
