#include "notebook/files/InPlaceWriting.h"

#include "base/Logging.h"
#include "notebook/files/FileContent.h"
#include "notebook/files/FilePlace.h"
#include "notebook/files/NotebookCodec.h"
#include "notebook/files/PresentFile.h"
#include "notebook/files/SafetyCopy.h"
#include "notebook/files/SystemError.h"
#include "notebook/merge/ConflictMarkers.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sessionbook {

namespace {

FileDescriptor openForWriting(const FilePlace &place)
{
    return FileDescriptor(::openat(place.directory.get(), place.name.constData(),
                                   O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
}

/// Takes the room on the disk before anything is overwritten. Where the file system cannot, writing
/// tells.
int reserve(int file, qint64 oldBytes, qint64 newBytes)
{
    if (newBytes <= oldBytes || ::fallocate(file, FALLOC_FL_KEEP_SIZE, 0, newBytes) == 0)
        return 0;
    const int error = errno;
    if (error != ENOSPC && error != EDQUOT && error != EFBIG)
        return 0;
    [[maybe_unused]] const int freed = ::ftruncate(file, oldBytes); // gives back what it got
    return error;
}

int writeDurably(int file, const QList<ByteSlice> &pieces, qint64 newBytes)
{
    const auto written = FileContent::write(file, pieces);
    if (written.error)
        return written.error;
    return ::ftruncate(file, newBytes) != 0 || ::fsync(file) != 0 ? errno : 0;
}

/// Whether no save was cut off there, or somebody saw to it since. Half a script reads as a script
/// too: of one only its bytes tell.
bool isWhole(const FileContent::Read &present, const SafetyCopy &copy, DocumentFormat format)
{
    const FileFingerprint &fingerprint = present.state.fingerprint;
    return fingerprint == copy.next() || fingerprint == copy.old()
        || (format == DocumentFormat::Notebook && NotebookCodec::read(present.bytes, format))
        || ConflictMarkers::parse(present.bytes);
}

} // namespace

Result<FileState> InPlaceWriting::write(const FilePlace &place, const PresentFile &present,
                                        const QList<ByteSlice> &pieces, const FileState &expected)
{
    const FileDescriptor file = openForWriting(place);
    if (!file.isOpen())
        return SystemError::writing(place.path, "open", errno);
    const FileStamp stamp = FileStamp::of(file.get());
    if (!stamp.isSameFile(FileStamp::of(present.descriptor.get())))
        return Error{ErrorKind::ChangedOutside, QStringLiteral("another file has the name now"),
                     place.path};
    const FileFingerprint next = FileContent::fingerprintOf(pieces);
    if (const int error = reserve(file.get(), stamp.sizeBytes, next.sizeBytes))
        return SystemError::writing(place.path, "write", error);
    auto copy = SafetyCopy::make(place, present, next);
    if (!copy)
        return copy.error();
    if (!expected.isNull() && copy->old() != expected.fingerprint) {
        copy->remove();
        return Error{ErrorKind::ChangedOutside,
                     QStringLiteral("the file changed while it was saved"), place.path};
    }
    const int error = writeDurably(file.get(), pieces, next.sizeBytes);
    // A copy that could not be put back waits for better days; mend() looks for it.
    if (!error || copy->restore(file.get()) == 0)
        copy->remove();
    if (error)
        return SystemError::writing(place.path, "write", error);
    return FileState{next, FileStamp::of(file.get())};
}

void InPlaceWriting::mend(const QString &path)
{
    const auto place = FilePlace::find(path);
    auto copy = place ? SafetyCopy::find(*place) : std::nullopt;
    if (!copy)
        return;
    const auto present = FileContent::read(path);
    if (!present)
        return; // perhaps later
    if (isWhole(*present, *copy, documentFormatOf(path)) || !copy->isWhole())
        return copy->remove();
    const FileDescriptor file = openForWriting(*place);
    if (!file.isOpen() || !present->state.stamp.isSameFile(FileStamp::of(file.get())))
        return;
    const auto found = copy->keepFound(present->bytes);
    if (!found || copy->restore(file.get()) != 0)
        return;
    qCWarning(
        lcNotebook,
        "A save of %s was cut off; put the text back that it had before. What was found there "
        "is kept as %s.",
        qUtf8Printable(path), qUtf8Printable(*found));
    copy->remove();
}

} // namespace sessionbook
