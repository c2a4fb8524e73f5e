#pragma once

#include "settings/PoolProfile.h"

#include <QObject>

class QMenu;
class QWidget;

namespace sessionbook {

class RebuildController;
class SessionController;
struct ProgramServices;

/// The pools that a window's session can be moved to: all that are known but its own.
class MoveMenu : public QObject
{
    Q_OBJECT
public:
    MoveMenu(QMenu &menu, const SessionController &session, RebuildController &rebuild,
             const ProgramServices &services, QWidget &window);

private:
    void fill();
    void add(const PoolProfile &pool, const QString &name);
    void moveTo(const PoolProfile &pool);
    void askThenMove(const PoolProfile &initial);

    QMenu &m_menu;
    const SessionController &m_session;
    RebuildController &m_rebuild;
    const ProgramServices &m_services;
    QWidget &m_window;
};

} // namespace sessionbook
