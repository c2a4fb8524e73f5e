#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>
#include <optional>

namespace sessionbook {

/// Why a session is no more.
struct SessionEnd
{
    QString code; ///< Deleted, Cooldown, Lifetime or LimitExceeded
    QString because; ///< the rest of a sentence that begins "it was ended because"
};

/// How many sessions a pool has and how long they live; a value.
struct SessionRules
{
    std::chrono::seconds cooldown{0}; ///< how long a session may be left alone; zero: for ever
    std::chrono::seconds lifetime{0}; ///< how old it may become, busy or not; zero: for ever
    qsizetype most = 0; ///< sessions at the same time; zero: any number
    int fullStatus = 429; ///< what the request for one more is answered

    /// What ends a session at `now`, if its time is over.
    [[nodiscard]] std::optional<SessionEnd> endAt(const QDateTime &now, const QDateTime &createdAt,
                                                  const QDateTime &lastAccessedAt,
                                                  bool isBusy) const;
    /// When a session that is left alone from now on ends; in the year 9999 where no rule ends it.
    [[nodiscard]] QDateTime expiryOf(const QDateTime &createdAt,
                                     const QDateTime &lastAccessedAt) const;
};

} // namespace sessionbook
