#include "mainwindow/ThemeMenu.h"

#include "settings/Settings.h"
#include "settings/SettingsStore.h"
#include "theme/ThemeController.h"

#include <QActionGroup>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace sessionbook {

ThemeMenu::ThemeMenu(QMenu &menu, ThemeController &theme, SettingsStore &settings, QObject *parent)
    : QObject(parent)
{
    const std::pair<ThemeChoice, QString> entries[] = {
        {ThemeChoice::System, tr("&Follow the Desktop")},
        {ThemeChoice::Light, tr("&Light")},
        {ThemeChoice::Dark, tr("&Dark")},
        {ThemeChoice::HighContrast, tr("&High Contrast")},
    };
    auto *group = new QActionGroup(this);
    for (const auto &[choice, text] : entries) {
        QAction *action = group->addAction(text);
        action->setObjectName(u"theme-"_s + themeWord(choice));
        action->setCheckable(true);
        action->setData(static_cast<int>(choice));
        menu.addAction(action);
    }
    // Another window may have chosen.
    const auto showChoice = [group, &theme] {
        for (auto *action : group->actions())
            action->setChecked(action->data().toInt() == static_cast<int>(theme.choice()));
    };
    showChoice();
    connect(&menu, &QMenu::aboutToShow, this, showChoice);
    connect(group, &QActionGroup::triggered, this, [&theme, &settings](const QAction *action) {
        const auto choice = static_cast<ThemeChoice>(action->data().toInt());
        settings.set(settings::theme, themeWord(choice));
        theme.setChoice(choice);
    });
}

} // namespace sessionbook
