#include "SessionRegistry.h"

#include "base/Logging.h"

#include <QThreadPool>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// Close to what the service was seen to say (PROTOCOL §4, HTTP errors).
ApiError poolIsFull(const QString &identifier, const SessionRules &rules)
{
    return {rules.fullStatus, u"MaxConcurrentSessionsReached"_s,
            u"Error happened when allocating pod for identifier %1: the pool has the %2 sessions "
            "that it may have."_s.arg(identifier, QString::number(rules.most))};
}

} // namespace

SessionRegistry::SessionRegistry(KernelKeeper &keeper, const Clock &clock,
                                 const SessionRules &rules)
    : m_keeper(keeper)
    , m_clock(clock)
    , m_rules(rules)
{
}

SessionRegistry::~SessionRegistry()
{
    close();
}

ApiResult<std::shared_ptr<PoolSession>> SessionRegistry::session(const QString &identifier)
{
    if (isFull())
        endExpired(); // their places need not wait for the next round
    // Held while a session is made, so that two first requests get the same one, and that there
    // are never too many; with a kernel ready that takes no time.
    const std::lock_guard lock(m_mutex);
    if (const auto existing = m_sessions.value(identifier)) {
        existing->touch();
        return existing;
    }
    if (m_isClosed)
        return ApiError{503, u"ServiceUnavailable"_s, u"The pool is ending."_s};
    if (m_rules.most > 0 && m_sessions.size() >= m_rules.most)
        return poolIsFull(identifier, m_rules);
    auto prepared = m_keeper.claim();
    if (!prepared)
        return ApiError{500, u"SessionAllocationFailed"_s, prepared.error().detail};
    auto session
        = std::make_shared<PoolSession>(identifier, std::move(*prepared), m_keeper, m_clock);
    m_sessions.insert(identifier, session);
    return session;
}

bool SessionRegistry::isFull() const
{
    const std::lock_guard lock(m_mutex);
    return m_rules.most > 0 && m_sessions.size() >= m_rules.most;
}

std::shared_ptr<PoolSession> SessionRegistry::find(const QString &identifier) const
{
    const std::lock_guard lock(m_mutex);
    return m_sessions.value(identifier);
}

QList<std::shared_ptr<PoolSession>> SessionRegistry::all() const
{
    QList<std::shared_ptr<PoolSession>> sessions;
    {
        const std::lock_guard lock(m_mutex);
        sessions = m_sessions.values();
    }
    std::ranges::sort(sessions, {}, [](const auto &session) { return session->createdAt(); });
    return sessions;
}

QList<EndedSession> SessionRegistry::ended() const
{
    const std::lock_guard lock(m_mutex);
    return m_ended.at(m_clock.now());
}

bool SessionRegistry::remove(const QString &identifier)
{
    Session session;
    {
        const std::lock_guard lock(m_mutex);
        session = m_sessions.value(identifier);
        if (session)
            forget(session, {u"Deleted"_s, u"it was deleted"_s});
    }
    if (!session)
        return false;
    session->end();
    return true;
}

/// With the lock.
void SessionRegistry::forget(const Session &session, const SessionEnd &end)
{
    m_sessions.remove(session->identifier());
    m_ended.add({.identifier = session->identifier(),
                 .guid = session->guid(),
                 .createdAt = session->createdAt(),
                 .lastAccessedAt = session->lastAccessedAt(),
                 .endedAt = m_clock.now(),
                 .end = end});
}

void SessionRegistry::endFor(std::shared_ptr<PoolSession> session, const QString &because)
{
    const SessionEnd end{u"LimitExceeded"_s, because};
    {
        const std::lock_guard lock(m_mutex);
        if (m_sessions.value(session->identifier()) != session)
            return;
        forget(session, end);
    }
    endByItself(std::move(session), end);
}

void SessionRegistry::endExpired()
{
    for (auto &[session, end] : takeExpired())
        endByItself(std::move(session), end);
}

QList<std::pair<SessionRegistry::Session, SessionEnd>> SessionRegistry::takeExpired()
{
    // Looked at and taken in one step: a session that somebody just asked for is not taken.
    QList<std::pair<Session, SessionEnd>> taken;
    const std::lock_guard lock(m_mutex);
    const QDateTime now = m_clock.now();
    for (const Session &session : m_sessions.values()) {
        const auto end = m_rules.endAt(now, session->createdAt(), session->lastAccessedAt(),
                                       session->isBusy());
        if (!end)
            continue;
        forget(session, *end);
        taken.append({session, *end});
    }
    return taken;
}

void SessionRegistry::endByItself(Session session, const SessionEnd &end)
{
    qCWarning(lcPool).noquote().nospace()
        << "session " << session->identifier() << " was ended because " << end.because;
    session->end(end.because);
    // Whoever lets go last removes its files, which takes long when they are many.
    QThreadPool::globalInstance()->start([last = std::move(session)]() mutable { last.reset(); });
}

void SessionRegistry::close()
{
    QHash<QString, Session> sessions;
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
        sessions.swap(m_sessions);
    }
    for (const Session &session : sessions)
        session->end();
}

QDateTime SessionRegistry::expiryOf(const PoolSession &session) const
{
    return m_rules.expiryOf(session.createdAt(), session.lastAccessedAt());
}

} // namespace sessionbook
