#include "PoolDirectory.h"

#include "RemoveTree.h"
#include "pool/process/LostSandboxes.h"

#include <QDir>
#include <QStandardPaths>
#include <QUuid>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

FileDescriptor lockFile(const QString &path, int flags)
{
    FileDescriptor file(
        open(path.toLocal8Bit().constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isOpen() || flock(file.get(), flags) != 0)
        return {};
    return file;
}

void remove(const QString &path)
{
    killLostSandboxes(path);
    (void)removeTree(path);
}

void removeLeftovers(const QString &sharedPath)
{
    const QStringList names = QDir(sharedPath).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        const QString path = sharedPath + u'/' + name;
        const FileDescriptor lock = lockFile(path + "/lock"_L1, LOCK_EX | LOCK_NB);
        if (lock.isOpen())
            remove(path); // what resists now will be tried again by the next pool
    }
}

} // namespace

QString PoolDirectory::defaultSharedPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
        + "/sessionbook/pools"_L1;
}

Result<PoolDirectory> PoolDirectory::create(const QString &sharedPath)
{
    if (!QDir().mkpath(sharedPath))
        return Error{ErrorKind::WriteFailed, u"cannot make the directory"_s, sharedPath};
    // One pool at a time here: a directory that is not locked yet must not pass for a leftover.
    const FileDescriptor turn = lockFile(sharedPath + "/.lock"_L1, LOCK_EX);
    if (!turn.isOpen())
        return Error{ErrorKind::WriteFailed, QString::fromLocal8Bit(strerror(errno)), sharedPath};
    removeLeftovers(sharedPath);
    const QString path
        = sharedPath + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces).left(8);
    PoolDirectory directory(path, {});
    if (!QDir().mkpath(directory.supportPath()) || !QDir().mkpath(directory.sessionsPath()))
        return Error{ErrorKind::WriteFailed, QString::fromLocal8Bit(strerror(errno)), path};
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    directory.m_lock = lockFile(path + "/lock"_L1, LOCK_EX | LOCK_NB);
    return directory;
}

PoolDirectory::PoolDirectory(QString path, FileDescriptor lock)
    : m_path(std::move(path))
    , m_lock(std::move(lock))
{
}

PoolDirectory::~PoolDirectory()
{
    if (!m_path.isEmpty())
        remove(m_path);
}

} // namespace sessionbook
