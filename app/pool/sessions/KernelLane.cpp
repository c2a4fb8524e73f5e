#include "KernelLane.h"

#include "StopFailure.h"

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

constexpr auto StartLimit = 60s;

double millisecondsSince(Steady::time_point start)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

ApiError sessionGone()
{
    return {404, u"SessionNotFound"_s, u"The session was deleted."_s};
}

ApiError startFailed(const Error &error)
{
    return {500, u"KernelStartFailed"_s, error.detail};
}

/// Ends an execution that was stopped before its code began.
void finishStopped(PendingExecution &ticket)
{
    auto failure = stopFailure(ticket.control());
    if (!failure || sessionLivesOn(ticket.control().stopReason()))
        failure = {u"Canceled"_s, u"The execution was canceled before it began."_s};
    ticket.finishUnstarted(statusOf(*failure), *failure);
}

} // namespace

KernelLane::KernelLane(KernelKind kind, KernelPlace place, KernelKeeper &keeper,
                       std::shared_ptr<KernelProcess> kernel)
    : m_kind(kind)
    , m_place(std::move(place))
    , m_keeper(keeper)
    , m_kernel(std::move(kernel))
{
}

void KernelLane::enqueue(Ticket ticket)
{
    const std::lock_guard lock(m_mutex);
    if (m_queue.empty())
        ticket->setStatus(ExecutionStatus::Running);
    m_queue.push_back(std::move(ticket));
}

void KernelLane::withdraw(const Ticket &ticket)
{
    const std::lock_guard lock(m_mutex);
    std::erase(m_queue, ticket);
    m_turnChanged.notify_all();
}

ApiResult<void> KernelLane::run(const Ticket &ticket, const ExecutionRequest &request,
                                std::chrono::seconds timeout, OutputSink *sink)
{
    const auto started = Steady::now();
    ExecutionTimes times;
    std::optional<ApiError> error;
    if (waitForTurn(ticket, sink)) {
        times.queueMs = millisecondsSince(started);
        const auto kernel = readyKernel(*ticket);
        times.allocationMs = millisecondsSince(started) - times.queueMs;
        if (kernel)
            execute(*ticket, *kernel, request, timeout, sink);
        else if (ticket->control().stopReason() == StopReason::None)
            error = kernel.error();
    }
    if (error)
        ticket->finishUnstarted(ExecutionStatus::Failed, {error->code, error->message});
    else if (!ticket->record().hasEnded())
        finishStopped(*ticket);
    times.overallMs = millisecondsSince(started);
    ticket->setTimes(times);
    withdraw(ticket);
    if (error)
        return *error;
    return {};
}

bool KernelLane::waitForTurn(const Ticket &ticket, OutputSink *sink)
{
    std::unique_lock lock(m_mutex);
    const auto canGo = [&] {
        return m_queue.front() == ticket || ticket->control().stopReason() != StopReason::None;
    };
    while (!m_turnChanged.wait_for(lock, 500ms, canGo)) {
        if (sink != nullptr && !sink->isConnected())
            ticket->control().stop(StopReason::ClientGone);
    }
    if (ticket->control().stopReason() != StopReason::None)
        return false;
    ticket->setStatus(ExecutionStatus::Running);
    return true;
}

ApiResult<std::shared_ptr<KernelProcess>> KernelLane::readyKernel(PendingExecution &ticket)
{
    auto kernel = presentOrNewKernel();
    if (!kernel)
        return kernel.error();
    if (!(*kernel)->isReady()) {
        if (const auto ready = (*kernel)->waitReady(StartLimit); !ready)
            return startFailed(ready.error());
    }
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_tellRestart, false))
        ticket.setKernelRestarted();
    if (m_kernel == *kernel)
        m_kernelHasRun = true;
    return kernel;
}

ApiResult<std::shared_ptr<KernelProcess>> KernelLane::presentOrNewKernel()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_ended)
            return sessionGone();
        if (m_kernel && m_kernel->isAlive())
            return m_kernel;
        if (m_kernel)
            loseKernel();
    }
    auto launched = m_keeper.launch(m_place, m_kind);
    if (!launched)
        return startFailed(launched.error());
    const std::lock_guard lock(m_mutex);
    if (m_ended)
        return sessionGone();
    if (!m_kernel) // another may have brought one meanwhile
        m_kernel = std::move(*launched);
    return m_kernel;
}

void KernelLane::execute(PendingExecution &ticket, const std::shared_ptr<KernelProcess> &kernel,
                         const ExecutionRequest &request, std::chrono::seconds timeout,
                         OutputSink *sink)
{
    // The driver fills a copy, because others may ask for the record meanwhile.
    ExecutionRecord record = ticket.record();
    const bool isUsable
        = ExecutionDriver(kernel, ticket.control(), record, sink).run(request, timeout);
    ticket.setRecord(std::move(record));
    const std::lock_guard lock(m_mutex);
    if (!isUsable && m_kernel == kernel)
        loseKernel();
}

void KernelLane::loseKernel()
{
    m_kernel.reset();
    m_tellRestart = std::exchange(m_kernelHasRun, false) || m_tellRestart;
}

void KernelLane::stop(const Ticket &ticket, StopReason reason)
{
    ticket->control().stop(reason);
    // With the lock, or it could slip in between a waiter's look at its reason and its sleep.
    const std::lock_guard lock(m_mutex);
    m_turnChanged.notify_all();
}

std::shared_ptr<KernelProcess> KernelLane::stopAll(StopReason reason, const QString &why)
{
    for (const Ticket &ticket : m_queue)
        ticket->control().stop(reason, why);
    if (m_kernel)
        m_kernel->kill();
    m_kernelHasRun = false;
    m_tellRestart = false;
    m_turnChanged.notify_all();
    return std::exchange(m_kernel, nullptr);
}

void KernelLane::forgetKernel()
{
    std::shared_ptr<KernelProcess> former; // let go after the lock: that waits for its end
    const std::lock_guard lock(m_mutex);
    former = stopAll(StopReason::KernelRestarted);
}

ApiResult<bool> KernelLane::warmUp()
{
    const auto kernel = presentOrNewKernel();
    if (!kernel)
        return kernel.error();
    return true;
}

std::shared_ptr<KernelProcess> KernelLane::kernel() const
{
    const std::lock_guard lock(m_mutex);
    return m_kernel;
}

void KernelLane::end(const QString &why)
{
    std::shared_ptr<KernelProcess> former; // let go after the lock: that waits for its end
    const std::lock_guard lock(m_mutex);
    m_ended = true;
    former = stopAll(why.isEmpty() ? StopReason::SessionDeleted : StopReason::SessionEnded, why);
}

void KernelLane::crash()
{
    const std::lock_guard lock(m_mutex);
    if (m_kernel)
        m_kernel->kill();
}

} // namespace sessionbook
