#include "settings/KnownPools.h"

#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <algorithm>

namespace sessionbook {

QList<PoolProfile> KnownPools::of(const SettingsStore &settings)
{
    return settings.value(settings::pools);
}

void KnownPools::keep(SettingsStore &settings, const QList<PoolProfile> &pools)
{
    settings.set(settings::pools, pools);
}

QList<PoolProfile> KnownPools::withNewest(QList<PoolProfile> pools, PoolProfile pool)
{
    const auto old = std::ranges::find(pools, pool.url, &PoolProfile::url);
    if (old != pools.end()) {
        pool.isFavourite = pool.isFavourite || old->isFavourite;
        pools.erase(old);
    }
    pools.prepend(pool);
    qsizetype recent = 0;
    pools.removeIf(
        [&](const PoolProfile &one) { return !one.isFavourite && ++recent > mostRecent; });
    return pools;
}

QList<PoolProfile> KnownPools::changed(QList<PoolProfile> pools, const QUrl &url,
                                       const Change &change)
{
    const auto known = std::ranges::find(pools, url, &PoolProfile::url);
    if (known != pools.end())
        change(*known);
    return pools;
}

} // namespace sessionbook
