#include "notebook/files/FileProbe.h"

#include "base/FileDescriptor.h"
#include "notebook/files/FileContent.h"
#include "notebook/files/NotebookCodec.h"

#include <QFile>

#include <fcntl.h>

namespace sessionbook {

namespace {

bool isCertainlySame(const QString &path, const FileState &known)
{
    const FileDescriptor file(::open(QFile::encodeName(path).constData(), O_PATH | O_CLOEXEC));
    return file.isOpen() && known.stamp.provesSame(FileStamp::of(file.get()));
}

} // namespace

FileProbe::Finding FileProbe::look(const QString &path, const FileState &known)
{
    if (isCertainlySame(path, known))
        return Same{known};
    auto content = FileContent::read(path);
    if (!content)
        return Unusable{content.error()};
    if (content->state.fingerprint == known.fingerprint)
        return Same{content->state};
    auto data = NotebookCodec::read(content->bytes, documentFormatOf(path));
    if (data)
        return Changed{{std::move(*data), content->state}};
    Error error = data.error();
    error.path = path;
    return Unusable{error, content->state.fingerprint};
}

} // namespace sessionbook
