#include "notebook/files/SafetyCopy.h"

#include "notebook/files/FileContent.h"
#include "notebook/files/FilePlace.h"
#include "notebook/files/PresentFile.h"
#include "notebook/files/StateDirectory.h"
#include "notebook/files/SystemError.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sessionbook {

namespace {

const QString room = QStringLiteral("unfinished");
constexpr QByteArrayView mark = "sessionbook safety copy 2";
constexpr qsizetype headBytes = 8192; ///< padded, so that the text begins at a known place

/// Of a file also where a link leads to its directory.
QString nameOf(const FilePlace &place)
{
    return QFileInfo(place.path).canonicalPath() + QLatin1Char('/') + QFile::decodeName(place.name);
}

struct Head
{
    FileFingerprint old;
    FileFingerprint next;
    QString file; ///< empty where its name is too long to be kept
};

QByteArray toBytes(const Head &head)
{
    QByteArray line
        = mark.toByteArray() + ' ' + head.old.toText() + ' ' + head.next.toText() + '\n';
    const QByteArray file = QFile::encodeName(head.file);
    if (line.size() + file.size() < headBytes)
        line += file;
    return line.leftJustified(headBytes, '\0');
}

std::optional<Head> readHead(int copy)
{
    QByteArray bytes(headBytes, Qt::Uninitialized);
    if (::pread(copy, bytes.data(), static_cast<size_t>(headBytes), 0) != headBytes)
        return std::nullopt;
    const qsizetype end = bytes.indexOf('\n');
    const QList<QByteArray> words = bytes.first(std::max<qsizetype>(end, 0)).split(' ');
    if (words.size() != 6 || !bytes.startsWith(mark))
        return std::nullopt;
    const auto old = FileFingerprint::fromText(words.at(4));
    const auto next = FileFingerprint::fromText(words.at(5));
    if (!old || !next)
        return std::nullopt;
    return Head{*old, *next, QFile::decodeName(bytes.constData() + end + 1)};
}

/// A copy that was made of `file` under another of its names. That name must still be the file's:
/// a number of an inode alone comes again.
QString copyOfOtherName(const QDir &directory, const struct stat &file)
{
    const auto isOfFile = [&file](const QString &path) {
        const FileDescriptor copy(
            ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
        const auto head = copy.isOpen() ? readHead(copy.get()) : std::nullopt;
        struct stat named = {};
        return head && ::stat(QFile::encodeName(head->file).constData(), &named) == 0
            && named.st_dev == file.st_dev && named.st_ino == file.st_ino;
    };
    for (const QString &name : directory.entryList(QDir::Files)) {
        if (isOfFile(directory.filePath(name)))
            return directory.filePath(name);
    }
    return {};
}

QString copyPath(const QString &directory, const FilePlace &place)
{
    struct stat file = {};
    if (::fstatat(place.directory.get(), place.name.constData(), &file, AT_SYMLINK_NOFOLLOW) == 0
        && file.st_nlink > 1) {
        const QString other = copyOfOtherName(directory, file);
        if (!other.isEmpty())
            return other;
    }
    const auto name = FileFingerprint::of(QFile::encodeName(nameOf(place)));
    return directory + QLatin1Char('/') + QString::fromLatin1(name.toText());
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
    const auto head = FileContent::write(file, {toBytes({copy.m_old, next, nameOf(place)})});
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
    if (const auto head = readHead(copy.m_copy.get())) {
        copy.m_old = head->old;
        copy.m_next = head->next;
        return copy;
    }
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
