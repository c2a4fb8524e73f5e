#include "mainwindow/PoolMenu.h"

#include "mainwindow/MainWindowActions.h"
#include "mainwindow/PoolCommands.h"
#include "mainwindow/SessionController.h"
#include "settings/KnownPools.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace sessionbook {

PoolMenu::PoolMenu(QMenu &menu, Parts parts, QObject *parent)
    : QObject(parent)
    , m_menu(menu)
    , m_parts(parts)
{
    m_parts.actions[Command::ConnectLocal]->setCheckable(true);
    m_parts.actions[Command::SendExactly]->setCheckable(true);
    connect(&menu, &QMenu::aboutToShow, this, &PoolMenu::fill);
}

void PoolMenu::fill()
{
    qDeleteAll(std::exchange(m_known, {}));
    const PoolProfile &current = m_parts.session.pool();
    m_parts.actions[Command::ConnectLocal]->setChecked(current.isLocal());
    m_parts.actions[Command::CheckAccess]->setEnabled(!current.isLocal());
    m_parts.actions[Command::SendExactly]->setEnabled(!current.isLocal());
    m_parts.actions[Command::SendExactly]->setChecked(!current.isLocal() && current.sendsExactly);
    for (const PoolProfile &pool : KnownPools::favouritesFirst(KnownPools::of(m_parts.settings)))
        add(pool);
}

QString PoolMenu::textOf(const PoolProfile &pool)
{
    QString name = pool.name;
    name.replace(u'&', u"&&"_s); // else it would be a key
    //: a favourite among the pools of the menu
    return pool.isFavourite ? tr("★ %1").arg(name) : name;
}

void PoolMenu::add(const PoolProfile &pool)
{
    auto *action = new QAction(textOf(pool), &m_menu);
    action->setToolTip(pool.url.toDisplayString());
    action->setCheckable(true);
    action->setChecked(m_parts.session.pool().url == pool.url);
    connect(action, &QAction::triggered, this, [this, pool] { m_parts.commands.connectTo(pool); });
    m_menu.insertAction(m_parts.actions[Command::ConnectPool], action);
    m_known << action;
}

} // namespace sessionbook
