#include "SessionDirectory.h"

#include "RemoveTree.h"

#include <QDir>
#include <QStringList>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr int DirectoryFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
constexpr int MaxDepth = 64;

Error errorFromErrno(const QString &path)
{
    const QString text = QString::fromLocal8Bit(strerror(errno));
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return {ErrorKind::NotFound, text, path};
    case EISDIR:
        return {ErrorKind::IsDirectory, text, path};
    case EACCES:
    case EPERM:
    case ELOOP:
    case EXDEV:
        return {ErrorKind::PermissionDenied, text, path};
    case ENOSPC:
    case EDQUOT:
        return {ErrorKind::DiskFull, text, path};
    case ENAMETOOLONG:
        return {ErrorKind::InvalidArgument, text, path};
    default:
        return {ErrorKind::ReadFailed, text, path};
    }
}

SessionFile describe(const QString &path, const struct stat &status)
{
    const qsizetype slash = path.lastIndexOf(u'/');
    const qint64 milliseconds
        = qint64(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1000000;
    return {.name = path.mid(slash + 1),
            .directory = slash < 0 ? QString() : path.left(slash),
            .isDirectory = S_ISDIR(status.st_mode),
            .sizeBytes = status.st_size,
            .modified = QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC)};
}

bool isOrdinary(const struct stat &status)
{
    return S_ISREG(status.st_mode) || S_ISDIR(status.st_mode);
}

QStringList namesIn(const FileDescriptor &directory)
{
    QStringList names;
    DIR *stream = fdopendir(fcntl(directory.get(), F_DUPFD_CLOEXEC, 0));
    if (stream == nullptr)
        return names;
    while (const dirent *entry = readdir(stream)) {
        const QByteArray name(entry->d_name);
        // A name that is no text cannot be asked for over HTTP, so it is not shown either.
        const QString text = QString::fromUtf8(name);
        if (name != "." && name != ".." && text.toUtf8() == name)
            names.append(text);
        if (names.size() >= SessionDirectory::MaxEntries)
            break;
    }
    closedir(stream);
    names.sort();
    return names;
}

QString relativeTo(const QString &directory, const QString &name)
{
    return directory.isEmpty() ? name : directory + u'/' + name;
}

Error noRoom()
{
    return {ErrorKind::DiskFull, u"The session's files may take no more of the disk."_s};
}

bool isUploadableCharacter(uint character)
{
    const QStringView signs = u"-_ .@$&=;,#%^()";
    return QChar::isLetterOrNumber(character) || QChar::isMark(character)
        || (character < 0x80 && signs.contains(QChar(char16_t(character))));
}

bool isUploadablePart(const QString &part)
{
    return std::ranges::all_of(part.toUcs4(), isUploadableCharacter);
}

} // namespace

IncomingFile::IncomingFile(FileDescriptor directory, QByteArray name, FileDescriptor file,
                           UploadRoom room)
    : m_directory(std::move(directory))
    , m_name(std::move(name))
    , m_file(std::move(file))
    , m_room(std::move(room))
{
}

IncomingFile::~IncomingFile()
{
    if (m_directory.isOpen())
        unlinkat(m_directory.get(), m_name.constData(), 0);
    if (m_room.underWay)
        *m_room.underWay -= m_bytes;
}

bool IncomingFile::reserve(qint64 bytes)
{
    m_bytes += bytes;
    if ((*m_room.underWay += bytes) > m_room.bytes)
        return false;
    struct statvfs disk
    {
    };
    return fstatvfs(m_file.get(), &disk) != 0
        || qint64(disk.f_bavail) * qint64(disk.f_frsize) - bytes >= m_room.reserveBytes;
}

Result<void> IncomingFile::write(const char *bytes, size_t count)
{
    if (!reserve(qint64(count)))
        return noRoom();
    while (count > 0) {
        const ssize_t written = ::write(m_file.get(), bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errorFromErrno(QString());
        bytes += written;
        count -= size_t(written);
    }
    return {};
}

Result<SessionDirectory> SessionDirectory::create(const QString &path, DiskQuota quota)
{
    const QByteArray encoded = path.toLocal8Bit();
    for (const QByteArray &part : {encoded, encoded + "/data", encoded + "/incoming"}) {
        if (mkdir(part.constData(), 0700) != 0)
            return errorFromErrno(path);
    }
    FileDescriptor data(::open((encoded + "/data").constData(), DirectoryFlags | O_NOFOLLOW));
    FileDescriptor incoming(
        ::open((encoded + "/incoming").constData(), DirectoryFlags | O_NOFOLLOW));
    if (!data.isOpen() || !incoming.isOpen())
        return errorFromErrno(path);
    return SessionDirectory(path, std::move(data), std::move(incoming), quota);
}

SessionDirectory::SessionDirectory(QString path, FileDescriptor data, FileDescriptor incoming,
                                   DiskQuota quota)
    : m_path(std::move(path))
    , m_data(std::move(data))
    , m_incoming(std::move(incoming))
    , m_quota(quota)
    , m_underWay(std::make_shared<std::atomic<qint64>>(0))
{
}

DiskUsage SessionDirectory::usage() const
{
    return diskUsageOf(m_data.get(), m_quota.entries);
}

dev_t SessionDirectory::device() const
{
    struct stat status
    {
    };
    return fstat(m_data.get(), &status) == 0 ? status.st_dev : 0;
}

Result<qint64> SessionDirectory::roomBytes() const
{
    const DiskUsage used = usage();
    if (!used.isComplete || used.entries >= m_quota.entries || used.bytes >= m_quota.bytes)
        return noRoom();
    return m_quota.bytes - used.bytes;
}

FileDescriptor SessionDirectory::openBeneath(const QByteArray &path, int flags) const
{
    open_how how{};
    how.flags = quint64(flags | O_CLOEXEC | O_NOFOLLOW);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
    return FileDescriptor(int(syscall(SYS_openat2, m_data.get(),
                                      path.isEmpty() ? "." : path.constData(), &how, sizeof how)));
}

Result<QList<SessionFile>> SessionDirectory::list(const QString &directory, bool recursive) const
{
    QList<SessionFile> files;
    QStringList waiting{directory};
    while (!waiting.isEmpty() && files.size() < MaxEntries) {
        const QString current = waiting.takeLast();
        const FileDescriptor opened = openBeneath(current.toUtf8(), DirectoryFlags);
        if (!opened.isOpen() && current == directory)
            return errorFromErrno(directory);
        QStringList below;
        for (const QString &name : namesIn(opened)) {
            struct stat status
            {
            };
            const QString path = relativeTo(current, name);
            if (fstatat(opened.get(), name.toUtf8().constData(), &status, AT_SYMLINK_NOFOLLOW) != 0
                || !isOrdinary(status) || files.size() >= MaxEntries)
                continue;
            files.append(describe(path, status));
            if (recursive && S_ISDIR(status.st_mode) && path.count(u'/') < MaxDepth)
                below.prepend(path);
        }
        waiting += below;
    }
    return files;
}

Result<SessionFile> SessionDirectory::file(const QString &path) const
{
    const FileDescriptor opened = openBeneath(path.toUtf8(), O_PATH);
    struct stat status
    {
    };
    if (!opened.isOpen() || fstat(opened.get(), &status) != 0)
        return errorFromErrno(path);
    if (!isOrdinary(status) || path.isEmpty())
        return Error{ErrorKind::NotFound, u"not a file"_s, path};
    return describe(path, status);
}

Result<SessionFileContent> SessionDirectory::open(const QString &path) const
{
    // O_NONBLOCK: opening a fifo must not wait for a writer.
    FileDescriptor opened = openBeneath(path.toUtf8(), O_RDONLY | O_NONBLOCK);
    struct stat status
    {
    };
    if (!opened.isOpen() || fstat(opened.get(), &status) != 0)
        return errorFromErrno(path);
    if (S_ISDIR(status.st_mode))
        return Error{ErrorKind::IsDirectory, u"a directory has no content"_s, path};
    if (!S_ISREG(status.st_mode))
        return Error{ErrorKind::NotFound, u"not a file"_s, path};
    return SessionFileContent{.descriptor = std::move(opened), .sizeBytes = status.st_size};
}

Result<void> SessionDirectory::remove(const QString &path) const
{
    const qsizetype slash = path.lastIndexOf(u'/');
    const FileDescriptor parent
        = openBeneath(path.left(std::max<qsizetype>(slash, 0)).toUtf8(), DirectoryFlags);
    if (!parent.isOpen())
        return errorFromErrno(path);
    const QByteArray name = path.mid(slash + 1).toUtf8();
    if (unlinkat(parent.get(), name.constData(), 0) == 0)
        return {};
    if (errno != EISDIR)
        return errorFromErrno(path);
    return removeTree(parent.get(), name);
}

Result<IncomingFile> SessionDirectory::beginUpload() const
{
    const auto room = roomBytes();
    if (!room)
        return room.error();
    static std::atomic<quint64> counter{0};
    const QByteArray name = QByteArray::number(++counter);
    FileDescriptor file(openat(m_incoming.get(), name.constData(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    FileDescriptor directory(fcntl(m_incoming.get(), F_DUPFD_CLOEXEC, 0));
    if (!file.isOpen() || !directory.isOpen())
        return errorFromErrno(QString());
    return IncomingFile(
        std::move(directory), name, std::move(file),
        {.bytes = *room, .reserveBytes = m_quota.reserveBytes, .underWay = m_underWay});
}

Result<SessionFile> SessionDirectory::commit(IncomingFile upload, const QString &path) const
{
    // Others may have been committed since this one began.
    if (const auto room = roomBytes(); !room || *room < upload.m_bytes)
        return noRoom();
    QStringList parts = path.split(u'/');
    const QByteArray name = parts.takeLast().toUtf8();
    FileDescriptor parent = openBeneath({}, DirectoryFlags);
    QString above;
    for (const QString &part : std::as_const(parts)) {
        mkdirat(parent.get(), part.toUtf8().constData(), 0755);
        above = relativeTo(above, part);
        parent = openBeneath(above.toUtf8(), DirectoryFlags);
        if (!parent.isOpen())
            return errorFromErrno(path);
    }
    if (renameat(m_incoming.get(), upload.m_name.constData(), parent.get(), name.constData()) != 0)
        return errorFromErrno(path);
    upload.m_directory.reset();
    return file(path);
}

Result<QString> sessionPath(const QString &directory, const QString &name)
{
    if (directory.contains(QChar::Null) || name.contains(QChar::Null))
        return Error{ErrorKind::InvalidArgument, u"a name holds no null character"_s, name};
    const auto withoutRoot = [](const QString &path) {
        const auto root = "/mnt/data"_L1;
        const bool isBelowRoot = path == root || path.startsWith(root + '/'_L1);
        return isBelowRoot ? path.mid(root.size()) : path;
    };
    QStringList parts = withoutRoot(directory).split(u'/', Qt::SkipEmptyParts);
    parts += withoutRoot(name).split(u'/', Qt::SkipEmptyParts);
    parts.removeAll(u"."_s);
    for (const QString &part : std::as_const(parts)) {
        if (part == ".."_L1)
            return Error{ErrorKind::InvalidArgument, u"a path stays below /mnt/data"_s, part};
        if (part.toUtf8().size() > 255)
            return Error{ErrorKind::InvalidArgument, u"a name has at most 255 bytes"_s, part};
    }
    return parts.join(u'/');
}

bool isUploadablePath(const QString &path)
{
    const qsizetype slash = path.lastIndexOf(u'/');
    const QString name = path.mid(slash + 1);
    const QString directory = path.left(std::max<qsizetype>(slash, 0));
    return !name.isEmpty() && isUploadablePart(name) && !directory.contains(u'.')
        && std::ranges::all_of(directory.split(u'/'), isUploadablePart);
}

} // namespace sessionbook
