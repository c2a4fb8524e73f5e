#include "notebook/files/NotebookFile.h"

#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

namespace sessionbook {

namespace {

Error failure(ErrorKind kind, const QString &path, const QString &detail)
{
    return {kind, detail, path};
}

Result<QByteArray> readAll(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return failure(ErrorKind::IsDirectory, path, QStringLiteral("a directory"));
    if (!info.exists())
        return failure(ErrorKind::NotFound, path,
                       info.isSymLink() ? QStringLiteral("a link to a file that does not exist")
                                        : QStringLiteral("no such file"));
    // Pipes and devices may never end.
    if (!info.isFile())
        return failure(ErrorKind::ReadFailed, path, QStringLiteral("not a regular file"));
    QFile file(path);
    errno = 0; // QFile tells "cannot open" only
    if (!file.open(QIODevice::ReadOnly)) {
        const bool isDenied = errno == EACCES || errno == EPERM;
        return failure(isDenied ? ErrorKind::PermissionDenied : ErrorKind::ReadFailed, path,
                       file.errorString());
    }
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorKind::ReadFailed, path, file.errorString());
    return bytes;
}

ErrorKind writeErrorKind(int systemError)
{
    switch (systemError) {
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorKind::PermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorKind::DiskFull;
    default:
        return ErrorKind::WriteFailed;
    }
}

/// QSaveFile tells one write error only; why it failed is in errno, which must be read before
/// anything else is called.
Error writeFailure(int systemError, const QString &path, const QSaveFile &file)
{
    return failure(writeErrorKind(systemError), path, file.errorString());
}

/// What stands in the way of writing before a byte is written.
std::optional<Error> obstacle(const QString &path, const FileFingerprint &expected)
{
    const QFileInfo info(path);
    if (info.isDir())
        return failure(ErrorKind::IsDirectory, path, QStringLiteral("a directory"));
    if (!info.exists())
        return std::nullopt; // also when it was deleted meanwhile: nothing of anybody's is
                             // overwritten
    if (!info.isFile())
        return failure(ErrorKind::WriteFailed, path, QStringLiteral("not a regular file"));
    if (!info.isWritable())
        return failure(ErrorKind::PermissionDenied, path, QStringLiteral("the file is read-only"));
    if (expected.isNull())
        return std::nullopt;
    const auto present = readAll(path);
    if (!present || FileFingerprint::of(*present) != expected)
        return failure(ErrorKind::ChangedOutside, path,
                       QStringLiteral("the file is not the one that was read"));
    return std::nullopt;
}

Result<void> replaceFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly))
        return writeFailure(errno, path, file);
    errno = 0;
    if (file.write(bytes) != bytes.size() || !file.flush())
        return writeFailure(errno, path, file);
    errno = 0;
    if (!file.commit())
        return writeFailure(errno, path, file);
    return {};
}

} // namespace

Result<LoadedNotebook> NotebookFile::load(const QString &path)
{
    const auto bytes = readAll(path);
    if (!bytes)
        return bytes.error();
    auto data = IpynbReader::read(*bytes);
    if (!data) {
        Error error = data.error();
        error.path = path;
        return error;
    }
    return LoadedNotebook{std::move(*data), FileFingerprint::of(*bytes)};
}

Result<FileFingerprint> NotebookFile::save(const QString &path, const NotebookData &notebook,
                                           const FileFingerprint &expected)
{
    if (const auto error = obstacle(path, expected))
        return *error;
    const QByteArray bytes = IpynbWriter::write(notebook);
    const auto written = replaceFile(path, bytes);
    if (!written)
        return written.error();
    return FileFingerprint::of(bytes);
}

} // namespace sessionbook
