#include "notebook/files/PresentFile.h"

#include "notebook/files/FileContent.h"
#include "notebook/files/FilePlace.h"
#include "notebook/files/SystemError.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace sessionbook {

namespace {

FileStamp stampOf(const struct stat &status)
{
    return FileStamp::of(status, 0, true);
}

} // namespace

Result<PresentFile> PresentFile::open(const FilePlace &place)
{
    PresentFile file;
    const int directory = place.directory.get();
    const char *name = place.name.constData();
    // By stat first: opening a device may do something. What the name means at the open decides.
    if (::fstatat(directory, name, &file.status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return file;
        return SystemError::writing(place.path, "stat", errno);
    }
    if (S_ISDIR(file.status.st_mode))
        return Error{ErrorKind::IsDirectory, QStringLiteral("a directory"), place.path};
    if (!S_ISREG(file.status.st_mode))
        return Error{ErrorKind::WriteFailed, QStringLiteral("not a regular file"), place.path};
    if (::faccessat(directory, name, W_OK, AT_EACCESS) != 0)
        return SystemError::writing(place.path, "write", errno);
    file.descriptor
        = FileDescriptor(::openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.exists() || ::fstat(file.descriptor.get(), &file.status) != 0)
        return SystemError::writing(place.path, "open", errno);
    return file;
}

bool PresentFile::holds(const FileState &known) const
{
    return known.stamp.provesSame(stampOf(status))
        || FileContent::fingerprintOf(descriptor.get()) == known.fingerprint;
}

bool PresentFile::isStillAt(const FilePlace &place) const
{
    struct stat now = {};
    const bool isThere
        = ::fstatat(place.directory.get(), place.name.constData(), &now, AT_SYMLINK_NOFOLLOW) == 0;
    if (!exists() || !isThere)
        return exists() == isThere;
    FileStamp before = stampOf(status);
    before.isCertain = true; // seconds have nothing to do with what happened meanwhile
    return before.provesSame(stampOf(now));
}

} // namespace sessionbook
