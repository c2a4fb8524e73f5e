#pragma once

#include "PoolSession.h"
#include "pool/process/ElasticThreads.h"

#include <deque>
#include <map>
#include <memory>
#include <mutex>

namespace sessionbook {

/// Runs executions that no client waits for: they are accepted at once and asked for later
/// (PROTOCOL §4, asynchronous semantic).
///
/// Those of one session run in the order of their coming. A session takes one thread while it has
/// such executions, however many of them wait, and none otherwise; how many may wait is bounded.
/// Thread-safe. The destructor waits for what runs, so end the sessions before.
class BackgroundExecutions
{
public:
    static constexpr size_t MostWaiting = 100; ///< of one session
    static constexpr qint64 MostWaitingCharacters = 16 * 1024 * 1024; ///< of their code

    BackgroundExecutions();

    /// Enrolls the execution and sees it to its end; `timeout` of zero: none. The record as it is
    /// when it has its place, or why it has none.
    [[nodiscard]] ApiResult<ExecutionRecord> begin(const std::shared_ptr<PoolSession> &session,
                                                   const QString &id,
                                                   const ExecutionRequest &request,
                                                   std::chrono::seconds timeout);
    /// To be called when all sessions have ended: returns when nothing runs any more.
    void finish();

private:
    struct Waiting
    {
        QString id;
        ExecutionRequest request;
        std::chrono::seconds timeout;
    };
    using Queue = std::deque<Waiting>;

    static bool hasRoom(PoolSession &session, Queue &queue, const ExecutionRequest &request);
    [[nodiscard]] std::optional<Waiting> next(PoolSession &session);
    void work(PoolSession &session);

    std::mutex m_mutex; ///< taken before a session's own, never after it
    std::map<PoolSession *, Queue> m_queues; ///< of the sessions that have a thread
    ElasticThreads m_threads;
};

} // namespace sessionbook
