#pragma once

#include "pool/http/ApiHabits.h"
#include "pool/sessions/PoolType.h"

#include <QDateTime>
#include <QJsonObject>

namespace sessionbook {

/// What GET metadata tells: Python's version, the packages that sessions have, the kernel unless
/// they are shells, our extensions to the protocol unless the pool is plain. Read from file names,
/// so that it needs no Python process.
[[nodiscard]] QJsonObject poolMetadata(PoolType type, const QDateTime &createdAt,
                                       const ApiHabits &habits);

} // namespace sessionbook
