#pragma once

#include "PoolSession.h"

#include <QHash>

#include <chrono>
#include <memory>
#include <mutex>

namespace sessionbook {

/// All sessions of the pool by their identifier. Thread-safe.
///
/// A session is made by the first request that names it, and ends by deletion or, with a cooldown,
/// by being left alone.
class SessionRegistry
{
public:
    /// `cooldown` of zero: sessions stay until they are deleted.
    SessionRegistry(KernelKeeper &keeper, const Clock &clock, std::chrono::seconds cooldown);
    ~SessionRegistry();

    /// The session of that name, made if need be; counts as an access.
    [[nodiscard]] ApiResult<std::shared_ptr<PoolSession>> session(const QString &identifier);
    /// The session of that name if it exists; no access.
    [[nodiscard]] std::shared_ptr<PoolSession> find(const QString &identifier) const;
    /// In the order of their making.
    [[nodiscard]] QList<std::shared_ptr<PoolSession>> all() const;
    bool remove(const QString &identifier);
    /// Ends a session, unless that has happened; `why` is told to what it runs (see KernelLane).
    void endFor(const std::shared_ptr<PoolSession> &session, const QString &why);
    void removeAll();
    /// Ends the sessions whose time is over.
    void removeExpired();
    [[nodiscard]] QDateTime expiryOf(const PoolSession &session) const;

private:
    KernelKeeper &m_keeper;
    const Clock &m_clock;
    const std::chrono::seconds m_cooldown;
    mutable std::mutex m_mutex;
    QHash<QString, std::shared_ptr<PoolSession>> m_sessions;
};

} // namespace sessionbook
