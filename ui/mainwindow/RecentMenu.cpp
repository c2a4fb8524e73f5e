#include "mainwindow/RecentMenu.h"

#include "settings/RecentFiles.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <QDir>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// Paths below the home directory are shown as ~/…; an ampersand would mark a mnemonic.
QString menuText(QString path)
{
    const QString home = QDir::homePath() + u'/';
    if (path.startsWith(home))
        path = u"~/"_s + path.mid(home.size());
    return path.replace(u'&', u"&&"_s);
}

} // namespace

RecentMenu::RecentMenu(QMenu &menu, SettingsStore &settings, QObject *parent)
    : QObject(parent)
    , m_menu(menu)
    , m_settings(settings)
{
    connect(&menu, &QMenu::aboutToShow, this, &RecentMenu::fill);
    fill();
}

void RecentMenu::add(const QString &path)
{
    m_settings.set(settings::recentFiles,
                   RecentFiles::withOpened(m_settings.value(settings::recentFiles), path));
}

void RecentMenu::fill()
{
    m_menu.clear();
    const QStringList paths = m_settings.value(settings::recentFiles);
    for (const auto &path : paths)
        connect(m_menu.addAction(menuText(path)), &QAction::triggered, this,
                [this, path] { emit chosen(path); });
    if (paths.isEmpty()) {
        m_menu.addAction(tr("Nothing opened yet"))->setEnabled(false);
        return;
    }
    m_menu.addSeparator();
    connect(m_menu.addAction(tr("Clear List")), &QAction::triggered, this,
            [this] { m_settings.set(settings::recentFiles, QStringList()); });
}

} // namespace sessionbook
