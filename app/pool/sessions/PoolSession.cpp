#include "PoolSession.h"

#include "pool/files/RemoveTree.h"

#include "base/Logging.h"

#include <QUuid>

#include <algorithm>
#include <numeric>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

constexpr size_t MaxFinished = 100;
constexpr qint64 MaxFinishedBytes = 16 * 1024 * 1024;
constexpr auto StartLimit = 60s;

double millisecondsSince(Steady::time_point start)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

ApiError sessionGone()
{
    return {404, u"SessionNotFound"_s, u"The session was deleted."_s};
}

} // namespace

PoolSession::PoolSession(QString identifier, PreparedSession prepared, KernelKeeper &keeper,
                         const Clock &clock)
    : m_identifier(std::move(identifier))
    , m_guid(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_directory(std::move(prepared.directory))
    , m_keeper(keeper)
    , m_clock(clock)
    , m_createdAt(clock.now())
    , m_lastAccessedAt(m_createdAt)
    , m_kernel(std::move(prepared.kernel))
{
}

PoolSession::~PoolSession()
{
    m_kernel.reset();
    if (const auto removed = removeTree(m_directory->path()); !removed)
        qCWarning(lcPool).noquote() << "cannot remove a session's files:" << removed.error().detail;
}

QDateTime PoolSession::lastAccessedAt() const
{
    const std::lock_guard lock(m_mutex);
    return m_lastAccessedAt;
}

bool PoolSession::isBusy() const
{
    const std::lock_guard lock(m_mutex);
    return !m_pending.empty();
}

void PoolSession::touch()
{
    const std::lock_guard lock(m_mutex);
    m_lastAccessedAt = m_clock.now();
}

bool PoolSession::enroll(const QString &id, const ExecutionRequest &request)
{
    const std::lock_guard lock(m_mutex);
    const auto isTaken = [&](const ExecutionRecord &record) { return record.id() == id; };
    if (pendingWith(id) || std::ranges::any_of(m_finished, isTaken))
        return false;
    auto pending = std::make_shared<Pending>();
    pending->record = ExecutionRecord(id, m_identifier, request);
    m_pending.push_back(std::move(pending));
    return true;
}

std::shared_ptr<PoolSession::Pending> PoolSession::pendingWith(const QString &id) const
{
    const auto found = std::ranges::find_if(
        m_pending, [&](const auto &entry) { return entry->record.id() == id; });
    return found == m_pending.end() ? nullptr : *found;
}

ApiResult<ExecutionOutcome> PoolSession::run(const QString &id, const ExecutionRequest &request,
                                             std::chrono::seconds timeout, OutputSink *sink)
{
    const auto started = Steady::now();
    ExecutionTimes times;
    const std::shared_ptr<Pending> pending = [&] {
        const std::lock_guard lock(m_mutex);
        auto found = pendingWith(id);
        if (found)
            found->isRunBySomeone = true;
        return found;
    }();
    if (!pending)
        return sessionGone();
    if (waitForTurn(pending, sink)) {
        times.queueMs = millisecondsSince(started);
        const auto kernel = readyKernel(*pending);
        times.allocationMs = millisecondsSince(started) - times.queueMs;
        if (!kernel && pending->control.stopReason() == StopReason::None) {
            finishUnstarted(*pending, kernel.error().code, kernel.error().message);
            retire(pending);
            return kernel.error();
        }
        if (kernel)
            execute(*pending, *kernel, request, timeout, sink);
    }
    if (pending->record.status() <= ExecutionStatus::Running)
        finishUnstarted(*pending, u"Canceled"_s, u"The execution was canceled before it began."_s);
    times.overallMs = millisecondsSince(started);
    retire(pending);
    return ExecutionOutcome{.record = pending->record, .times = times};
}

void PoolSession::execute(Pending &pending, const std::shared_ptr<KernelProcess> &kernel,
                          const ExecutionRequest &request, std::chrono::seconds timeout,
                          OutputSink *sink)
{
    // The driver fills a copy, because others may ask for the record meanwhile.
    ExecutionRecord record = pending.record;
    const bool isUsable
        = ExecutionDriver(kernel, pending.control, record, sink).run(request.code, timeout);
    const std::lock_guard lock(m_mutex);
    pending.record = std::move(record);
    if (!isUsable && m_kernel == kernel)
        m_kernel.reset(), m_tellRestart = true;
}

void PoolSession::finishUnstarted(Pending &pending, const QString &code, const QString &message)
{
    const std::lock_guard lock(m_mutex);
    pending.record.finish(code == "Canceled"_L1 ? ExecutionStatus::Canceled
                                                : ExecutionStatus::Failed,
                          ExecutionFailure{code, message}, 0);
}

void PoolSession::withdraw(const QString &id)
{
    const std::lock_guard lock(m_mutex);
    const auto pending = pendingWith(id);
    if (pending && !pending->isRunBySomeone) {
        std::erase(m_pending, pending);
        m_turnChanged.notify_all();
    }
}

bool PoolSession::waitForTurn(const std::shared_ptr<Pending> &pending, OutputSink *sink)
{
    std::unique_lock lock(m_mutex);
    const auto canGo = [&] {
        return m_pending.front() == pending || pending->control.stopReason() != StopReason::None;
    };
    while (!m_turnChanged.wait_for(lock, 500ms, canGo)) {
        if (sink != nullptr && !sink->isConnected())
            pending->control.stop(StopReason::ClientGone);
    }
    if (pending->control.stopReason() != StopReason::None)
        return false;
    pending->record.setStatus(ExecutionStatus::Running);
    return true;
}

ApiResult<std::shared_ptr<KernelProcess>> PoolSession::readyKernel(Pending &pending)
{
    auto kernel = presentOrNewKernel();
    if (!kernel)
        return kernel.error();
    if (!(*kernel)->isReady()) {
        if (const auto ready = (*kernel)->waitReady(StartLimit); !ready)
            return ApiError{500, u"KernelStartFailed"_s, ready.error().detail};
    }
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_tellRestart, false))
        pending.record.setKernelRestarted();
    return kernel;
}

ApiResult<std::shared_ptr<KernelProcess>> PoolSession::presentOrNewKernel()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_ended)
            return sessionGone();
        if (m_kernel && m_kernel->isAlive())
            return m_kernel;
        if (m_kernel)
            m_kernel.reset(), m_tellRestart = true;
    }
    auto launched = m_keeper.launch(m_directory->dataPath());
    if (!launched)
        return ApiError{500, u"KernelStartFailed"_s, launched.error().detail};
    const std::lock_guard lock(m_mutex);
    if (m_ended)
        return sessionGone();
    if (!m_kernel) // a restart may have brought one meanwhile
        m_kernel = std::move(*launched);
    return m_kernel;
}

void PoolSession::retire(const std::shared_ptr<Pending> &pending)
{
    const std::lock_guard lock(m_mutex);
    std::erase(m_pending, pending);
    m_turnChanged.notify_all();
    m_lastAccessedAt = m_clock.now();
    m_finished.push_back(pending->record);
    const auto bytes = [&] {
        return std::accumulate(
            m_finished.begin(), m_finished.end(), qint64(0),
            [](qint64 sum, const ExecutionRecord &record) { return sum + record.sizeBytes(); });
    };
    while (m_finished.size() > MaxFinished || (m_finished.size() > 1 && bytes() > MaxFinishedBytes))
        m_finished.pop_front();
}

std::optional<ExecutionRecord> PoolSession::execution(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    if (const auto pending = pendingWith(id))
        return pending->record;
    const auto found = std::ranges::find_if(
        m_finished, [&](const ExecutionRecord &record) { return record.id() == id; });
    return found == m_finished.end() ? std::nullopt : std::optional(*found);
}

bool PoolSession::cancel(const QString &id)
{
    std::shared_ptr<Pending> pending;
    {
        const std::lock_guard lock(m_mutex);
        pending = pendingWith(id);
    }
    if (!pending)
        return execution(id).has_value();
    pending->control.stop(StopReason::Canceled);
    m_turnChanged.notify_all();
    return true;
}

std::shared_ptr<KernelProcess> PoolSession::stopAll(StopReason reason)
{
    for (const auto &pending : m_pending)
        pending->control.stop(reason);
    if (m_kernel)
        m_kernel->kill();
    m_tellRestart = false;
    m_turnChanged.notify_all();
    return std::exchange(m_kernel, nullptr);
}

ApiResult<bool> PoolSession::restart()
{
    std::shared_ptr<KernelProcess>
        former; // let go outside the lock: that waits for the process's end
    {
        const std::lock_guard lock(m_mutex);
        former = stopAll(StopReason::KernelRestarted);
    }
    former.reset();
    auto launched = m_keeper.launch(m_directory->dataPath());
    if (!launched)
        return ApiError{500, u"KernelStartFailed"_s, launched.error().detail};
    const std::lock_guard lock(m_mutex);
    if (!m_kernel && !m_ended)
        m_kernel = std::move(*launched);
    return true;
}

void PoolSession::end()
{
    std::shared_ptr<KernelProcess> former; // declared first, so let go after the lock
    const std::lock_guard lock(m_mutex);
    m_ended = true;
    former = stopAll(StopReason::SessionDeleted);
}

} // namespace sessionbook
