#include "notebook/files/DocumentLock.h"

#include "notebook/files/FileFingerprint.h"
#include "notebook/files/StateDirectory.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sessionbook {

namespace {

const QString room = QStringLiteral("locks");
constexpr qsizetype addressBytesAtMost = 4096;

QString lockName(const QString &path)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    if (canonical.isEmpty())
        return {};
    const auto name = FileFingerprint::of(QFile::encodeName(canonical)).toText();
    return QLatin1Char('/') + QString::fromLatin1(name) + QStringLiteral(".lock");
}

/// The lock file may have been removed by its last holder while it was opened.
bool isStillThere(const FileDescriptor &file)
{
    struct stat status = {};
    return ::fstat(file.get(), &status) == 0 && status.st_nlink > 0;
}

bool writeAddress(int file, const QString &address)
{
    const QByteArray bytes = QFile::encodeName(address);
    return ::ftruncate(file, 0) == 0
        && ::pwrite(file, bytes.constData(), static_cast<size_t>(bytes.size()), 0) == bytes.size();
}

} // namespace

DocumentLock &DocumentLock::operator=(DocumentLock &&other) noexcept
{
    if (this != &other) {
        release();
        m_file = std::move(other.m_file);
        m_lockPath = std::move(other.m_lockPath);
    }
    return *this;
}

DocumentLock DocumentLock::take(const QString &path, const QString &address)
{
    const QString name = lockName(path);
    const auto directory = StateDirectory::subdirectory(room);
    if (name.isEmpty() || !directory)
        return {};
    DocumentLock lock;
    lock.m_lockPath = *directory + name;
    do {
        lock.m_file = FileDescriptor(::open(QFile::encodeName(lock.m_lockPath).constData(),
                                            O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!lock.m_file.isOpen() || ::flock(lock.m_file.get(), LOCK_EX | LOCK_NB) != 0) {
            lock.m_file.reset();
            return lock;
        }
    } while (!isStillThere(lock.m_file));
    if (!writeAddress(lock.m_file.get(), address))
        lock.release();
    return lock;
}

std::optional<QString> DocumentLock::holderOf(const QString &path)
{
    const QString name = lockName(path);
    if (name.isEmpty())
        return std::nullopt;
    const QString lockPath = StateDirectory::path() + QLatin1Char('/') + room + name;
    const FileDescriptor file(
        ::open(QFile::encodeName(lockPath).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    // A lock that can be had is a dead one's: closing the file gives it back.
    if (!file.isOpen() || ::flock(file.get(), LOCK_SH | LOCK_NB) == 0)
        return std::nullopt;
    QByteArray address(addressBytesAtMost, Qt::Uninitialized);
    const ssize_t size
        = ::pread(file.get(), address.data(), static_cast<size_t>(address.size()), 0);
    return size > 0 ? QFile::decodeName(address.first(size)) : QString();
}

void DocumentLock::release()
{
    // Removed while it is locked: whoever opened it meanwhile sees that it is gone.
    if (m_file.isOpen())
        ::unlink(QFile::encodeName(m_lockPath).constData());
    m_file.reset();
}

} // namespace sessionbook
