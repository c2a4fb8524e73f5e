#pragma once

#include <QStringList>

namespace sessionbook {

/// The list behind File ▸ Open Recent. Pure: takes a list, gives the new one; SettingsStore keeps
/// it.
struct RecentFiles
{
    static constexpr int maximum = 10;

    /// `path` comes first; it is stored absolute and cleaned, and once.
    [[nodiscard]] static QStringList withOpened(const QStringList &recent, const QString &path);
    [[nodiscard]] static QStringList without(const QStringList &recent, const QString &path);
};

} // namespace sessionbook
