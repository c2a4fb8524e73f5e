#pragma once

#include "settings/PoolProfile.h"

#include <QObject>

class QWidget;

namespace sessionbook {

class MainWindowActions;
class SessionController;
struct ProgramServices;

/// Signing in to the pool of a window, and out of it: when the user says so, and when a pool that
/// somebody signs in to has no token.
///
/// Who signed in is kept by SignIns; here the profile learns the account, and the window connects
/// again. What was cancelled is not asked again until the window connects anew.
class SignInCommands : public QObject
{
    Q_OBJECT
public:
    SignInCommands(const MainWindowActions &actions, SessionController &session,
                   const ProgramServices &services, QWidget &window);

private:
    /// Enables what is possible and shows the account.
    void update();
    void ask();
    void signOut();
    void use(const PoolSignIn &signIn);
    /// Among the pools of the settings, where it is one of them.
    void store(const PoolProfile &pool);

    const MainWindowActions &m_actions;
    SessionController &m_session;
    const ProgramServices &m_services;
    QWidget &m_window;
    bool m_isAsking = false;
};

} // namespace sessionbook
