#include "mainwindow/rebuild/SessionKeeper.h"

#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/SessionLifetime.h"
#include "sessions/SessionClient.h"
#include "settings/KnownPools.h"

#include <algorithm>
#include <chrono>

using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr std::chrono::seconds longestWarning = 5min;

} // namespace

SessionKeeper::SessionKeeper(Sources sources, SettingsStore &settings, QObject *parent)
    : QObject(parent)
    , m_from(sources)
    , m_settings(settings)
{
    connect(&m_from.lifetime, &SessionLifetime::changed, this, &SessionKeeper::look);
}

SessionKeeper::~SessionKeeper() = default;

bool SessionKeeper::canKeep() const
{
    return !m_from.session.pool().isLocal();
}

bool SessionKeeper::isKept() const
{
    const auto pools = KnownPools::of(m_settings);
    const auto pool = std::ranges::find(pools, m_from.session.pool().url, &PoolProfile::url);
    return canKeep() && pool != pools.end() && pool->staysAlive;
}

void SessionKeeper::setKept(bool kept)
{
    KnownPools::change(m_settings, m_from.session.pool().url,
                       [kept](PoolProfile &pool) { pool.staysAlive = kept; });
    look();
}

void SessionKeeper::look()
{
    const auto left = m_from.lifetime.secondsLeft();
    const auto period = m_from.lifetime.idlePeriod();
    const QDateTime end = m_from.lifetime.expiresAt();
    if (m_hasWarned && (!left || end != m_handledEnd)) {
        m_hasWarned = false;
        emit livesOn();
    }
    if (!left || m_from.runs.isBusy() || *left <= 0s
        || *left > std::min(period / 2, longestWarning))
        return;
    if (end == m_handledEnd && (m_hasWarned || m_job))
        return;
    // Where the session's age ends it, keeping does not help: then it is said after all.
    const bool isNew = end != m_handledEnd;
    m_handledEnd = end;
    if (isKept() && isNew)
        return keepOnce();
    m_hasWarned = true;
    emit endsSoon(int(std::chrono::ceil<std::chrono::minutes>(*left).count()));
}

/// To ask for the session itself may not count as use (nobody has said so); a file's list does.
void SessionKeeper::keepOnce()
{
    auto *session = m_from.session.session();
    if (!session || m_job)
        return;
    m_job = session->listFiles(this);
    connect(m_job, &RestJob::finished, this, [this, job = m_job.get()] {
        job->deleteLater();
        m_job.clear();
        m_from.lifetime.refresh();
    });
    m_job->start();
}

} // namespace sessionbook
