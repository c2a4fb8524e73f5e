#include "CgroupTree.h"

#include <QDir>
#include <QUuid>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr auto TreePrefix = "sessionbook-"_L1;
/// Another pool may take a group that is not locked yet for a leftover.
constexpr int Attempts = 3;
/// Of the processor when others want it too, who have 100 unless told otherwise: the pool, which
/// is not in the tree, and the rest of the desktop.
constexpr auto CpuWeight = "50";

QByteArray encoded(const QString &path)
{
    return QFile::encodeName(path);
}

Error refusal(const QString &reason, const QString &path)
{
    return {ErrorKind::PermissionDenied, reason, path};
}

FileDescriptor lockedDirectory(const QString &path)
{
    FileDescriptor directory(open(encoded(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.isOpen() || flock(directory.get(), LOCK_EX | LOCK_NB) != 0)
        return {};
    return directory;
}

/// Where the whole hierarchy is mounted; empty when it is not.
QString hierarchy()
{
    const QByteArrayList mounts = readCgroupFile(u"/proc/self/mountinfo"_s).split('\n');
    for (const QByteArray &mount : mounts) {
        const QByteArrayList fields = mount.split(' ');
        const qsizetype separator = fields.indexOf("-");
        if (fields.value(separator + 1) == "cgroup2" && fields.value(3) == "/")
            return QString::fromLocal8Bit(fields.value(4));
    }
    return {};
}

/// The group this process is in, as a path below hierarchy().
QString ownGroup()
{
    const QByteArrayList groups = readCgroupFile(u"/proc/self/cgroup"_s).split('\n');
    for (const QByteArray &group : groups) {
        if (group.startsWith("0::/"))
            return QString::fromLocal8Bit(group.mid(3));
    }
    return {};
}

bool enableControllers(const QString &directory)
{
    const QString path = directory + "/cgroup.subtree_control"_L1;
    if (!writeCgroupFile(path, "+memory +pids"))
        return false;
    // Comfort; not every system delegates it. Enabled first, where there are processes, it would
    // keep those two out.
    (void)writeCgroupFile(path, "+cpu");
    return true;
}

bool hasControllers(const QString &directory)
{
    const QByteArrayList controllers
        = readCgroupFile(directory + "/cgroup.controllers"_L1).simplified().split(' ');
    return controllers.contains("memory") && controllers.contains("pids");
}

/// A group with limits for groups below it may hold no process itself. Where this one is the only
/// one there, as in a service of systemd's, it can make room.
bool makeRoom(const QString &directory)
{
    const QByteArray self = QByteArray::number(getpid());
    if (!hasControllers(directory)
        || readCgroupFile(directory + "/cgroup.procs"_L1).trimmed() != self)
        return false;
    const QString aside = directory + "/pool-of-sessionbook-"_L1 + QString::fromLatin1(self);
    return mkdir(encoded(aside).constData(), 0755) == 0
        && writeCgroupFile(aside + "/cgroup.procs"_L1, "0") && enableControllers(directory);
}

Result<void> prepare(const QString &directory)
{
    if (!hasControllers(directory))
        return refusal(u"cgroup v2 has no memory and pids controllers here"_s, directory);
    // Processes are moved from a group at or below this one: that is for who may write this file.
    if (access(encoded(directory + "/cgroup.procs"_L1).constData(), W_OK) != 0
        || access(encoded(directory).constData(), W_OK) != 0)
        return refusal(u"no control group that this user may make others in"_s, directory);
    if (enableControllers(directory))
        return {};
    return refusal(QString::fromLocal8Bit(strerror(errno)), directory);
}

void removeGroups(const QString &path)
{
    (void)writeCgroupFile(path + "/cgroup.kill"_L1, "1");
    const QStringList sessions = QDir(path).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &session : sessions)
        rmdir(encoded(path + u'/' + session).constData());
    rmdir(encoded(path).constData());
}

void removeLeftovers(const QString &directory)
{
    const QStringList names
        = QDir(directory).entryList({TreePrefix + u'*'}, QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        const QString path = directory + u'/' + name;
        const FileDescriptor lock = lockedDirectory(path);
        if (lock.isOpen()) // its pool is gone
            removeGroups(path);
    }
}

} // namespace

Result<std::unique_ptr<CgroupTree>> CgroupTree::create()
{
    const QString top = hierarchy();
    const QString own = ownGroup();
    if (top.isEmpty() || own.isEmpty() || own.contains("/.."_L1))
        return refusal(u"there is no cgroup v2 here"_s, top);
    const QString ownDirectory = QDir::cleanPath(top + own);
    auto tree = createIn(ownDirectory);
    QString above = ownDirectory;
    while (!tree && above.size() > top.size()) {
        above = above.left(above.lastIndexOf(u'/'));
        if (auto found = createIn(above); found)
            return found;
    }
    if (!tree && makeRoom(ownDirectory))
        return createIn(ownDirectory);
    return tree;
}

Result<std::unique_ptr<CgroupTree>> CgroupTree::createIn(const QString &directory)
{
    if (const auto prepared = prepare(directory); !prepared)
        return prepared.error();
    removeLeftovers(directory);
    auto tree = make(directory);
    for (int attempt = 1; !tree && attempt < Attempts; ++attempt)
        tree = make(directory);
    return tree;
}

Result<std::unique_ptr<CgroupTree>> CgroupTree::make(const QString &directory)
{
    const QString path = directory + u'/' + TreePrefix
        + QUuid::createUuid().toString(QUuid::WithoutBraces).left(8);
    if (mkdir(encoded(path).constData(), 0755) != 0)
        return refusal(QString::fromLocal8Bit(strerror(errno)), path);
    std::unique_ptr<CgroupTree> tree(new CgroupTree(path, lockedDirectory(path)));
    if (!tree->m_lock.isOpen() || !enableControllers(path))
        return refusal(QString::fromLocal8Bit(strerror(errno)), path);
    (void)writeCgroupFile(path + "/cpu.weight"_L1, CpuWeight);
    return tree;
}

CgroupTree::CgroupTree(QString path, FileDescriptor lock)
    : m_path(std::move(path))
    , m_lock(std::move(lock))
{
}

CgroupTree::~CgroupTree()
{
    removeGroups(m_path);
}

Result<std::shared_ptr<SessionCgroup>> CgroupTree::makeSession(const CgroupLimits &limits)
{
    auto group = SessionCgroup::create(m_path + "/session-"_L1 + QString::number(++m_sessionNumber),
                                       limits);
    if (!group)
        return group.error();
    return std::shared_ptr<SessionCgroup>(std::move(*group));
}

} // namespace sessionbook
