#pragma once

#include "settings/PoolProfile.h"

#include <functional>

namespace sessionbook {

class SettingsStore;

/// The pools a person uses: favourites, and those used lately, newest first. The local pool is not
/// among them. Pools are the same where their addresses are.
class KnownPools
{
public:
    static constexpr qsizetype mostRecent = 8;

    [[nodiscard]] static QList<PoolProfile> of(const SettingsStore &settings);
    static void keep(SettingsStore &settings, const QList<PoolProfile> &pools);
    /// `pool` first, as a favourite where it was one; the oldest that are none go.
    [[nodiscard]] static QList<PoolProfile> withNewest(QList<PoolProfile> pools, PoolProfile pool);
    using Change = std::function<void(PoolProfile &)>;
    /// With the pool of this address changed, if it is known.
    [[nodiscard]] static QList<PoolProfile> changed(QList<PoolProfile> pools, const QUrl &url,
                                                    const Change &change);
};

} // namespace sessionbook
