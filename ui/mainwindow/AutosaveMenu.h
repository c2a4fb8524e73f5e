#pragma once

#include <QObject>

class QMenu;

namespace sessionbook {

class SettingsStore;

/// Fills File ▸ Autosave, one choice for all windows.
class AutosaveMenu : public QObject
{
    Q_OBJECT
public:
    AutosaveMenu(QMenu &menu, SettingsStore &settings, QObject *parent = nullptr);
};

} // namespace sessionbook
