#include "LocalCertificates.h"

#include "base/FileDescriptor.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxFileBytes = 64 * 1024;
/// A certificate is renewed so long before its end.
constexpr int RenewalDays = 30;

Error failure(ErrorKind kind, const QString &detail, const QString &path)
{
    return Error{kind, u"--tls auto: '%1': %2"_s.arg(path, detail)};
}

Error systemFailure(const QString &path)
{
    return failure(ErrorKind::WriteFailed, QString::fromLocal8Bit(strerror(errno)), path);
}

bool isPrivate(const struct stat &facts)
{
    return facts.st_uid == geteuid() && (facts.st_mode & 077) == 0;
}

Error isOpenToOthers(const QString &path)
{
    return failure(ErrorKind::PermissionDenied,
                   u"others may read or write this. Delete the directory, and have clients trust "
                   "the new authority."_s,
                   path);
}

/// The directory, held by this process alone.
Result<FileDescriptor> lockedDirectory(const QString &path)
{
    const QByteArray name = path.toLocal8Bit();
    if (!QDir().mkpath(QFileInfo(path).path())
        || (mkdir(name.constData(), 0700) != 0 && errno != EEXIST))
        return systemFailure(path);
    FileDescriptor directory(
        open(name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat facts
    {
    };
    if (!directory.isOpen() || fstat(directory.get(), &facts) != 0
        || flock(directory.get(), LOCK_EX) != 0)
        return systemFailure(path);
    if (!isPrivate(facts))
        return isOpenToOthers(path);
    return directory;
}

/// Empty when there is none.
Result<QByteArray> readPrivate(const QString &path)
{
    const FileDescriptor file(
        open(path.toLocal8Bit().constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.isOpen() && errno == ENOENT)
        return QByteArray();
    struct stat facts
    {
    };
    if (!file.isOpen() || fstat(file.get(), &facts) != 0)
        return systemFailure(path);
    if (!isPrivate(facts))
        return isOpenToOthers(path);
    QByteArray bytes(MaxFileBytes, Qt::Uninitialized);
    const ssize_t count = read(file.get(), bytes.data(), size_t(bytes.size()));
    if (count < 0)
        return systemFailure(path);
    bytes.truncate(count);
    return bytes;
}

/// In one step, so that no pool that was interrupted leaves half a file.
Result<void> writePrivate(const QString &path, const QByteArray &bytes)
{
    const QByteArray made = path.toLocal8Bit() + ".new";
    unlink(made.constData());
    FileDescriptor file(
        open(made.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen() || write(file.get(), bytes.constData(), size_t(bytes.size())) != bytes.size()
        || fsync(file.get()) != 0 || rename(made.constData(), path.toLocal8Bit().constData()) != 0)
        return systemFailure(path);
    return {};
}

/// Nothing where there is none that can be used.
Result<std::optional<Certificate>> readPair(const QString &certificatePath, const QString &keyPath)
{
    const auto certificate = readPrivate(certificatePath);
    if (!certificate)
        return certificate.error();
    const auto key = readPrivate(keyPath);
    if (!key)
        return key.error();
    return Certificate::fromPem(*certificate, *key);
}

Result<void> writePair(const std::optional<Certificate> &pair, const QString &certificatePath,
                       const QString &keyPath)
{
    if (!pair)
        return failure(ErrorKind::Internal, openSslError(), certificatePath);
    if (const auto written = writePrivate(keyPath, pair->keyPem()); !written)
        return written;
    return writePrivate(certificatePath, pair->certificatePem());
}

} // namespace

LocalCertificates::LocalCertificates(QString directory)
    : m_directory(std::move(directory))
{
}

QString LocalCertificates::defaultDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + "/sessionbook/pool-tls"_L1;
}

Result<void> LocalCertificates::prepare(const QDateTime &now) const
{
    const auto held = lockedDirectory(m_directory);
    if (!held)
        return held.error();
    const QDateTime soon = now.addDays(RenewalDays);
    auto authority = readPair(authorityFile(), path("ca.key"));
    if (!authority)
        return authority.error();
    if (!*authority || !(*authority)->isValidAt(now) || !(*authority)->isValidAt(soon)) {
        *authority = Certificate::makeAuthority(now);
        if (auto written = writePair(*authority, authorityFile(), path("ca.key")); !written)
            return written;
    }
    const auto own = readPair(certificateFile(), keyFile());
    if (!own)
        return own.error();
    if (*own && (*own)->isSignedBy(**authority) && (*own)->isValidAt(now)
        && (*own)->isValidAt(soon))
        return {};
    return writePair(Certificate::makeForThisComputer(**authority, now), certificateFile(),
                     keyFile());
}

QString LocalCertificates::advice() const
{
    return u"The certificates of --tls auto are in %1. A client trusts them by one of:\n"
           "  REQUESTS_CA_BUNDLE=%2    Python with requests (LangChain, LlamaIndex, az)\n"
           "  SSL_CERT_FILE=%2    Python with httpx, aiohttp or ssl (Semantic Kernel, AutoGen), "
           "Go, Ruby\n"
           "  NODE_EXTRA_CA_CERTS=%2    Node.js\n"
           "  curl --cacert %2\n"
           "  sudo cp %2 /usr/local/share/ca-certificates/sessionbook-pool.crt && sudo "
           "update-ca-certificates    the whole computer, .NET too\n"
           "  keytool -importcert -cacerts -alias sessionbook-pool -file %2    Java\n"_s.arg(
               m_directory, authorityFile());
}

} // namespace sessionbook
