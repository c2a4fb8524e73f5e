#include "mainwindow/SessionLifetime.h"

#include "base/Clock.h"
#include "sessions/SessionClient.h"

using namespace std::chrono_literals;

namespace sessionbook {

SessionLifetime::SessionLifetime(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    m_countdown.setInterval(20s);
    connect(&m_countdown, &QTimer::timeout, this, &SessionLifetime::changed);
}

void SessionLifetime::setSession(SessionClient *session)
{
    delete m_job;
    m_session = session;
    m_expiresAt = {};
    m_countdown.stop();
    emit changed();
}

void SessionLifetime::refresh()
{
    if (!m_session || m_job)
        return;
    m_job = m_session->session(this);
    connect(m_job, &RestJob::finished, this, [this, job = m_job.get()] {
        job->deleteLater();
        m_job.clear();
        received(*job);
    });
    m_job->start();
}

void SessionLifetime::received(const GetSessionJob &job)
{
    const auto info = job.result();
    m_expiresAt = info ? info->expiresAt : QDateTime();
    // A pool whose sessions do not end by themselves tells the end of time.
    if (m_expiresAt > m_clock.now().addYears(1))
        m_expiresAt = {};
    if (m_expiresAt.isValid())
        m_countdown.start();
    emit changed();
}

std::optional<std::chrono::minutes> SessionLifetime::remaining() const
{
    if (!m_expiresAt.isValid())
        return std::nullopt;
    const std::chrono::seconds seconds(std::max<qint64>(0, m_clock.now().secsTo(m_expiresAt)));
    return std::chrono::ceil<std::chrono::minutes>(seconds);
}

} // namespace sessionbook
