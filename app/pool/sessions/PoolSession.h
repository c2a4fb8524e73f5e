#pragma once

#include "ExecutionDriver.h"
#include "pool/kernel/KernelKeeper.h"
#include "pool/files/SessionDirectory.h"

#include "base/Clock.h"

#include <QDateTime>
#include <QString>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace sessionbook {

/// Figures of one execution for the timing headers.
struct ExecutionTimes
{
    double allocationMs = 0; ///< until a kernel was there and ready
    double queueMs = 0; ///< until the executions before it were done
    double overallMs = 0;
};

struct ExecutionOutcome
{
    ExecutionRecord record;
    ExecutionTimes times;
};

/// One session: its kernel, its files, its executions one after another in the order of their
/// coming.
///
/// Thread-safe. Executions block the calling thread; everything else answers at once, also while a
/// cell runs. When the last owner lets go, the kernel is gone and the directory removed.
class PoolSession
{
public:
    PoolSession(QString identifier, PreparedSession prepared, KernelKeeper &keeper,
                const Clock &clock);
    ~PoolSession();

    [[nodiscard]] const QString &identifier() const { return m_identifier; }
    [[nodiscard]] const QString &guid() const { return m_guid; }
    [[nodiscard]] const SessionDirectory &directory() const { return *m_directory; }
    [[nodiscard]] QDateTime createdAt() const { return m_createdAt; }
    [[nodiscard]] QDateTime lastAccessedAt() const;
    [[nodiscard]] bool isBusy() const;
    void touch();

    /// Makes `id` known, so that the execution can be cancelled and asked for from now on. False
    /// when it is taken.
    [[nodiscard]] bool enroll(const QString &id, const ExecutionRequest &request);
    /// Runs an enrolled execution; `timeout` of zero: none. The error: no kernel could be started.
    [[nodiscard]] ApiResult<ExecutionOutcome> run(const QString &id,
                                                  const ExecutionRequest &request,
                                                  std::chrono::seconds timeout, OutputSink *sink);
    /// Forgets an enrolled execution that was never run; no effect otherwise.
    void withdraw(const QString &id);
    /// What GET executions/{id} answers; null when it is unknown or long past.
    [[nodiscard]] std::optional<ExecutionRecord> execution(const QString &id) const;
    /// False when there is no such execution; one that has ended stays as it is.
    bool cancel(const QString &id);
    /// Ends all executions and the kernel, and starts a new one; the files stay.
    [[nodiscard]] ApiResult<bool> restart();
    /// Ends all executions and the kernel for good.
    void end();

private:
    struct Pending
    {
        ExecutionControl control;
        ExecutionRecord record;
        bool isRunBySomeone = false;
    };

    [[nodiscard]] bool waitForTurn(const std::shared_ptr<Pending> &pending, OutputSink *sink);
    [[nodiscard]] ApiResult<std::shared_ptr<KernelProcess>> readyKernel(Pending &pending);
    [[nodiscard]] ApiResult<std::shared_ptr<KernelProcess>> presentOrNewKernel();
    void execute(Pending &pending, const std::shared_ptr<KernelProcess> &kernel,
                 const ExecutionRequest &request, std::chrono::seconds timeout, OutputSink *sink);
    void finishUnstarted(Pending &pending, const QString &code, const QString &message);
    [[nodiscard]] std::shared_ptr<KernelProcess> stopAll(StopReason reason);
    void retire(const std::shared_ptr<Pending> &pending);
    [[nodiscard]] std::shared_ptr<Pending> pendingWith(const QString &id) const;

    const QString m_identifier;
    const QString m_guid;
    std::shared_ptr<SessionDirectory> m_directory;
    KernelKeeper &m_keeper;
    const Clock &m_clock;
    const QDateTime m_createdAt;

    mutable std::mutex m_mutex;
    std::condition_variable m_turnChanged;
    QDateTime m_lastAccessedAt;
    std::shared_ptr<KernelProcess> m_kernel;
    bool m_tellRestart = false;
    bool m_ended = false;
    std::deque<std::shared_ptr<Pending>> m_pending; ///< the first one's turn it is
    std::deque<ExecutionRecord> m_finished; ///< the latest, within a budget of memory
};

} // namespace sessionbook
