#pragma once

#include "base/Secret.h"

#include <QDateTime>

namespace sessionbook {

struct AccessToken
{
    Secret token;
    QDateTime expiresAt; ///< UTC; invalid: does not expire as far as we know
    /// UTC; from then on another one is fetched beside it, as whoever gave it asked for. Invalid:
    /// five minutes before its end.
    QDateTime renewAt = {};
};

/// Whether the bytes can stand in an Authorization header: not empty, visible ASCII only. What
/// fails this would at best be refused and at worst add a header of its own.
[[nodiscard]] bool isUsableToken(const Secret &token);

} // namespace sessionbook
