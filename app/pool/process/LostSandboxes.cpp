#include "LostSandboxes.h"

#include "DirectoryStream.h"

#include <QByteArray>
#include <QFile>

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <sys/syscall.h>

namespace sessionbook {

namespace {

constexpr qint64 MaxCommandBytes = 64 * 1024;

bool isBubblewrapFor(int pid, const QByteArray &below)
{
    QFile file(QStringLiteral("/proc/%1/cmdline").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArrayList words = file.read(MaxCommandBytes).split('\0');
    return QByteArray("/" + words.first()).endsWith("/bwrap")
        && std::ranges::any_of(words,
                               [&](const QByteArray &word) { return word.startsWith(below); });
}

} // namespace

void killLostSandboxes(const QString &directory)
{
    const QByteArray below = QFile::encodeName(directory) + '/';
    DirectoryStream processes(
        FileDescriptor(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK)));
    while (const char *name = processes.next()) {
        const int pid = QByteArray(name).toInt();
        if (pid <= 0)
            continue;
        // Held before it is looked at, so that its number cannot become another's in between.
        const FileDescriptor process(int(syscall(SYS_pidfd_open, pid, 0)));
        if (process.isOpen() && isBubblewrapFor(pid, below))
            syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0);
    }
}

} // namespace sessionbook
