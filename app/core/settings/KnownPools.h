#pragma once

#include "settings/PoolProfile.h"

#include <functional>

namespace sessionbook {

class SettingsStore;

/// The pools a person uses: favourites, and those used lately, newest first. The local pool is not
/// among them. Pools are the same where their addresses are.
///
/// Several windows learn of the same pools, so that each change begins with what is stored now and
/// touches nothing else.
class KnownPools
{
public:
    static constexpr qsizetype mostRecent = 8;

    [[nodiscard]] static QList<PoolProfile> of(const SettingsStore &settings);
    static void keep(SettingsStore &settings, const QList<PoolProfile> &pools);
    /// Favourites before the others, else in their order.
    [[nodiscard]] static QList<PoolProfile> favouritesFirst(QList<PoolProfile> pools);
    /// Puts `pool` first; the oldest that are no favourites go. Gives it back with what was known
    /// of it and it does not say itself.
    static PoolProfile remember(SettingsStore &settings, PoolProfile pool);
    using Change = std::function<void(PoolProfile &)>;
    /// Changes the pool of this address, if it is known.
    static void change(SettingsStore &settings, const QUrl &url, const Change &change);
};

} // namespace sessionbook
