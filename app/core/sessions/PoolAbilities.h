#pragma once

#include "sessions/PoolDialect.h"

#include <QString>

namespace sessionbook {

/// What a pool can do: extensions of our own, all false until discovery answered, and what its
/// kind and the version it speaks bring along.
struct PoolAbilities
{
    bool stream = false;
    bool cancel = false;
    bool restart = false;
    QString pythonVersion = {}; ///< empty where unknown
    PoolKind kind = PoolKind::Python;
    /// In use with this pool, as far as was found; SessionClient keeps it true.
    ServiceVersion version = ServiceVersion::newest();

    bool operator==(const PoolAbilities &) const = default;
};

} // namespace sessionbook
