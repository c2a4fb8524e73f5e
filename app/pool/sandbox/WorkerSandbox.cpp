#include "WorkerSandbox.h"

#include "EgressLink.h"
#include "SeccompFilter.h"

#include "pool/process/ChildProcess.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;
constexpr auto UserId = "1000"_L1;
constexpr auto Python = "/usr/bin/python3"_L1;
constexpr auto WorkerDirectory = "/run/sessionbook"_L1;

/// Parts of /etc that libraries read: fonts, where BLAS lies, matplotlib's and Python's own
/// settings. Nothing of a secret.
QStringList readableSettings()
{
    QStringList paths{
        u"/etc/alternatives"_s, u"/etc/fonts"_s,        u"/etc/ld.so.cache"_s,
        u"/etc/ld.so.conf"_s,   u"/etc/ld.so.conf.d"_s, u"/etc/localtime"_s,
        u"/etc/matplotlibrc"_s, u"/etc/mime.types"_s,   u"/etc/timezone"_s,
    };
    for (const QString &name : QDir(u"/etc"_s).entryList({u"python3*"_s}, QDir::Dirs))
        paths.append(u"/etc/"_s + name);
    return paths;
}

/// /bin and its like are links on a merged-/usr system and directories elsewhere.
QStringList systemDirectory(const QString &path)
{
    const QFileInfo info(path);
    if (info.isSymLink())
        return {u"--symlink"_s, u"usr"_s + path, path};
    if (info.isDir())
        return {u"--ro-bind"_s, path, path};
    return {};
}

/// Covers with nothing whatever /proc tells of the machine beyond what libraries ask for: keys of
/// the user, addresses of the kernel, locks and timers of others. A list of what may stay ages
/// better than one of what must go.
QStringList coversOfProc(const QString &emptyFile, const QString &emptyDirectory)
{
    static const QStringList kept{
        u"cpuinfo"_s, u"filesystems"_s, u"loadavg"_s, u"meminfo"_s, u"stat"_s,   u"swaps"_s,
        u"sys"_s,     u"sysvipc"_s,     u"uptime"_s,  u"version"_s, u"vmstat"_s,
    };
    QStringList arguments;
    const auto entries
        = QDir(u"/proc"_s)
              .entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        const QString name = entry.fileName();
        if (!name.front().isDigit() && !entry.isSymLink() && !kept.contains(name))
            arguments
                += {u"--ro-bind"_s, entry.isDir() ? emptyDirectory : emptyFile, entry.filePath()};
    }
    return arguments;
}

QStringList environment()
{
    const QString threads = QString::number(std::clamp<long>(sysconf(_SC_NPROCESSORS_ONLN), 1, 8));
    const QList<std::pair<QString, QString>> variables{
        {u"PATH"_s, u"/usr/local/bin:/usr/bin:/bin"_s},
        {u"HOME"_s, u"/tmp/home"_s},
        {u"USER"_s, u"session"_s},
        {u"LANG"_s, u"C.UTF-8"_s},
        {u"LC_ALL"_s, u"C.UTF-8"_s},
        {u"TERM"_s, u"xterm-256color"_s},
        {u"MPLBACKEND"_s, u"module://matplotlib_inline.backend_inline"_s},
        {u"PYTHONDONTWRITEBYTECODE"_s, u"1"_s},
        {u"OPENBLAS_NUM_THREADS"_s, threads},
        {u"OMP_NUM_THREADS"_s, threads},
        // Every arena reserves 64 MB of address space a thread, which RLIMIT_AS counts.
        {u"MALLOC_ARENA_MAX"_s, u"4"_s},
    };
    QStringList arguments{u"--clearenv"_s};
    for (const auto &[name, value] : variables)
        arguments += {u"--setenv"_s, name, value};
    return arguments;
}

QString readAvailable(int descriptor)
{
    QByteArray bytes(4096, '\0');
    const ssize_t count = read(descriptor, bytes.data(), size_t(bytes.size()));
    return QString::fromLocal8Bit(bytes.first(std::max<ssize_t>(count, 0))).trimmed();
}

Result<void> writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return Error{ErrorKind::WriteFailed, file.errorString(), path};
    return {};
}

Result<void> copyResources(const QString &from, const QString &to)
{
    QDirIterator iterator(from, QDir::Files, QDirIterator::Subdirectories);
    while (iterator.hasNext()) {
        QFile source(iterator.next());
        const QString target = to + source.fileName().mid(from.size());
        QDir().mkpath(QFileInfo(target).path());
        if (!source.open(QIODevice::ReadOnly))
            return Error{ErrorKind::ReadFailed, source.errorString(), source.fileName()};
        if (const auto written = writeFile(target, source.readAll()); !written)
            return written.error();
    }
    return {};
}

} // namespace

SandboxLimits SandboxLimits::defaults()
{
    const qint64 machine = qint64(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
    // A quarter: a runaway cell fails while the rest of the computer still has room, and numerical
    // libraries, which reserve more addresses than they use, still start.
    return {.memoryBytes = std::max(4096 * MiB, machine / 4),
            .dataBytes = 4096 * MiB,
            .dataEntries = 100'000,
            .diskReserveBytes = 256 * MiB,
            .tmpBytes = 512 * MiB,
            .tmpEntries = 50'000,
            .openFiles = 4096,
            .processes = 256};
}

QString SandboxLimits::memoryReason() const
{
    return u"it ran out of memory: it may use %1 MB"_s.arg(memoryBytes / MiB);
}

WorkerSandbox::WorkerSandbox(QString supportDirectory, SandboxLimits limits, Egress egress)
    : m_supportDirectory(std::move(supportDirectory))
    , m_limits(limits)
    , m_egress(egress)
    , m_procCovers(
          coversOfProc(m_supportDirectory + "/nothing"_L1, m_supportDirectory + "/empty"_L1))
{
}

Result<void> WorkerSandbox::prepare() const
{
    QDir().mkpath(m_supportDirectory + "/empty"_L1);
    if (const auto written = writeSettings(); !written)
        return written;
    const auto filter = SeccompFilter::program();
    if (!filter)
        return filter.error();
    if (const auto r = writeFile(m_supportDirectory + "/seccomp.bpf"_L1, *filter); !r)
        return r.error();
    return copyResources(u":/pool/worker"_s, m_supportDirectory + "/worker"_L1);
}

Result<void> WorkerSandbox::writeSettings() const
{
    const QList<std::pair<QString, QByteArray>> files{
        {u"/nothing"_s, {}},
        {u"/passwd"_s,
         "session:x:1000:1000:Session:/tmp/home:/bin/bash\n"
         "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n"},
        {u"/group"_s, "session:x:1000:\nnogroup:x:65534:\n"},
        {u"/hosts"_s, "127.0.0.1 localhost\n"},
        {u"/resolv.conf"_s, "nameserver " + QByteArray(EgressLink::Resolver) + '\n'},
    };
    for (const auto &[name, content] : files) {
        if (const auto written = writeFile(m_supportDirectory + name, content); !written)
            return written;
    }
    return {};
}

FileDescriptor WorkerSandbox::openFilter() const
{
    const QByteArray path = (m_supportDirectory + "/seccomp.bpf"_L1).toLocal8Bit();
    return FileDescriptor(open(path.constData(), O_RDONLY | O_CLOEXEC));
}

QStringList WorkerSandbox::networkSettings() const
{
    if (m_egress == Egress::Off)
        return {};
    QStringList arguments{
        u"--ro-bind"_s, m_supportDirectory + "/resolv.conf"_L1, u"/etc/resolv.conf"_s,
        u"--ro-bind"_s, m_supportDirectory + "/hosts"_L1,       u"/etc/hosts"_s};
    // Whom to trust, without the host's own keys beside it.
    for (const QString &path : {u"/etc/ssl/certs"_s, u"/etc/ssl/openssl.cnf"_s})
        arguments += {u"--ro-bind-try"_s, path, path};
    return arguments;
}

QStringList WorkerSandbox::confinement(const QString &dataDirectory, int filterDescriptor) const
{
    QStringList arguments{
        u"--unshare-user"_s,
        u"--unshare-all"_s,
        u"--disable-userns"_s,
        u"--uid"_s,
        UserId,
        u"--gid"_s,
        UserId,
        u"--hostname"_s,
        u"session"_s,
        u"--cap-drop"_s,
        u"ALL"_s,
        u"--die-with-parent"_s,
        u"--new-session"_s,
        u"--seccomp"_s,
        QString::number(filterDescriptor),
        u"--ro-bind"_s,
        u"/usr"_s,
        u"/usr"_s,
    };
    for (const QString &path : {u"/bin"_s, u"/sbin"_s, u"/lib"_s, u"/lib32"_s, u"/lib64"_s})
        arguments += systemDirectory(path);
    for (const QString &path : readableSettings())
        arguments += {u"--ro-bind-try"_s, path, path};
    const QString tmpBytes = QString::number(m_limits.tmpBytes);
    arguments += {u"--ro-bind"_s, m_supportDirectory + "/passwd"_L1, u"/etc/passwd"_s};
    arguments += {u"--ro-bind"_s, m_supportDirectory + "/group"_L1, u"/etc/group"_s};
    arguments += {u"--ro-bind"_s, m_supportDirectory + "/worker"_L1, WorkerDirectory};
    arguments += networkSettings();
    arguments += {u"--proc"_s, u"/proc"_s, u"--dev"_s, u"/dev"_s};
    arguments += m_procCovers;
    arguments += {u"--size"_s, tmpBytes, u"--tmpfs"_s, u"/dev/shm"_s};
    arguments += {u"--remount-ro"_s, u"/dev"_s};
    arguments += {u"--size"_s, tmpBytes, u"--tmpfs"_s, u"/tmp"_s};
    arguments += {u"--dir"_s, u"/tmp/home"_s, u"--symlink"_s, u"/tmp"_s, u"/var/tmp"_s};
    arguments += {u"--bind"_s, dataDirectory, u"/mnt/data"_s, u"--chdir"_s, u"/mnt/data"_s};
    // The settings of /proc/sys are writable for whom the kernel takes for root, and so is much
    // else there; nothing in a session writes to /proc.
    arguments += {u"--remount-ro"_s, u"/proc"_s, u"--remount-ro"_s, u"/"_s};
    return arguments + environment();
}

QStringList WorkerSandbox::kernelCommand(const QString &dataDirectory, int channelDescriptor,
                                         int filterDescriptor, const QStringList &start) const
{
    const QStringList worker{Python,
                             u"-I"_s,
                             u"-B"_s,
                             WorkerDirectory + "/main.py"_L1,
                             QString::number(channelDescriptor),
                             QString::number(m_limits.processes)};
    return QStringList{u"bwrap"_s} + confinement(dataDirectory, filterDescriptor) + worker + start;
}

Result<void> WorkerSandbox::probe() const
{
    if (QStandardPaths::findExecutable(u"bwrap"_s).isEmpty())
        return Error{ErrorKind::NotFound, u"bubblewrap (the program bwrap) is not installed"_s};
    if (!QFileInfo(Python).isExecutable())
        return Error{ErrorKind::NotFound, u"/usr/bin/python3 is not installed"_s};
    // The very arguments that sessions get, so that what is refused later is refused now.
    const FileDescriptor filter = openFilter();
    const QStringList command = QStringList{u"bwrap"_s}
        + confinement(m_supportDirectory + "/empty"_L1, filter.get())
        + QStringList{u"/usr/bin/true"_s};
    auto process = ChildProcess::start(command, {filter.get()}, {});
    if (!process)
        return process.error();
    const auto exit = process->wait(std::chrono::seconds(10));
    if (exit && exit->code == 0 && exit->signal == 0)
        return {};
    const QString complaint = readAvailable(process->errorDescriptor()).section(u'\n', 0, 0);
    return Error{ErrorKind::ProcessFailed,
                 u"bubblewrap cannot make a sandbox here (%1)"_s.arg(
                     complaint.isEmpty() ? u"no answer"_s : complaint)};
}

} // namespace sessionbook
