#pragma once

#include <QString>

namespace sessionbook {

/// What a pool says it can do beyond the plain protocol; all false until discovery answered.
struct PoolAbilities
{
    bool stream = false;
    bool cancel = false;
    bool restart = false;
    QString pythonVersion; ///< empty where unknown

    bool operator==(const PoolAbilities &) const = default;
};

} // namespace sessionbook
