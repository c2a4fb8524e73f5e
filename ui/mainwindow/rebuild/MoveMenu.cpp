#include "mainwindow/rebuild/MoveMenu.h"

#include "mainwindow/PoolCommands.h"
#include "mainwindow/PoolMenu.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "settings/KnownPools.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace sessionbook {

MoveMenu::MoveMenu(QMenu &menu, Parts parts, QObject *parent)
    : QObject(parent)
    , m_menu(menu)
    , m_parts(parts)
{
    connect(&menu, &QMenu::aboutToShow, this, &MoveMenu::fill);
    fill(); // an empty menu cannot be opened
}

void MoveMenu::fill()
{
    m_menu.clear();
    const PoolProfile &current = m_parts.session.pool();
    if (!current.isLocal())
        //: the pool on this computer, in a menu
        add(PoolProfile::local(), tr("&Local"));
    for (const PoolProfile &pool : KnownPools::favouritesFirst(KnownPools::of(m_parts.settings))) {
        if (pool.url != current.url)
            add(pool, PoolMenu::textOf(pool));
    }
    const auto move = [this](const PoolChoice &choice) { m_parts.rebuild.moveTo(choice); };
    auto *other = m_menu.addAction(tr("&Another Pool…"));
    other->setObjectName(u"moveToOther"_s);
    connect(other, &QAction::triggered, this, [this, move] { m_parts.commands.choose(move); });
    for (QAction *action : m_menu.actions())
        action->setEnabled(!m_parts.rebuild.isBusy());
}

void MoveMenu::add(const PoolProfile &pool, const QString &text)
{
    auto *action = m_menu.addAction(text);
    action->setToolTip(pool.url.toDisplayString());
    connect(action, &QAction::triggered, this, [this, pool] {
        m_parts.commands.prepare(
            pool, [this](const PoolChoice &choice) { m_parts.rebuild.moveTo(choice); });
    });
}

} // namespace sessionbook
