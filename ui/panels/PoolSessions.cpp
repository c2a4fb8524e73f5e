#include "panels/PoolSessions.h"

#include "sessions/DeleteSessionJob.h"
#include "sessions/ListSessionsJob.h"
#include "sessions/SessionClient.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace sessionbook {

PoolSessions::PoolSessions(QObject *parent)
    : QObject(parent)
{
    m_slowly.setInterval(60s);
    connect(&m_slowly, &QTimer::timeout, this, &PoolSessions::refresh);
}

PoolSessions::~PoolSessions() = default;

void PoolSessions::setSession(SessionClient *session)
{
    if (m_session == session)
        return;
    delete m_job;
    m_session = session;
    m_sessions.clear();
    m_state = session ? State::Asking : State::NoPool;
    emit changed();
    if (m_isWatched)
        refresh();
}

void PoolSessions::setWatched(bool watched)
{
    m_isWatched = watched;
    if (!watched)
        return m_slowly.stop();
    m_slowly.start();
    refresh();
}

void PoolSessions::refresh()
{
    if (!m_session || m_job)
        return;
    m_job = m_session->listSessions(this);
    connect(m_job, &RestJob::finished, this, [this, job = m_job.get()] {
        job->deleteLater();
        m_job.clear();
        listed(*job);
    });
    m_job->start();
}

void PoolSessions::listed(const ListSessionsJob &job)
{
    const auto result = job.result();
    if (result) {
        m_sessions = result->sessions;
        std::stable_sort(m_sessions.begin(), m_sessions.end(),
                         [this](const SessionInfo &left, const SessionInfo &right) {
                             const bool isOwnLeft = isOwn(left.identifier);
                             if (isOwnLeft != isOwn(right.identifier))
                                 return isOwnLeft;
                             return left.lastAccessedAt > right.lastAccessedAt;
                         });
        m_state = State::Listed;
    } else {
        using Kind = RestError::Kind;
        m_error = result.error();
        const bool isUnknown = m_error.kind == Kind::NotFound || m_error.kind == Kind::BadRequest;
        m_sessions.clear();
        m_state = isUnknown ? State::CannotList : State::Failed;
    }
    emit changed();
}

void PoolSessions::end(const QString &identifier)
{
    if (!m_session)
        return;
    auto *job = new DeleteSessionJob(
        {m_session->place().client, m_session->place().dialect, identifier}, this);
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        if (job->error() && job->error()->kind != RestError::Kind::NotFound)
            emit endFailed(*job->error());
        refresh();
    });
    job->start();
}

bool PoolSessions::isOwn(const QString &identifier) const
{
    return m_session && m_session->identifier() == identifier;
}

} // namespace sessionbook
