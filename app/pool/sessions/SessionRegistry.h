#pragma once

#include "EndedSessions.h"
#include "PoolSession.h"
#include "SessionRules.h"

#include <QHash>

#include <chrono>
#include <memory>
#include <mutex>

namespace sessionbook {

/// All sessions of the pool by their identifier. Thread-safe.
///
/// A session is made by the first request that names it, unless there are as many as the rules
/// allow. It ends when it is deleted, when its time is over, or when somebody ends it for a reason;
/// from then on its place is free, and why it ended is remembered for a while.
class SessionRegistry
{
public:
    SessionRegistry(KernelKeeper &keeper, const Clock &clock, const SessionRules &rules);
    ~SessionRegistry();

    /// The session of that name, made if need be; counts as an access, so that it does not end by
    /// its cooldown before it is used.
    [[nodiscard]] ApiResult<std::shared_ptr<PoolSession>> session(const QString &identifier);
    /// The session of that name if it exists; no access.
    [[nodiscard]] std::shared_ptr<PoolSession> find(const QString &identifier) const;
    /// In the order of their making.
    [[nodiscard]] QList<std::shared_ptr<PoolSession>> all() const;
    bool remove(const QString &identifier);
    /// Ends a session that used more than it may, unless it has ended; what it runs is told
    /// `because` (see SessionEnd). Says so in the log.
    void endFor(std::shared_ptr<PoolSession> session, const QString &because);
    /// Ends the sessions whose time is over.
    void endExpired();
    /// Ends all sessions; there will be no more.
    void close();
    [[nodiscard]] QDateTime expiryOf(const PoolSession &session) const;
    /// Those that ended lately, the latest first.
    [[nodiscard]] QList<EndedSession> ended() const;

private:
    using Session = std::shared_ptr<PoolSession>;
    [[nodiscard]] bool isFull() const;
    [[nodiscard]] QList<std::pair<Session, SessionEnd>> takeExpired();
    void forget(const Session &session, const SessionEnd &end);
    void endByItself(Session session, const SessionEnd &end);

    KernelKeeper &m_keeper;
    const Clock &m_clock;
    const SessionRules m_rules;
    mutable std::mutex m_mutex;
    QHash<QString, Session> m_sessions;
    EndedSessions m_ended;
    bool m_isClosed = false;
};

} // namespace sessionbook
