#include "mainwindow/rebuild/MoveMenu.h"

#include "dialogs/Dialogs.h"
#include "document/ProgramServices.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace sessionbook {

MoveMenu::MoveMenu(QMenu &menu, const SessionController &session, RebuildController &rebuild,
                   const ProgramServices &services, QWidget &window)
    : QObject(&window)
    , m_menu(menu)
    , m_session(session)
    , m_rebuild(rebuild)
    , m_services(services)
    , m_window(window)
{
    connect(&menu, &QMenu::aboutToShow, this, &MoveMenu::fill);
    fill(); // an empty menu cannot be opened
}

void MoveMenu::fill()
{
    m_menu.clear();
    if (!m_session.pool().isLocal())
        //: the pool on this computer, in a menu
        add(PoolProfile::local(), tr("&Local"));
    for (const PoolProfile &pool : m_services.settings.value(settings::pools)) {
        if (pool.url != m_session.pool().url)
            add(pool, pool.name);
    }
    auto *other = m_menu.addAction(tr("&Another Pool…"));
    other->setObjectName(u"moveToOther"_s);
    connect(other, &QAction::triggered, this, [this] { askThenMove({}); });
    for (QAction *action : m_menu.actions())
        action->setEnabled(!m_rebuild.isBusy());
}

void MoveMenu::add(const PoolProfile &pool, const QString &name)
{
    auto *action = m_menu.addAction(name);
    action->setToolTip(pool.url.toDisplayString());
    connect(action, &QAction::triggered, this, [this, pool] { moveTo(pool); });
}

void MoveMenu::moveTo(const PoolProfile &pool)
{
    if (pool.credential != PoolCredential::TypedIn)
        return m_rebuild.moveTo({.profile = pool, .typedToken = {}});
    askThenMove(pool);
}

void MoveMenu::askThenMove(const PoolProfile &initial)
{
    m_services.dialogs.askForPool(&m_window, initial, [this](const PoolChoice &choice) {
        auto pools = m_services.settings.value(settings::pools);
        pools.removeIf([&](const PoolProfile &known) { return known.url == choice.profile.url; });
        pools.prepend(choice.profile);
        m_services.settings.set(settings::pools, pools);
        m_rebuild.moveTo(choice);
    });
}

} // namespace sessionbook
