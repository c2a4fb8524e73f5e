#include "SessionCgroup.h"

#include <QFile>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

/// A killed process leaves the group a moment later.
constexpr auto EmptyingLimit = 5s;

FileDescriptor openFile(const QString &path, int flags)
{
    return FileDescriptor(open(QFile::encodeName(path).constData(), flags | O_CLOEXEC));
}

Error failure(const QString &path)
{
    return {ErrorKind::ProcessFailed, QString::fromLocal8Bit(strerror(errno)), path};
}

void removeWhenEmpty(const QString &path)
{
    const FileDescriptor events = openFile(path + "/cgroup.events"_L1, O_RDONLY);
    const auto deadline = Steady::now() + EmptyingLimit;
    while (rmdir(QFile::encodeName(path).constData()) != 0 && errno == EBUSY
           && Steady::now() < deadline) {
        // Reading is what arms the file for the next change.
        char ignored = 0;
        (void)!pread(events.get(), &ignored, 1, 0);
        pollfd change{.fd = events.get(), .events = POLLPRI, .revents = 0};
        poll(&change, 1, 100);
    }
}

} // namespace

bool writeCgroupFile(const QString &path, const QByteArray &value)
{
    const FileDescriptor file = openFile(path, O_WRONLY);
    return file.isOpen() && write(file.get(), value.constData(), size_t(value.size())) >= 0;
}

QByteArray readCgroupFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<std::unique_ptr<SessionCgroup>> SessionCgroup::create(const QString &path,
                                                             const CgroupLimits &limits)
{
    if (mkdir(QFile::encodeName(path).constData(), 0755) != 0)
        return failure(path);
    std::unique_ptr<SessionCgroup> group(
        new SessionCgroup(path, openFile(path + "/cgroup.procs"_L1, O_WRONLY)));
    if (!group->m_entrance.isOpen()
        || !writeCgroupFile(path + "/memory.max"_L1, QByteArray::number(limits.memoryBytes))
        || !writeCgroupFile(path + "/pids.max"_L1, QByteArray::number(limits.tasks)))
        return failure(path);
    // Absent where the kernel accounts for no swap.
    (void)writeCgroupFile(path + "/memory.swap.max"_L1, "0");
    return group;
}

SessionCgroup::SessionCgroup(QString path, FileDescriptor entrance)
    : m_path(std::move(path))
    , m_entrance(std::move(entrance))
{
}

SessionCgroup::~SessionCgroup()
{
    (void)writeCgroupFile(m_path + "/cgroup.kill"_L1, "1");
    removeWhenEmpty(m_path);
}

qint64 SessionCgroup::outOfMemoryKills() const
{
    const QByteArrayList lines = readCgroupFile(m_path + "/memory.events"_L1).split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("oom_kill "))
            return line.mid(line.indexOf(' ')).trimmed().toLongLong();
    }
    return 0;
}

} // namespace sessionbook
