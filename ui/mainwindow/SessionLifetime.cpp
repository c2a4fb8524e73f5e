#include "mainwindow/SessionLifetime.h"

#include "base/Clock.h"
#include "sessions/SessionClient.h"

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr std::chrono::seconds shortestPause = 1s;
constexpr std::chrono::seconds longestPause = 20s;
/// For a pool that looks once in a while only, and clocks that do not agree.
constexpr std::chrono::seconds afterTheEnd = 5s;

/// Also a pool of a version that has no such route says "not found".
bool tellsNothing(const RestError &error)
{
    return error.kind == RestError::Kind::NotFound || error.kind == RestError::Kind::BadRequest;
}

} // namespace

SessionLifetime::SessionLifetime(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
}

void SessionLifetime::setSession(SessionClient *session, std::chrono::seconds cooldown)
{
    if (m_session == session)
        return; // what is known of it holds, and what was asked about it is wanted
    m_cooldown = cooldown;
    m_session = session;
    forget();
}

void SessionLifetime::forget()
{
    delete m_job;
    m_createdAt = {};
    m_usedAt = {};
    m_hasAsked = false;
    m_expiresAt = {};
    ++m_count;
    emit changed();
}

void SessionLifetime::meet()
{
    if (!m_hasAsked)
        refresh();
}

void SessionLifetime::refresh()
{
    m_usedAt = m_clock.now();
    ask();
}

void SessionLifetime::ask()
{
    if (!m_session || m_job)
        return;
    m_hasAsked = true;
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
    ++m_count;
    m_expiresAt = endOf(job);
    // A pool whose sessions do not end by themselves tells the end of time; and of a session that
    // answers, an end that has passed tells only that the clocks do not agree.
    if (m_expiresAt > m_clock.now().addYears(1) || m_expiresAt <= m_clock.now())
        m_expiresAt = {};
    if (m_expiresAt.isValid()) {
        const QDateTime since
            = info && info->lastAccessedAt.isValid() ? info->lastAccessedAt : m_clock.now();
        m_idlePeriod = std::chrono::seconds(std::max<qint64>(0, since.secsTo(m_expiresAt)));
        countDown(m_count);
    }
    const QDateTime createdBefore
        = std::exchange(m_createdAt, info ? info->createdAt : m_createdAt);
    emit changed();
    if (!createdBefore.isValid())
        return;
    if (info && info->createdAt > createdBefore)
        return emit sessionFoundNew();
    if (!info && info.error().kind == RestError::Kind::NotFound) {
        m_createdAt = {};
        emit sessionMissing(info.error());
    }
}

/// What the pool tells; else what follows from the session's last use.
QDateTime SessionLifetime::endOf(const GetSessionJob &job) const
{
    const auto info = job.result();
    if (info && info->expiresAt.isValid())
        return info->expiresAt;
    const bool isUntold = info || (tellsNothing(info.error()) && !m_createdAt.isValid());
    const QDateTime used = info && info->lastAccessedAt.isValid() ? info->lastAccessedAt : m_usedAt;
    return isUntold && m_cooldown > 0s ? used.addSecs(m_cooldown.count()) : QDateTime();
}

void SessionLifetime::countDown(int count)
{
    const auto left = secondsLeft().value_or(0s);
    const auto pause = left > 0s ? std::clamp(left / 4, shortestPause, longestPause) : afterTheEnd;
    m_clock.callAfter(pause, this, [this, count, wasOver = left <= 0s] {
        if (count != m_count)
            return;
        if (wasOver)
            return ask();
        emit changed();
        if (count == m_count)
            countDown(count);
    });
}

std::optional<std::chrono::seconds> SessionLifetime::secondsLeft() const
{
    if (!m_expiresAt.isValid())
        return std::nullopt;
    return std::chrono::seconds(std::max<qint64>(0, m_clock.now().secsTo(m_expiresAt)));
}

std::optional<std::chrono::minutes> SessionLifetime::remaining() const
{
    const auto left = secondsLeft();
    if (!left)
        return std::nullopt;
    return std::chrono::ceil<std::chrono::minutes>(*left);
}

} // namespace sessionbook
