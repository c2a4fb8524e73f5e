#pragma once

#include "settings/PoolProfile.h"

#include <QObject>

class QAction;
class QMenu;
class QWidget;

namespace sessionbook {

class MainWindowActions;
class SessionController;
struct PoolChoice;
struct ProgramServices;

/// Chooses the pool of a window: the local one, one used before, or another that is asked for.
/// Remembers pools, never tokens.
class PoolMenu : public QObject
{
    Q_OBJECT
public:
    PoolMenu(QMenu &menu, const MainWindowActions &actions, SessionController &session,
             const ProgramServices &services, QWidget &window);

private:
    void fill();
    void ask(const PoolProfile &initial);
    void connectTo(const PoolChoice &choice);

    QMenu &m_menu;
    const MainWindowActions &m_actions;
    SessionController &m_session;
    const ProgramServices &m_services;
    QWidget &m_window;
    QList<QAction *> m_known;
};

} // namespace sessionbook
