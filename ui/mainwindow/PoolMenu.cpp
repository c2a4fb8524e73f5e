#include "mainwindow/PoolMenu.h"

#include "mainwindow/MainWindowActions.h"
#include "document/ProgramServices.h"
#include "mainwindow/SessionController.h"
#include "settings/KnownPools.h"
#include "settings/SettingsStore.h"

#include <QMenu>

namespace sessionbook {

PoolMenu::PoolMenu(QMenu &menu, const MainWindowActions &actions, SessionController &session,
                   const ProgramServices &services, QWidget &window)
    : QObject(&window)
    , m_menu(menu)
    , m_actions(actions)
    , m_session(session)
    , m_services(services)
    , m_window(window)
{
    actions[Command::ConnectLocal]->setCheckable(true);
    actions.on(Command::ConnectLocal, this, [this] {
        m_session.connectTo({.profile = PoolProfile::local(), .typedToken = {}});
    });
    actions.on(Command::ConnectPool, this, [this] { ask({}); });
    connect(&menu, &QMenu::aboutToShow, this, &PoolMenu::fill);
}

void PoolMenu::fill()
{
    qDeleteAll(std::exchange(m_known, {}));
    m_actions[Command::ConnectLocal]->setChecked(m_session.pool().isLocal());
    for (const auto &pool : KnownPools::of(m_services.settings)) {
        auto *action = new QAction(pool.name, &m_menu);
        action->setToolTip(pool.url.toDisplayString());
        action->setCheckable(true);
        action->setChecked(m_session.pool().url == pool.url);
        connect(action, &QAction::triggered, this, [this, pool] {
            if (pool.credential == PoolCredential::TypedIn)
                ask(pool); // its token was never kept
            else
                connectTo({.profile = pool, .typedToken = {}});
        });
        m_menu.insertAction(m_actions[Command::ConnectPool], action);
        m_known << action;
    }
}

void PoolMenu::ask(const PoolProfile &initial)
{
    m_services.dialogs.askForPool(&m_window, initial,
                                  [this](const PoolChoice &choice) { connectTo(choice); });
}

void PoolMenu::connectTo(const PoolChoice &choice)
{
    KnownPools::keep(m_services.settings,
                     KnownPools::withNewest(KnownPools::of(m_services.settings), choice.profile));
    m_session.connectTo(choice);
}

} // namespace sessionbook
