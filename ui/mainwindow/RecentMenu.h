#pragma once

#include <QObject>

class QMenu;

namespace sessionbook {

class SettingsStore;

/// File ▸ Open Recent, read from the settings each time it opens.
class RecentMenu : public QObject
{
    Q_OBJECT
public:
    RecentMenu(QMenu &menu, SettingsStore &settings, QObject *parent = nullptr);

    void add(const QString &path);

signals:
    void chosen(const QString &path);

private:
    void fill();

    QMenu &m_menu;
    SettingsStore &m_settings;
};

} // namespace sessionbook
