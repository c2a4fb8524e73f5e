#pragma once

#include "base/Clock.h"
#include "credentials/signin/SignIns.h"
#include "credentials/signin/SystemKeychain.h"
#include "dialogs/QtDialogs.h"
#include "mainwindow/NotebookWindows.h"
#include "document/ProgramServices.h"
#include "mainwindow/SessionFarewell.h"
#include "sessions/LocalPool.h"
#include "settings/SettingsStore.h"
#include "theme/ThemeController.h"

#include <QNetworkAccessManager>

namespace sessionbook {

/// The composition root: every object that lives as long as the program, in the order in which they
/// need each other.
class DesktopContext
{
public:
    DesktopContext();

    /// Shows a window at once; the pool starts beside it and `files` are loaded into it.
    void start(const QStringList &files);

private:
    SystemClock m_clock;
    SettingsStore m_settings;
    ThemeController m_theme;
    QtDialogs m_dialogs;
    QNetworkAccessManager m_network;
    LocalPool m_pool;
    SystemKeychain m_keychain;
    SignIns m_signIns{&m_keychain};
    SessionFarewell m_farewell;
    ProgramServices m_services;
    NotebookWindows m_windows;
};

} // namespace sessionbook
