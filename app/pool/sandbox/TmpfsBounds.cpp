#include "TmpfsBounds.h"

#include "base/FileDescriptor.h"

#include <QByteArray>

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array Places{"/tmp", "/dev/shm"};

bool setFiles(const char *place, const char *files)
{
    const auto context = int(syscall(SYS_fspick, AT_FDCWD, place, FSPICK_CLOEXEC));
    return context >= 0
        && syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, "nr_inodes", files, 0) == 0
        && syscall(SYS_fsconfig, context, FSCONFIG_CMD_RECONFIGURE, nullptr, nullptr, 0) == 0;
}

/// Runs in a process of its own between fork and exit, where only plain system calls are safe: only
/// a process of one thread may enter a user namespace. Ends with the number of the error.
[[noreturn]] void setFilesWithin(int userNamespace, int mountNamespace, const char *files)
{
    if (setns(userNamespace, CLONE_NEWUSER) != 0 || setns(mountNamespace, CLONE_NEWNS) != 0)
        _exit(errno);
    for (const char *place : Places) {
        if (!setFiles(place, files))
            _exit(errno);
    }
    _exit(0);
}

Error failure(int number)
{
    return {ErrorKind::ProcessFailed, QString::fromLocal8Bit(strerror(number))};
}

} // namespace

Result<void> boundFilesInTmpfs(int initPid, qint64 files)
{
    const QByteArray path = "/proc/" + QByteArray::number(initPid) + "/ns/mnt";
    const FileDescriptor mounts(open(path.constData(), O_RDONLY | O_CLOEXEC));
    // Not the namespace the process lives in, which is one further in: only the owner of the mounts
    // may change them.
    const FileDescriptor owner(mounts.isOpen() ? ioctl(mounts.get(), NS_GET_USERNS) : -1);
    if (!owner.isOpen())
        return failure(errno);
    const QByteArray number = QByteArray::number(files);
    const int pid = fork();
    if (pid == 0)
        setFilesWithin(owner.get(), mounts.get(), number.constData());
    int status = 0;
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        return failure(errno);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return failure(WIFEXITED(status) ? WEXITSTATUS(status) : EINTR);
    return {};
}

} // namespace sessionbook
