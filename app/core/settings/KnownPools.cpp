#include "settings/KnownPools.h"

#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <algorithm>

namespace sessionbook {

namespace {

/// An address that is typed in anew says nothing of this.
void addWhatIsKnown(PoolProfile &pool, const PoolProfile &known)
{
    pool.isFavourite = pool.isFavourite || known.isFavourite;
    pool.sendsExactly = pool.sendsExactly || known.sendsExactly;
    pool.staysAlive = pool.staysAlive || known.staysAlive;
    if (pool.apiVersion.isEmpty())
        pool.apiVersion = known.apiVersion;
    if (pool.resourceId.isEmpty())
        pool.resourceId = known.resourceId;
    if (pool.cooldown.count() == 0)
        pool.cooldown = known.cooldown;
}

} // namespace

QList<PoolProfile> KnownPools::of(const SettingsStore &settings)
{
    return settings.value(settings::pools);
}

void KnownPools::keep(SettingsStore &settings, const QList<PoolProfile> &pools)
{
    settings.set(settings::pools, pools);
}

QList<PoolProfile> KnownPools::favouritesFirst(QList<PoolProfile> pools)
{
    std::ranges::stable_sort(pools, std::greater(), &PoolProfile::isFavourite);
    return pools;
}

PoolProfile KnownPools::remember(SettingsStore &settings, PoolProfile pool)
{
    if (pool.isLocal())
        return pool;
    QList<PoolProfile> pools = of(settings);
    const auto old = std::ranges::find(pools, pool.url, &PoolProfile::url);
    if (old != pools.end()) {
        addWhatIsKnown(pool, *old);
        pools.erase(old);
    }
    pools.prepend(pool);
    qsizetype recent = 0;
    pools.removeIf(
        [&](const PoolProfile &one) { return !one.isFavourite && ++recent > mostRecent; });
    keep(settings, pools);
    return pool;
}

void KnownPools::change(SettingsStore &settings, const QUrl &url, const Change &change)
{
    QList<PoolProfile> pools = of(settings);
    const auto known = std::ranges::find(pools, url, &PoolProfile::url);
    if (known == pools.end())
        return;
    change(*known);
    keep(settings, pools);
}

} // namespace sessionbook
