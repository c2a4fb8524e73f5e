#pragma once

#include "settings/PoolProfile.h"

#include <QObject>

class QMenu;

namespace sessionbook {

class PoolCommands;
class RebuildController;
class SessionController;
class SettingsStore;

/// The pools that a window's session can be moved to: all that are known but its own, favourites
/// first.
class MoveMenu : public QObject
{
    Q_OBJECT
public:
    struct Parts
    {
        const SessionController &session;
        const SettingsStore &settings;
        RebuildController &rebuild;
        PoolCommands &commands;
    };
    MoveMenu(QMenu &menu, Parts parts, QObject *parent);

private:
    void fill();
    void add(const PoolProfile &pool, const QString &text);

    QMenu &m_menu;
    Parts m_parts;
};

} // namespace sessionbook
