#pragma once

#include "base/FileDescriptor.h"
#include "base/Result.h"

#include <QString>
#include <QStringList>

namespace sessionbook {

/// What a session may use of the machine.
struct SandboxLimits
{
    qint64 memoryBytes = 0; ///< of all its processes, and address space of each
    qint64 dataBytes = 0; ///< /mnt/data, and the largest file in it
    qint64 dataEntries = 0; ///< files and directories there
    qint64 diskReserveBytes = 0; ///< what uploads leave free of the disk
    qint64 tmpBytes = 0; ///< private /tmp, and /dev/shm
    qint64 tmpEntries = 0; ///< in each of the two
    int openFiles = 0;
    qint64 processes = 0; ///< with their threads, in one kernel's sandbox

    /// A quarter of the machine's memory but at least 4 GiB, and figures that notebooks do not meet
    /// by honest work.
    [[nodiscard]] static SandboxLimits defaults();
    /// What is said of a kernel that takes more memory: the rest of a sentence that begins "it was
    /// ended because".
    [[nodiscard]] QString memoryReason() const;
};

/// Whether sessions reach a network.
enum class Egress { Off, On };

/// Builds the command that runs a session's Python under bubblewrap: the one place that decides
/// what a session can see.
///
/// Nothing in here starts a process but probe(). Usable from any thread.
class WorkerSandbox
{
public:
    /// `supportDirectory` receives the worker's sources and the few files of /etc that are made up
    /// for sessions.
    WorkerSandbox(QString supportDirectory, SandboxLimits limits, Egress egress = Egress::Off);

    /// Writes the support files. Call once before any command is run.
    [[nodiscard]] Result<void> prepare() const;
    /// Runs an empty sandbox: the error says in one line why sessions cannot be confined on this
    /// machine.
    [[nodiscard]] Result<void> probe() const;

    /// Program and arguments for a kernel that talks over `channelDescriptor` and sees
    /// `dataDirectory` as /mnt/data; `filterDescriptor` is from openFilter(), `start` what the
    /// worker is told of the kernel's kind.
    [[nodiscard]] QStringList kernelCommand(const QString &dataDirectory, int channelDescriptor,
                                            int filterDescriptor, const QStringList &start) const;
    /// The filter of system calls, for the program to inherit: a new one each time, because reading
    /// it moves its position.
    [[nodiscard]] FileDescriptor openFilter() const;
    [[nodiscard]] const SandboxLimits &limits() const { return m_limits; }
    /// With On, whoever starts a sandbox connects it by an EgressLink.
    [[nodiscard]] Egress egress() const { return m_egress; }

private:
    [[nodiscard]] Result<void> writeSettings() const;
    [[nodiscard]] QStringList networkSettings() const;
    [[nodiscard]] QStringList confinement(const QString &dataDirectory, int filterDescriptor) const;

    QString m_supportDirectory;
    SandboxLimits m_limits;
    Egress m_egress;
    QStringList m_procCovers; ///< bubblewrap's options that hide what /proc tells of the machine
};

} // namespace sessionbook
