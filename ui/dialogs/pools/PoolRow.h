#pragma once

#include "azure/arm/SessionPool.h"
#include "settings/PoolProfile.h"

#include <QMetaType>
#include <QString>

#include <optional>

namespace sessionbook {

/// One line of the pool chooser: a pool, or the heading of those below it.
struct PoolRow
{
    QString heading; ///< not empty: no pool
    PoolProfile profile; ///< how it is connected to
    std::optional<SessionPool> pool; ///< where Azure told about it
    QString details;
    QString place; ///< subscription and group, or the address

    [[nodiscard]] bool isPool() const { return heading.isEmpty(); }
    bool operator==(const PoolRow &) const = default;
};

} // namespace sessionbook

Q_DECLARE_METATYPE(sessionbook::PoolRow)
