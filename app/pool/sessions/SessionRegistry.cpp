#include "SessionRegistry.h"

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

SessionRegistry::SessionRegistry(KernelKeeper &keeper, const Clock &clock,
                                 std::chrono::seconds cooldown)
    : m_keeper(keeper)
    , m_clock(clock)
    , m_cooldown(cooldown)
{
}

SessionRegistry::~SessionRegistry()
{
    removeAll();
}

ApiResult<std::shared_ptr<PoolSession>> SessionRegistry::session(const QString &identifier)
{
    // Held while a session is made, so that two first requests get the same one; with a kernel
    // ready that takes no time.
    const std::lock_guard lock(m_mutex);
    if (const auto existing = m_sessions.value(identifier)) {
        existing->touch();
        return existing;
    }
    auto prepared = m_keeper.claim();
    if (!prepared)
        return ApiError{500, u"SessionAllocationFailed"_s, prepared.error().detail};
    auto session
        = std::make_shared<PoolSession>(identifier, std::move(*prepared), m_keeper, m_clock);
    m_sessions.insert(identifier, session);
    return session;
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

bool SessionRegistry::remove(const QString &identifier)
{
    std::shared_ptr<PoolSession> session;
    {
        const std::lock_guard lock(m_mutex);
        session = m_sessions.take(identifier);
    }
    if (!session)
        return false;
    session->end();
    return true;
}

void SessionRegistry::endFor(const std::shared_ptr<PoolSession> &session, const QString &why)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_sessions.value(session->identifier()) != session)
            return;
        m_sessions.remove(session->identifier());
    }
    session->end(why);
}

void SessionRegistry::removeAll()
{
    for (const auto &session : all())
        remove(session->identifier());
}

void SessionRegistry::removeExpired()
{
    if (m_cooldown.count() == 0)
        return;
    for (const auto &session : all()) {
        if (!session->isBusy() && expiryOf(*session) < m_clock.now())
            remove(session->identifier());
    }
}

QDateTime SessionRegistry::expiryOf(const PoolSession &session) const
{
    if (m_cooldown.count() == 0)
        return QDateTime(QDate(9999, 12, 31), QTime(0, 0), Qt::UTC);
    return session.lastAccessedAt().addSecs(m_cooldown.count());
}

} // namespace sessionbook
