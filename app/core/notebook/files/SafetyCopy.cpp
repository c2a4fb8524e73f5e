#include "notebook/files/SafetyCopy.h"

#include "notebook/files/FileContent.h"
#include "notebook/files/FilePlace.h"
#include "notebook/files/PresentFile.h"
#include "notebook/files/StateDirectory.h"
#include "notebook/files/SystemError.h"

#include <QFile>
#include <QFileInfo>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sessionbook {

namespace {

const QString room = QStringLiteral("unfinished");
constexpr QByteArrayView mark = "sessionbook safety copy 1";
constexpr qsizetype headBytes = 256; ///< padded, so that the text begins at a known place

QString copyPath(const QString &directory, const FilePlace &place)
{
    const auto name = FileFingerprint::of(QFile::encodeName(place.path));
    return directory + QLatin1Char('/') + QString::fromLatin1(name.toText());
}

QByteArray headOf(const FileFingerprint &old, const FileFingerprint &next)
{
    const QByteArray head = mark.toByteArray() + ' ' + old.toText() + ' ' + next.toText() + ' ';
    return head.leftJustified(headBytes - 1, ' ') + '\n';
}

bool readHead(int copy, FileFingerprint &old, FileFingerprint &next)
{
    QByteArray head(headBytes, Qt::Uninitialized);
    if (::pread(copy, head.data(), static_cast<size_t>(headBytes), 0) != headBytes)
        return false;
    const QList<QByteArray> words = head.simplified().split(' ');
    if (words.size() != 6 || !head.startsWith(mark))
        return false;
    const auto first = FileFingerprint::fromText(words.at(4));
    const auto second = FileFingerprint::fromText(words.at(5));
    if (!first || !second)
        return false;
    old = *first;
    next = *second;
    return true;
}

FileFingerprint fingerprintOfRest(int copy)
{
    FingerprintTaker taker;
    std::array<char, 65536> chunk = {};
    ::lseek(copy, headBytes, SEEK_SET);
    for (;;) {
        const ssize_t size = ::read(copy, chunk.data(), chunk.size());
        if (size <= 0)
            return size == 0 ? taker.fingerprint() : FileFingerprint();
        taker.add(QByteArrayView(chunk.data(), size));
    }
}

/// The copy, locked; not open where it cannot be made or, without O_CREAT, where there is none.
/// Who had the lock before has mostly removed the copy by then: that one is nobody's any more.
FileDescriptor openLocked(const QString &path, int flags)
{
    for (;;) {
        FileDescriptor copy(::open(QFile::encodeName(path).constData(),
                                   O_RDWR | O_NOFOLLOW | O_CLOEXEC | flags, 0600));
        struct stat status = {};
        if (!copy.isOpen() || ::flock(copy.get(), LOCK_EX) != 0
            || ::fstat(copy.get(), &status) != 0)
            return {};
        if (status.st_nlink > 0)
            return copy;
    }
}

void syncDirectory(const QString &path)
{
    const FileDescriptor directory(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ::fsync(directory.get());
}

} // namespace

Result<SafetyCopy> SafetyCopy::make(const FilePlace &place, const PresentFile &present,
                                    const FileFingerprint &next)
{
    const auto directory = StateDirectory::subdirectory(room);
    if (!directory)
        return directory.error();
    SafetyCopy copy;
    copy.m_path = copyPath(*directory, place);
    copy.m_copy = openLocked(copy.m_path, O_CREAT);
    const int file = copy.m_copy.get();
    if (!copy.m_copy.isOpen() || ::ftruncate(file, 0) != 0)
        return SystemError::writing(place.path, "make a safety copy", errno);
    // Only now: a save that we waited for has changed the file.
    copy.m_old = FileContent::fingerprintOf(present.descriptor.get());
    copy.m_next = next;
    const auto head = FileContent::write(file, {headOf(copy.m_old, next)});
    int error = head.error;
    if (!error && ::lseek(present.descriptor.get(), 0, SEEK_SET) != 0)
        error = errno;
    if (!error)
        error = FileContent::copy(present.descriptor.get(), file);
    if (!error && ::fsync(file) != 0)
        error = errno;
    if (error) {
        copy.remove();
        return SystemError::writing(place.path, "make a safety copy", error);
    }
    syncDirectory(*directory);
    return copy;
}

std::optional<SafetyCopy> SafetyCopy::find(const FilePlace &place)
{
    SafetyCopy copy;
    copy.m_path = copyPath(StateDirectory::path() + QLatin1Char('/') + room, place);
    copy.m_copy = openLocked(copy.m_path, 0);
    if (!copy.m_copy.isOpen())
        return std::nullopt;
    if (readHead(copy.m_copy.get(), copy.m_old, copy.m_next))
        return copy;
    copy.remove(); // cut off while it was made: the file itself was not touched yet
    return std::nullopt;
}

bool SafetyCopy::isWhole() const
{
    return fingerprintOfRest(m_copy.get()) == m_old;
}

int SafetyCopy::restore(int file) const
{
    if (::lseek(m_copy.get(), headBytes, SEEK_SET) < 0 || ::lseek(file, 0, SEEK_SET) < 0)
        return errno;
    if (const int error = FileContent::copy(m_copy.get(), file))
        return error;
    if (::ftruncate(file, static_cast<off_t>(m_old.sizeBytes)) != 0 || ::fsync(file) != 0)
        return errno;
    return 0;
}

std::optional<QString> SafetyCopy::keepFound(const QByteArray &bytes) const
{
    const QString path = m_path + QStringLiteral(".found");
    const FileDescriptor found(::open(QFile::encodeName(path).constData(),
                                      O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!found.isOpen() || FileContent::write(found.get(), {bytes}).error
        || ::fsync(found.get()) != 0)
        return std::nullopt;
    syncDirectory(QFileInfo(path).path());
    return path;
}

void SafetyCopy::remove()
{
    ::unlink(QFile::encodeName(m_path).constData());
    m_copy.reset();
}

} // namespace sessionbook
