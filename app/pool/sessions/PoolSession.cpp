#include "PoolSession.h"

#include "pool/files/RemoveTree.h"

#include "base/Logging.h"

#include <QUuid>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

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
    , m_clock(clock)
    , m_createdAt(clock.now())
    , m_first(prepared.kind)
    , m_lastAccessedAt(m_createdAt)
{
    for (const KernelKind kind :
         {KernelKind::Synchronous, KernelKind::Empty, KernelKind::Asynchronous, KernelKind::Shell})
        m_lanes.at(size_t(kind)) = std::make_unique<KernelLane>(
            kind, prepared.place, keeper, kind == m_first ? std::move(prepared.kernel) : nullptr);
}

PoolSession::~PoolSession()
{
    // The kernels first: until they are gone, they can write files.
    m_lanes = {};
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

ApiResult<ExecutionRecord> PoolSession::enroll(const QString &id, const ExecutionRequest &request)
{
    const std::lock_guard lock(m_mutex);
    if (pendingWith(id) || m_history.find(id))
        return ApiError{409, u"OperationIdInUse"_s,
                        u"An execution has this operation-id already."_s};
    const auto ticket = std::make_shared<PendingExecution>(
        ExecutionRecord(id, m_identifier, request), request.kernel);
    m_pending.push_back(ticket);
    lane(request.kernel).enqueue(ticket);
    return ticket->record();
}

PoolSession::Ticket PoolSession::pendingWith(const QString &id) const
{
    const auto found = std::ranges::find(m_pending, id, &PendingExecution::id);
    return found == m_pending.end() ? nullptr : *found;
}

ApiResult<ExecutionRecord> PoolSession::run(const QString &id, const ExecutionRequest &request,
                                            std::chrono::seconds timeout, OutputSink *sink)
{
    const Ticket ticket = [&] {
        const std::lock_guard lock(m_mutex);
        auto found = pendingWith(id);
        if (found)
            found->adopt();
        return found;
    }();
    if (!ticket) {
        const auto ended = execution(id);
        return ended ? ApiResult<ExecutionRecord>(*ended) : sessionGone();
    }
    const auto done = lane(ticket->kernel()).run(ticket, request, timeout, sink);
    retire(ticket);
    if (!done)
        return done.error();
    return ticket->record();
}

void PoolSession::withdraw(const QString &id)
{
    const std::lock_guard lock(m_mutex);
    const Ticket ticket = pendingWith(id);
    if (!ticket || ticket->isAdopted())
        return;
    std::erase(m_pending, ticket);
    lane(ticket->kernel()).withdraw(ticket);
}

void PoolSession::retire(const Ticket &ticket)
{
    const std::lock_guard lock(m_mutex);
    std::erase(m_pending, ticket);
    m_lastAccessedAt = m_clock.now();
    m_history.add(ticket->record());
}

std::optional<ExecutionRecord> PoolSession::execution(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    if (const Ticket ticket = pendingWith(id))
        return ticket->record();
    return m_history.find(id);
}

bool PoolSession::isPending(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    return pendingWith(id) != nullptr;
}

/// With the lock: ends an execution that nobody runs yet, so that it need not wait for its turn.
void PoolSession::cancelUnadopted(const Ticket &ticket)
{
    lane(ticket->kernel()).withdraw(ticket);
    ticket->finishUnstarted(ExecutionStatus::Canceled,
                            {u"Canceled"_s, u"The execution was canceled before it began."_s});
    std::erase(m_pending, ticket);
    m_history.add(ticket->record());
}

bool PoolSession::cancel(const QString &id)
{
    Ticket ticket;
    {
        const std::lock_guard lock(m_mutex);
        ticket = pendingWith(id);
        if (ticket && !ticket->isAdopted()) {
            cancelUnadopted(ticket);
            return true;
        }
    }
    if (!ticket)
        return execution(id).has_value();
    lane(ticket->kernel()).stop(ticket, StopReason::Canceled);
    return true;
}

ApiResult<bool> PoolSession::restart()
{
    for (const auto &lane : m_lanes)
        lane->forgetKernel();
    return lane(m_first).warmUp();
}

void PoolSession::crash()
{
    for (const auto &each : m_lanes)
        each->crash();
}

void PoolSession::end(const QString &why)
{
    for (const auto &lane : m_lanes)
        lane->end(why);
}

std::vector<std::shared_ptr<KernelProcess>> PoolSession::kernels() const
{
    std::vector<std::shared_ptr<KernelProcess>> kernels;
    for (const auto &lane : m_lanes) {
        if (auto kernel = lane->kernel())
            kernels.push_back(std::move(kernel));
    }
    return kernels;
}

} // namespace sessionbook
