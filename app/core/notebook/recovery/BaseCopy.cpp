#include "notebook/recovery/BaseCopy.h"

#include "base/FileDescriptor.h"
#include "notebook/files/SystemError.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <zstd.h>

namespace sessionbook {

namespace {

FileDescriptor newFile(const QString &path)
{
    return FileDescriptor(::open(QFile::encodeName(path).constData(),
                                 O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
}

bool writeWhole(const FileDescriptor &file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written
            = ::write(file.get(), bytes.data(), static_cast<size_t>(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

bool writeCompressed(const FileDescriptor &file, QByteArrayView content)
{
    QByteArray compressed(
        static_cast<qsizetype>(ZSTD_compressBound(static_cast<size_t>(content.size()))),
        Qt::Uninitialized);
    const size_t size = ZSTD_compress(compressed.data(), static_cast<size_t>(compressed.size()),
                                      content.data(), static_cast<size_t>(content.size()), 1);
    return !ZSTD_isError(size)
        && writeWhole(file, QByteArrayView(compressed).first(static_cast<qsizetype>(size)));
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    const bool isOpen = file.open(QIODevice::ReadOnly);
    return isOpen ? file.read(BaseCopy::largestCompressed + 1) : QByteArray();
}

/// Shares the bytes with the file on disk where the file system can (btrfs, XFS).
bool clone(const FileDescriptor &file, const QString &path)
{
    const FileDescriptor source(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    return source.isOpen() && ::ioctl(file.get(), FICLONE, source.get()) == 0;
}

/// The content of a frame of zstd, which says how much it holds; that must be what is expected.
std::optional<QByteArray> decompressed(const QByteArray &bytes, qint64 expectedSize)
{
    const auto said
        = ZSTD_getFrameContentSize(bytes.constData(), static_cast<size_t>(bytes.size()));
    if (expectedSize < 0 || expectedSize > BaseCopy::largestCompressed
        || said != static_cast<unsigned long long>(expectedSize))
        return std::nullopt;
    QByteArray content(expectedSize, Qt::Uninitialized);
    const size_t size = ZSTD_decompress(content.data(), static_cast<size_t>(content.size()),
                                        bytes.constData(), static_cast<size_t>(bytes.size()));
    if (ZSTD_isError(size) || static_cast<qint64>(size) != expectedSize)
        return std::nullopt;
    return content;
}

} // namespace

bool BaseCopy::make(const QString &copy, const QString &path, const FileFingerprint &expected,
                    const ByteSlice &content)
{
    const bool isCompressed = expected.sizeBytes <= largestCompressed;
    ByteSlice bytes = content;
    if (isCompressed && FileFingerprint::of(bytes.view()) != expected)
        bytes = bytesOf(path); // what is in memory is an older version
    if (isCompressed && FileFingerprint::of(bytes.view()) != expected)
        return false; // it was changed meanwhile
    const FileDescriptor file = newFile(copy);
    const bool isMade
        = file.isOpen() && (isCompressed ? writeCompressed(file, bytes.view()) : clone(file, path));
    if (!isMade)
        QFile::remove(copy);
    return isMade;
}

Result<QByteArray> BaseCopy::read(const QString &copy, const FileFingerprint &expected)
{
    QFile file(copy);
    errno = 0;
    if (!file.open(QIODevice::ReadOnly))
        return SystemError::reading(copy, "open", errno);
    const QByteArray bytes = file.readAll();
    // A clone is the file itself, a compressed copy begins like no notebook does.
    const QByteArray content = decompressed(bytes, expected.sizeBytes).value_or(bytes);
    if (FileFingerprint::of(content) != expected)
        return Error{ErrorKind::ChangedOutside, QStringLiteral("not a copy of that file"), copy};
    return content;
}

} // namespace sessionbook
