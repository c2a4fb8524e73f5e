#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace sessionbook {

/// A session that lives, as its pool tells of it. Times are UTC, invalid where the pool said none.
struct SessionInfo
{
    QString identifier;
    QDateTime createdAt;
    QDateTime lastAccessedAt;
    QDateTime expiresAt; ///< when it ends unless it is used before
    QString etag = {}; ///< stands for the machine behind it; empty where the pool has none

    bool operator==(const SessionInfo &) const = default;
};

/// A session that ended lately: an extension of our own pool.
struct EndedSessionInfo
{
    QString identifier;
    QDateTime endedAt;
    QString code; ///< such as "SessionEnded"
    QString message; ///< the pool's sentence

    bool operator==(const EndedSessionInfo &) const = default;
};

struct SessionListing
{
    QList<SessionInfo> sessions;
    QList<EndedSessionInfo> ended; ///< empty on a plain pool
    bool isComplete = true; ///< false: there are more than we asked for

    bool operator==(const SessionListing &) const = default;
};

} // namespace sessionbook
