#include "notebook/files/NotebookFile.h"

#include "notebook/files/FileContent.h"
#include "notebook/files/FilePlace.h"
#include "notebook/files/FileReplacement.h"
#include "notebook/files/InPlaceWriting.h"
#include "notebook/files/NotebookCodec.h"
#include "notebook/files/PresentFile.h"

namespace sessionbook {

namespace {

/// People know the file by the name they gave, whatever it links to.
template<typename T> Result<T> about(const QString &path, Result<T> result)
{
    if (result)
        return result;
    Error error = result.error();
    error.path = path;
    return error;
}

Result<FileState> saveAt(const FilePlace &place, const QList<ByteSlice> &pieces,
                         const FileState &expected)
{
    const auto present = PresentFile::open(place);
    if (!present)
        return present.error();
    // A file that was deleted meanwhile is written again: nothing of anybody's is overwritten.
    if (present->exists() && !expected.isNull() && !present->holds(expected))
        return Error{ErrorKind::ChangedOutside,
                     QStringLiteral("the file is not the one that was read"), place.path};
    if (present->exists() && present->hasOtherNames())
        return InPlaceWriting::write(place, *present, pieces, expected);
    const auto outcome = FileReplacement::write(place, *present, pieces, expected);
    if (outcome.isForbidden())
        return InPlaceWriting::write(place, *present, pieces, expected);
    if (outcome.error)
        return *outcome.error;
    return *outcome.saved;
}

} // namespace

Result<LoadedNotebook> NotebookFile::load(const QString &path)
{
    InPlaceWriting::mend(path);
    const auto content = FileContent::read(path);
    if (!content)
        return content.error();
    auto data = about(path, NotebookCodec::read(content->bytes, documentFormatOf(path)));
    if (!data)
        return data.error();
    return LoadedNotebook{std::move(*data), content->state};
}

Result<FileState> NotebookFile::save(const QString &path, const NotebookData &notebook,
                                     const FileState &expected)
{
    const auto place = FilePlace::find(path);
    if (!place)
        return about<FileState>(path, place.error());
    return about(path,
                 saveAt(*place, NotebookCodec::write(notebook, documentFormatOf(path)), expected));
}

} // namespace sessionbook
