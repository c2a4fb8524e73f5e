#pragma once

#include "ExecutionHistory.h"
#include "KernelLane.h"
#include "pool/files/SessionDirectory.h"

#include "base/Clock.h"

#include <QDateTime>
#include <QString>

#include <array>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace sessionbook {

/// One session: its files, and its kernels, each with its own queue of executions.
///
/// Thread-safe. Executions block the calling thread; everything else answers at once, also while a
/// cell runs. When the last owner lets go, the kernels are gone and the directory removed.
class PoolSession
{
public:
    PoolSession(QString identifier, PreparedSession prepared, KernelKeeper &keeper,
                const Clock &clock);
    ~PoolSession();
    PoolSession(const PoolSession &) = delete;
    PoolSession &operator=(const PoolSession &) = delete;

    [[nodiscard]] const QString &identifier() const { return m_identifier; }
    [[nodiscard]] const QString &guid() const { return m_guid; }
    [[nodiscard]] const SessionDirectory &directory() const { return *m_directory; }
    [[nodiscard]] QDateTime createdAt() const { return m_createdAt; }
    [[nodiscard]] QDateTime lastAccessedAt() const;
    [[nodiscard]] bool isBusy() const;
    void touch();

    /// Makes `id` known, so that the execution can be cancelled and asked for from now on, and
    /// gives it its place in the queue of the kernel it asks for. The error: `id` is taken.
    [[nodiscard]] ApiResult<ExecutionRecord> enroll(const QString &id,
                                                    const ExecutionRequest &request);
    /// Runs an enrolled execution; `timeout` of zero: none. The error: no kernel could be started.
    /// One that was cancelled meanwhile is not run.
    [[nodiscard]] ApiResult<ExecutionRecord> run(const QString &id, const ExecutionRequest &request,
                                                 std::chrono::seconds timeout, OutputSink *sink);
    /// Forgets an enrolled execution that was never run; no effect otherwise.
    void withdraw(const QString &id);
    /// It is enrolled and has not ended.
    [[nodiscard]] bool isPending(const QString &id) const;
    /// What GET executions/{id} answers; null when it is unknown or long past.
    [[nodiscard]] std::optional<ExecutionRecord> execution(const QString &id) const;
    /// False when there is no such execution; one that has ended stays as it is.
    bool cancel(const QString &id);
    /// Ends all executions and every kernel, and starts the one anew that it began with, the others
    /// when they are next asked for; the files stay.
    [[nodiscard]] ApiResult<bool> restart();
    /// Kills every kernel as if it had crashed: what runs fails, what follows gets a new one.
    void crash();
    /// Ends all executions and every kernel for good; for `why` see KernelLane.
    void end(const QString &why = {});
    /// Those that there are at this moment.
    [[nodiscard]] std::vector<std::shared_ptr<KernelProcess>> kernels() const;

private:
    using Ticket = KernelLane::Ticket;
    [[nodiscard]] KernelLane &lane(KernelKind kind) { return *m_lanes.at(size_t(kind)); }
    [[nodiscard]] Ticket pendingWith(const QString &id) const;
    void retire(const Ticket &ticket);
    void cancelUnadopted(const Ticket &ticket);

    const QString m_identifier;
    const QString m_guid;
    std::shared_ptr<SessionDirectory> m_directory;
    const Clock &m_clock;
    const QDateTime m_createdAt;
    const KernelKind m_first;
    std::array<std::unique_ptr<KernelLane>, 4> m_lanes; ///< in the order of KernelKind

    mutable std::mutex m_mutex; ///< taken before a lane's own, never after it
    QDateTime m_lastAccessedAt;
    std::deque<Ticket> m_pending; ///< of all lanes
    ExecutionHistory m_history;
};

} // namespace sessionbook
