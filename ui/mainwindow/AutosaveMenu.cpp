#include "mainwindow/AutosaveMenu.h"

#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <QActionGroup>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace sessionbook {

AutosaveMenu::AutosaveMenu(QMenu &menu, SettingsStore &settings, QObject *parent)
    : QObject(parent)
{
    const std::pair<QString, QString> entries[] = {
        //: no autosave
        {settings::autosaveOff, tr("&Off")},
        {u"30"_s, tr("Every &30 Seconds")},
        {u"120"_s, tr("Every &2 Minutes")},
        {u"600"_s, tr("Every &10 Minutes")},
        {settings::autosaveOnFocusLost, tr("When the &Window Loses Focus")},
    };
    auto *group = new QActionGroup(this);
    for (const auto &[choice, text] : entries) {
        QAction *action = group->addAction(text);
        action->setObjectName(u"autosave-"_s + choice);
        action->setCheckable(true);
        action->setData(choice);
        menu.addAction(action);
    }
    // Another window may have chosen; a number that somebody wrote into the settings is kept.
    const auto showChoice = [group, &settings] {
        for (auto *action : group->actions())
            action->setChecked(action->data().toString() == settings.value(settings::autosave));
    };
    showChoice();
    connect(&menu, &QMenu::aboutToShow, this, showChoice);
    connect(group, &QActionGroup::triggered, this, [&settings](const QAction *action) {
        settings.set(settings::autosave, action->data().toString());
    });
}

} // namespace sessionbook
