#include "SandboxGauge.h"

#include "pool/process/DirectoryStream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>

namespace sessionbook {

namespace {

constexpr qint64 KiB = 1024;
constexpr qint64 BlockBytes = 512;
/// Far beyond what honest work holds open.
constexpr qint64 MaxOpenFiles = 20000;

/// Numbers of processes, and of descriptors.
QByteArrayList numbersIn(int parent, const char *name, qint64 most)
{
    QByteArrayList numbers;
    DirectoryStream stream(
        FileDescriptor(openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)));
    while (const char *entry = stream.next()) {
        if (entry[0] >= '0' && entry[0] <= '9')
            numbers.append(entry);
        if (numbers.size() > most)
            break;
    }
    return numbers;
}

QByteArray contentOf(int parent, const QByteArray &name)
{
    const FileDescriptor file(openat(parent, name.constData(), O_RDONLY | O_CLOEXEC));
    QByteArray bytes(4096, '\0');
    const ssize_t count
        = file.isOpen() ? ::read(file.get(), bytes.data(), size_t(bytes.size())) : 0;
    return bytes.first(std::max<ssize_t>(count, 0));
}

/// The number in a line such as `Threads:  1` or `RssAnon:  1234 kB` of what the kernel tells.
qint64 numberAfter(QByteArrayView field, const QByteArray &lines)
{
    const qsizetype start = lines.indexOf(field);
    if (start < 0)
        return 0;
    const qsizetype from = start + field.size();
    const QByteArray rest = lines.mid(from, lines.indexOf('\n', from) - from).trimmed();
    return rest.split(' ').constFirst().toLongLong();
}

/// Adds up files that have no name any more, each once however many hold it.
class NamelessFiles
{
public:
    NamelessFiles(dev_t dataDevice, std::set<dev_t> countedDevices)
        : m_dataDevice(dataDevice)
        , m_countedDevices(std::move(countedDevices))
    {
    }

    /// False when there were too many to look at.
    bool addFilesOf(int processes, const QByteArray &process)
    {
        const QByteArray path = process + "/fd";
        const FileDescriptor directory(
            openat(processes, path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!directory.isOpen())
            return true;
        for (const QByteArray &number : numbersIn(directory.get(), ".", MaxOpenFiles)) {
            if (++m_looked > MaxOpenFiles)
                return false;
            struct stat status
            {
            };
            if (fstatat(directory.get(), number.constData(), &status, 0) == 0)
                add(status);
        }
        return true;
    }
    [[nodiscard]] qint64 diskBytes() const { return m_diskBytes; }
    [[nodiscard]] qint64 memoryBytes() const { return m_memoryBytes; }

private:
    void add(const struct stat &status)
    {
        if (!S_ISREG(status.st_mode) || status.st_nlink > 0
            || m_countedDevices.contains(status.st_dev)
            || !m_seen.insert({status.st_dev, status.st_ino}).second)
            return;
        // What lies on no disk is memfd_create's.
        (status.st_dev == m_dataDevice ? m_diskBytes : m_memoryBytes)
            += status.st_blocks * BlockBytes;
    }

    dev_t m_dataDevice;
    std::set<dev_t> m_countedDevices;
    std::set<std::pair<dev_t, ino_t>> m_seen;
    qint64 m_looked = 0;
    qint64 m_diskBytes = 0;
    qint64 m_memoryBytes = 0;
};

dev_t deviceOf(const FileDescriptor &directory)
{
    struct stat status
    {
    };
    return fstat(directory.get(), &status) == 0 ? status.st_dev : 0;
}

qint64 usedBytes(const FileDescriptor &directory)
{
    struct statvfs status
    {
    };
    if (!directory.isOpen() || fstatvfs(directory.get(), &status) != 0)
        return 0;
    return qint64(status.f_blocks - status.f_bfree) * qint64(status.f_frsize);
}

FileDescriptor openWithin(int initPid, const char *place)
{
    const QByteArray path = "/proc/" + QByteArray::number(initPid) + "/root" + place;
    return FileDescriptor(open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

} // namespace

std::optional<SandboxGauge> SandboxGauge::open(int initPid)
{
    FileDescriptor processes = openWithin(initPid, "/proc");
    if (!processes.isOpen())
        return std::nullopt;
    return SandboxGauge(std::move(processes), openWithin(initPid, "/tmp"),
                        openWithin(initPid, "/dev/shm"));
}

SandboxGauge::SandboxGauge(FileDescriptor processes, FileDescriptor tmp,
                           FileDescriptor sharedMemory)
    : m_processes(std::move(processes))
    , m_tmp(std::move(tmp))
    , m_sharedMemory(std::move(sharedMemory))
{
}

SandboxUsage SandboxGauge::read(dev_t dataDevice, qint64 maxTasks) const
{
    SandboxUsage usage;
    const QByteArrayList processes = numbersIn(m_processes.get(), ".", maxTasks);
    NamelessFiles files(dataDevice, {deviceOf(m_tmp), deviceOf(m_sharedMemory)});
    if (processes.size() > maxTasks)
        return {.tasks = processes.size(), .isComplete = false};
    for (const QByteArray &process : processes) {
        const QByteArray status = contentOf(m_processes.get(), process + "/status");
        // The name, a process's own choice, cannot bring line feeds here: the kernel escapes them.
        usage.tasks += numberAfter("\nThreads:", status);
        usage.privateBytes += numberAfter("\nRssAnon:", status) * KiB;
        usage.sharedBytes += numberAfter("\nRssShmem:", status) * KiB;
        usage.isComplete = files.addFilesOf(m_processes.get(), process) && usage.isComplete;
    }
    usage.storedBytes = files.memoryBytes() + usedBytes(m_tmp) + usedBytes(m_sharedMemory);
    usage.namelessDiskBytes = files.diskBytes();
    return usage;
}

SandboxUsage SandboxGauge::exact(SandboxUsage usage) const
{
    usage.privateBytes = 0;
    usage.sharedBytes = 0;
    for (const QByteArray &process : numbersIn(m_processes.get(), ".", MaxOpenFiles)) {
        const QByteArray lines = contentOf(m_processes.get(), process + "/smaps_rollup");
        usage.privateBytes += numberAfter("Pss_Anon:", lines) * KiB;
        usage.sharedBytes += numberAfter("Pss_Shmem:", lines) * KiB;
    }
    return usage;
}

} // namespace sessionbook
