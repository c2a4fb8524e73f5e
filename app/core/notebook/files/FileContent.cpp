#include "notebook/files/FileContent.h"

#include "base/FileDescriptor.h"
#include "notebook/files/SystemError.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sessionbook {

namespace {

constexpr qsizetype chunkBytes = qsizetype(1)
    << 20; // what is hashed is still in the cache when it is written

/// Up to `size` bytes at `data`; fewer only at the end of the file, negative for an error.
ssize_t readFully(int descriptor, char *data, qsizetype size, qint64 offset)
{
    qsizetype done = 0;
    while (done < size) {
        const ssize_t count = ::pread(descriptor, data + done, static_cast<size_t>(size - done),
                                      static_cast<off_t>(offset + done));
        if (count == 0)
            break;
        if (count > 0)
            done += count;
        else if (errno != EINTR)
            return -1;
    }
    return done;
}

int writeFully(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), static_cast<size_t>(bytes.size()));
        if (count >= 0)
            bytes = bytes.sliced(count);
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

/// Collects small pieces, so that thousands of them are no thousands of calls.
class PieceWriter
{
public:
    explicit PieceWriter(int descriptor)
        : m_descriptor(descriptor)
    {
        m_waiting.reserve(chunkBytes);
    }

    int add(QByteArrayView piece)
    {
        while (!piece.isEmpty()) {
            const QByteArrayView part = piece.first(std::min(piece.size(), chunkBytes));
            m_taker.add(part);
            if (const int error = put(part))
                return error;
            piece = piece.sliced(part.size());
        }
        return 0;
    }
    int flush()
    {
        const int error = writeNow(m_waiting);
        m_waiting.resize(0);
        return error;
    }
    [[nodiscard]] FileFingerprint fingerprint() const { return m_taker.fingerprint(); }

private:
    int put(QByteArrayView part)
    {
        if (m_waiting.size() + part.size() > chunkBytes) {
            if (const int error = flush())
                return error;
        }
        if (part.size() == chunkBytes)
            return writeNow(part);
        m_waiting.append(part);
        return 0;
    }
    int writeNow(QByteArrayView bytes)
    {
        const int error = writeFully(m_descriptor, bytes);
        // The disk has something to do while the rest is made ready; fsync then waits less. Where
        // this is unknown, nothing is lost.
        if (!error && bytes.size() == chunkBytes)
            ::sync_file_range(m_descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
        return error;
    }

    int m_descriptor;
    QByteArray m_waiting;
    FingerprintTaker m_taker;
};

Result<QByteArray> readAll(const FileDescriptor &file, const QString &path)
{
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0)
        return SystemError::reading(path, "stat", errno);
    if (S_ISDIR(status.st_mode))
        return Error{ErrorKind::IsDirectory, QStringLiteral("a directory"), path};
    if (!S_ISREG(status.st_mode))
        return Error{ErrorKind::ReadFailed, QStringLiteral("not a regular file"), path};
    QByteArray bytes(status.st_size, Qt::Uninitialized);
    qsizetype size = readFully(file.get(), bytes.data(), bytes.size(), 0);
    // It may grow while it is read.
    for (qsizetype more = bytes.size() == size ? 1 : 0; size >= 0 && more > 0;) {
        QByteArray rest(chunkBytes, Qt::Uninitialized);
        more = readFully(file.get(), rest.data(), rest.size(), size);
        if (more < 0)
            return SystemError::reading(path, "read", errno);
        if (more > 0)
            bytes += rest.first(more);
        size += more;
    }
    if (size < 0)
        return SystemError::reading(path, "read", errno);
    bytes.resize(size);
    return bytes;
}

} // namespace

Result<FileContent::Read> FileContent::read(const QString &path)
{
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write.
    const FileDescriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!file.isOpen())
        return SystemError::reading(path, "open", errno);
    FileStamp stamp = FileStamp::of(file.get());
    auto bytes = readAll(file, path);
    if (!bytes)
        return bytes.error();
    const auto fingerprint = FileFingerprint::of(*bytes);
    stamp.isCertain = stamp.provesSame(FileStamp::of(file.get()));
    return Read{std::move(*bytes), {fingerprint, stamp}};
}

FileFingerprint FileContent::fingerprintOf(int descriptor)
{
    QByteArray chunk(chunkBytes, Qt::Uninitialized);
    FingerprintTaker taker;
    for (qint64 offset = 0;;) {
        const ssize_t size = readFully(descriptor, chunk.data(), chunk.size(), offset);
        if (size < 0)
            return {};
        taker.add(QByteArrayView(chunk).first(size));
        if (size < chunk.size())
            return taker.fingerprint();
        offset += size;
    }
}

FileFingerprint FileContent::fingerprintOf(const QList<ByteSlice> &pieces)
{
    FingerprintTaker taker;
    for (const ByteSlice &piece : pieces)
        taker.add(piece.view());
    return taker.fingerprint();
}

FileContent::Written FileContent::write(int descriptor, const QList<ByteSlice> &pieces)
{
    PieceWriter writer(descriptor);
    int error = 0;
    for (const ByteSlice &piece : pieces) {
        error = writer.add(piece.view());
        if (error)
            return {error};
    }
    error = writer.flush();
    return {error, writer.fingerprint()};
}

int FileContent::copy(int from, int to)
{
    QByteArray chunk(chunkBytes, Qt::Uninitialized);
    for (;;) {
        const ssize_t size = ::read(from, chunk.data(), static_cast<size_t>(chunk.size()));
        if (size == 0)
            return 0;
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return errno;
        if (const int error = writeFully(to, QByteArrayView(chunk).first(size)))
            return error;
    }
}

} // namespace sessionbook
