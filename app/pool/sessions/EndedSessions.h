#pragma once

#include "SessionRules.h"

#include <QList>

namespace sessionbook {

/// What is remembered of a session that is no more.
struct EndedSession
{
    QString identifier;
    QString guid;
    QDateTime createdAt;
    QDateTime lastAccessedAt;
    QDateTime endedAt;
    SessionEnd end;
};

/// The sessions that ended last, so that whoever misses one can be told why. Not thread-safe.
class EndedSessions
{
public:
    static constexpr qsizetype Most = 100;
    static constexpr std::chrono::seconds Kept{3600};

    void add(EndedSession session);
    /// Those of the last hour, the latest first.
    [[nodiscard]] QList<EndedSession> at(const QDateTime &now) const;

private:
    QList<EndedSession> m_sessions; ///< in the order of their end
};

} // namespace sessionbook
