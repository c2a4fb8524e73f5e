#include "execution/DirectExecution.h"

#include "sessions/SessionClient.h"

#include <utility>

namespace sessionbook {

using namespace std::chrono_literals;

namespace {

/// A pool that took an interrupt ends the cell within seconds, by killing it if need be
/// (docs/decisions/0005); what has not come after so long is stuck on its way.
constexpr auto longestEnd = 30s;

} // namespace

DirectExecution::DirectExecution(SessionClient &session, Clock &clock, const QString &code,
                                 const ExecuteOptions &options, QObject *parent)
    : CodeExecution(parent)
    , m_session(&session)
    , m_clock(clock)
    , m_operationId(options.operationId)
    , m_job(session.executeCode(code, options, this))
{
    connect(m_job, &ExecuteCodeJob::messageReceived, this, &CodeExecution::messageReceived);
    connect(m_job, &ExecuteCodeJob::waiting, this, &CodeExecution::waiting);
    connect(m_job, &ExecuteCodeJob::finished, this, &CodeExecution::finished);
}

void DirectExecution::start()
{
    m_job->start();
}

void DirectExecution::cancel()
{
    m_job->cancel();
}

Result<ExecutionReply, RestError> DirectExecution::result() const
{
    return m_job->result();
}

void DirectExecution::interrupt()
{
    if (m_isCancelling || m_job->isFinished())
        return;
    CancelExecutionJob *job = m_session ? m_session->cancelExecution(m_operationId, this) : nullptr;
    if (!job)
        return emit interruptFailed();
    m_isCancelling = true;
    connect(job, &RestJob::finished, this, [this, job] { finishCancelling(*job); });
    job->start();
}

void DirectExecution::finishCancelling(CancelExecutionJob &job)
{
    m_isCancelling = false;
    job.deleteLater();
    if (m_job->isFinished())
        return;
    if (!job.error())
        return m_clock.callAfter(longestEnd, this, [this] { cancel(); });
    // The pool may not have begun yet, or have ended just now with the reply under way: once more
    // before giving up on it.
    const bool mayChange = job.error()->kind == RestError::Kind::NotFound;
    if (!mayChange || std::exchange(m_hasAskedTwice, true))
        return cancel();
    m_clock.callAfter(200ms, this, [this] { interrupt(); });
}

} // namespace sessionbook
