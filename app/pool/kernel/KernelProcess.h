#pragma once

#include "KernelKind.h"
#include "KernelPlace.h"
#include "pool/process/ChildProcess.h"
#include "WorkerProtocol.h"
#include "pool/sandbox/EgressLink.h"
#include "pool/sandbox/SandboxGauge.h"
#include "pool/sandbox/WorkerSandbox.h"

#include <QStringDecoder>

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <variant>

namespace sessionbook {

/// Nothing was said for the time given.
struct KernelSilent
{
};
/// A line that was too long, or not a message; the line itself is lost, the kernel goes on.
struct KernelBabble
{
    bool tooLong = false;
};
/// The process is gone and everything it said has been read.
struct KernelEnded
{
};
using KernelEvent = std::variant<KernelSilent, WorkerMessage, KernelBabble, KernelEnded>;

/// One Python process in its sandbox, spoken to in WorkerProtocol.
///
/// Nothing is read ahead of nextEvent(): a reader that is slow makes the worker wait, which is what
/// bounds memory. What the process and its children write to descriptors 1 and 2 comes as stream
/// messages too. Destroying it kills every process of the sandbox and waits until they are gone.
/// start() needs a lasting thread (see ChildProcess); what follows interrupt() may be called from
/// any thread, the rest by one thread at a time.
class KernelProcess
{
public:
    [[nodiscard]] static Result<std::unique_ptr<KernelProcess>>
    start(const WorkerSandbox &sandbox, const KernelPlace &place, KernelStart how);
    KernelProcess(ChildProcess child, FileDescriptor channel, const WorkerSandbox &sandbox,
                  std::shared_ptr<SessionCgroup> cgroup);
    ~KernelProcess();
    KernelProcess(const KernelProcess &) = delete;
    KernelProcess &operator=(const KernelProcess &) = delete;

    /// Waits until cells can run, with their network; the error holds what Python had to say when
    /// it ended instead.
    [[nodiscard]] Result<void> waitReady(std::chrono::milliseconds limit);
    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] bool isAlive() const { return !m_child.hasEnded(); }
    [[nodiscard]] QString pythonVersion() const { return m_pythonVersion; }

    /// Sends a request, made by WorkerProtocol. False when the process is gone.
    [[nodiscard]] bool execute(const QByteArray &requestLine);
    [[nodiscard]] KernelEvent nextEvent(std::chrono::milliseconds limit);
    /// How it ended; call after KernelEnded.
    [[nodiscard]] ExitReason exitReason();

    void interrupt();
    void kill();
    /// Kills it and remembers why: the rest of a sentence that begins "it was ended because".
    void killFor(const QString &reason);
    /// Empty unless it was killed for a reason, by us or by the kernel's limits.
    [[nodiscard]] QString killReason() const;
    /// What its sandbox uses; nothing before it is ready and after its end. For the parameters see
    /// SandboxGauge.
    [[nodiscard]] SandboxUsage usage(dev_t dataDevice, qint64 maxTasks) const;
    [[nodiscard]] SandboxUsage exactUsage(const SandboxUsage &usage) const;

private:
    struct RawStream
    {
        int descriptor = -1;
        TextStream name;
        QStringDecoder decoder{QStringDecoder::Utf8};
    };

    void findInnerProcesses();
    void prepareLimits();
    [[nodiscard]] Result<void> connectNetwork();
    [[nodiscard]] std::shared_ptr<const SandboxGauge> gauge() const;
    [[nodiscard]] qint64 outOfMemoryKills() const;
    bool readRaw(RawStream &stream);
    bool readRawStreams();
    bool readChannel();
    void queueLines();

    ChildProcess m_child;
    FileDescriptor m_channel;
    RawStream m_output;
    RawStream m_errors;
    WorkerLineReader m_lines;
    std::deque<KernelEvent> m_events;
    bool m_ready = false;
    bool m_channelEnded = false;
    QString m_pythonVersion;

    const SandboxLimits m_limits;
    const Egress m_egress;
    const std::shared_ptr<SessionCgroup> m_cgroup;
    const qint64 m_earlierOutOfMemoryKills;
    mutable std::mutex m_processesMutex;
    FileDescriptor m_sandboxInit; ///< process 1 of the sandbox: with it, all others end
    FileDescriptor m_python;
    std::unique_ptr<EgressLink> m_network; ///< null without --egress on
    int m_initPid = -1;
    std::shared_ptr<const SandboxGauge> m_gauge;
    QString m_killReason;
};

} // namespace sessionbook
