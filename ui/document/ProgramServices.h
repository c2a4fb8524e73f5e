#pragma once

class QNetworkAccessManager;

namespace sessionbook {

class Clock;
class Dialogs;
class LocalPool;
class SessionFarewell;
class SettingsStore;
class SignIns;
class ThemeController;

/// What all windows of the program share. Made by DesktopContext (and by tests), outlives every
/// window.
struct ProgramServices
{
    ThemeController &theme;
    SettingsStore &settings;
    Dialogs &dialogs;
    LocalPool &localPool;
    QNetworkAccessManager &network;
    Clock &clock;
    SessionFarewell &farewell;
    SignIns &signIns;
};

} // namespace sessionbook
