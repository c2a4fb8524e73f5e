#pragma once

#include "ExecutionDriver.h"
#include "PendingExecution.h"
#include "pool/kernel/KernelKeeper.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace sessionbook {

/// One kernel of a session and the executions that wait for it, one after another in the order of
/// their coming.
///
/// The kernel is started by the first execution unless it was brought along, and anew after it
/// died. Thread-safe; run() blocks the calling thread, everything else answers at once.
class KernelLane
{
public:
    using Ticket = std::shared_ptr<PendingExecution>;

    KernelLane(KernelKind kind, KernelPlace place, KernelKeeper &keeper,
               std::shared_ptr<KernelProcess> kernel = nullptr);

    /// Its status is Running at once when no other is before it, though its kernel may have to
    /// start.
    void enqueue(Ticket ticket);
    /// Takes an execution that nobody runs out of the queue.
    void withdraw(const Ticket &ticket);
    /// Runs an execution that is in the queue, when its turn comes; its record is final and it is
    /// out of the queue afterwards. `timeout` of zero: none. The error: no kernel could be started.
    [[nodiscard]] ApiResult<void> run(const Ticket &ticket, const ExecutionRequest &request,
                                      std::chrono::seconds timeout, OutputSink *sink);
    /// Stops an execution, also one that still waits.
    void stop(const Ticket &ticket, StopReason reason);
    /// Ends all executions and the kernel; the next execution gets a new one.
    void forgetKernel();
    /// Starts the kernel ahead of need.
    [[nodiscard]] ApiResult<bool> warmUp();
    /// Kills the kernel as if it had crashed.
    void crash();
    /// Ends all executions and the kernel for good; `why` is told to those that run, the rest of a
    /// sentence that begins "it was ended because", or empty when the session was deleted.
    void end(const QString &why = {});
    /// Null while there is none.
    [[nodiscard]] std::shared_ptr<KernelProcess> kernel() const;

private:
    [[nodiscard]] bool waitForTurn(const Ticket &ticket, OutputSink *sink);
    [[nodiscard]] ApiResult<std::shared_ptr<KernelProcess>> readyKernel(PendingExecution &ticket);
    [[nodiscard]] ApiResult<std::shared_ptr<KernelProcess>> presentOrNewKernel();
    void execute(PendingExecution &ticket, const std::shared_ptr<KernelProcess> &kernel,
                 const ExecutionRequest &request, std::chrono::seconds timeout, OutputSink *sink);
    [[nodiscard]] std::shared_ptr<KernelProcess> stopAll(StopReason reason,
                                                         const QString &why = {});
    void loseKernel();

    const KernelKind m_kind;
    const KernelPlace m_place;
    KernelKeeper &m_keeper;

    mutable std::mutex m_mutex;
    std::condition_variable m_turnChanged;
    std::deque<Ticket> m_queue; ///< the first one's turn it is
    std::shared_ptr<KernelProcess> m_kernel;
    bool m_kernelHasRun = false; ///< there are names that would be lost with it
    bool m_tellRestart = false;
    bool m_ended = false;
};

} // namespace sessionbook
