#include "notebook/files/SystemError.h"

#include <QString>

#include <cerrno>
#include <system_error>

namespace sessionbook {

namespace {

Error failure(ErrorKind kind, const QString &path, const char *attempt, int number)
{
    // Unlike strerror, this may be asked from any thread.
    const std::string words = std::generic_category().message(number);
    return {
        kind,
        QStringLiteral("%1: %2").arg(QString::fromLatin1(attempt), QString::fromStdString(words)),
        path};
}

} // namespace

ErrorKind SystemError::writeKind(int number)
{
    switch (number) {
    case EACCES:
    case EPERM:
    case EROFS:
    case ETXTBSY:
        return ErrorKind::PermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorKind::DiskFull;
    case EISDIR:
        return ErrorKind::IsDirectory;
    default:
        return ErrorKind::WriteFailed;
    }
}

ErrorKind SystemError::readKind(int number)
{
    switch (number) {
    case EACCES:
    case EPERM:
        return ErrorKind::PermissionDenied;
    case ENOENT:
    case ENOTDIR:
        return ErrorKind::NotFound;
    case EISDIR:
        return ErrorKind::IsDirectory;
    default:
        return ErrorKind::ReadFailed;
    }
}

Error SystemError::writing(const QString &path, const char *attempt, int number)
{
    return failure(writeKind(number), path, attempt, number);
}

Error SystemError::reading(const QString &path, const char *attempt, int number)
{
    return failure(readKind(number), path, attempt, number);
}

} // namespace sessionbook
