#pragma once

#include <QObject>

class QMenu;

namespace sessionbook {

class SettingsStore;
class ThemeController;

/// View ▸ Theme: one choice for the program, remembered.
class ThemeMenu : public QObject
{
    Q_OBJECT
public:
    ThemeMenu(QMenu &menu, ThemeController &theme, SettingsStore &settings,
              QObject *parent = nullptr);
};

} // namespace sessionbook
