#pragma once

#include "base/FileDescriptor.h"

#include <QByteArrayList>

#include <sys/types.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace sessionbook {

/// What the processes of one sandbox use at a moment.
struct SandboxUsage
{
    qint64 tasks = 0; ///< processes and their threads
    qint64 privateBytes = 0; ///< pages of processes; those that forks share count for each of them
    qint64 sharedBytes = 0; ///< pages of files that lie in memory, or of none, counted likewise
    qint64 storedBytes = 0; ///< in /tmp, /dev/shm and files that lie in memory and have no name
    qint64 namelessDiskBytes = 0; ///< files that are deleted but held open
    bool isComplete = true; ///< false: there were too many tasks or open files to look at all

    /// What is stored may be mapped too, so that of these two the larger counts.
    [[nodiscard]] qint64 memoryBytes() const
    {
        return privateBytes + std::max(sharedBytes, storedBytes);
    }
};

/// Reads from outside what a sandbox uses, by the /proc that bubblewrap mounted in it: nothing but
/// its own processes is there.
///
/// Holds descriptors, so that another process that gets the same number is never taken for it.
/// Thread-safe: keeps no state but these.
class SandboxGauge
{
public:
    /// `initPid` is the sandbox's process 1, which must not have ended; null when it has no /proc.
    [[nodiscard]] static std::optional<SandboxGauge> open(int initPid);

    /// `dataDevice` is the device of the files that count as disk; `maxTasks` bounds the effort.
    [[nodiscard]] SandboxUsage read(dev_t dataDevice, qint64 maxTasks) const;
    /// The same usage with each page that processes share counted once: exact, and slow.
    [[nodiscard]] SandboxUsage exact(SandboxUsage usage) const;

private:
    SandboxGauge(FileDescriptor processes, FileDescriptor tmp, FileDescriptor sharedMemory);

    FileDescriptor m_processes; ///< the /proc within
    FileDescriptor m_tmp;
    FileDescriptor m_sharedMemory;
};

} // namespace sessionbook
