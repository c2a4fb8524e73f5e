#pragma once

#include "settings/PoolProfile.h"

#include <QObject>

class QAction;
class QMenu;

namespace sessionbook {

class MainWindowActions;
class PoolCommands;
class SessionController;
class SettingsStore;

/// Shows in the session's menu which pool is in use and those known: favourites first, then those
/// used lately.
class PoolMenu : public QObject
{
    Q_OBJECT
public:
    struct Parts
    {
        const MainWindowActions &actions;
        const SessionController &session;
        const SettingsStore &settings;
        PoolCommands &commands;
    };
    PoolMenu(QMenu &menu, Parts parts, QObject *parent);

    /// What an entry for a known pool says.
    [[nodiscard]] static QString textOf(const PoolProfile &pool);

private:
    void fill();
    void add(const PoolProfile &pool);

    QMenu &m_menu;
    Parts m_parts;
    QList<QAction *> m_known;
};

} // namespace sessionbook
