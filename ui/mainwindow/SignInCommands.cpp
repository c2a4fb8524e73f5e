#include "mainwindow/SignInCommands.h"

#include "credentials/signin/SignIns.h"
#include "document/ProgramServices.h"
#include "mainwindow/MainWindowActions.h"
#include "mainwindow/SessionController.h"
#include "settings/KnownPools.h"

#include <QWidget>

using namespace Qt::StringLiterals;

namespace sessionbook {

SignInCommands::SignInCommands(const MainWindowActions &actions, SessionController &session,
                               const ProgramServices &services, QWidget &window)
    : QObject(&window)
    , m_actions(actions)
    , m_session(session)
    , m_services(services)
    , m_window(window)
{
    actions.on(Command::SignIn, this, &SignInCommands::ask);
    actions.on(Command::SignOut, this, &SignInCommands::signOut);
    connect(&session, &SessionController::statusChanged, this, &SignInCommands::update);
    connect(&session, &SessionController::signInNeeded, this, &SignInCommands::ask);
    update();
}

void SignInCommands::update()
{
    const PoolProfile &pool = m_session.pool();
    const bool isSignedIn
        = pool.credential == PoolCredential::SignedIn && !pool.signIn.account.isEmpty();
    m_actions[Command::SignIn]->setEnabled(!pool.isLocal());
    m_actions[Command::SignOut]->setEnabled(isSignedIn);
    //: %1: an account, such as ada@contoso.com
    m_actions[Command::SignOut]->setText(
        isSignedIn ? tr("Sign &Out (%1)").arg(QString(pool.signIn.account).replace(u'&', "&&"_L1))
                   : tr("Sign &Out of Azure"));
}

void SignInCommands::ask()
{
    if (std::exchange(m_isAsking, true))
        return;
    m_services.dialogs.askToSignIn(&m_window,
                                   {.initial = m_session.pool().signIn,
                                    .signIns = m_services.signIns,
                                    .services = {m_services.network, m_services.clock}},
                                   [this](const std::optional<PoolSignIn> &signIn) {
                                       m_isAsking = false;
                                       if (signIn)
                                           use(*signIn);
                                   });
}

void SignInCommands::use(const PoolSignIn &signIn)
{
    PoolProfile pool = m_session.pool();
    const bool isTheSame = pool.credential == PoolCredential::SignedIn && pool.signIn == signIn;
    pool.credential = PoolCredential::SignedIn;
    pool.signIn = signIn;
    store(pool);
    // Who signed in again finds the session as it is: its next request asks SignIns.
    if (isTheSame && m_session.session())
        return;
    m_session.connectTo({.profile = pool, .typedToken = {}});
}

void SignInCommands::signOut()
{
    PoolProfile pool = m_session.pool();
    m_session.endSession(); // first: it may need a new token
    if (const auto place = SignInPlace::of(pool.signIn))
        m_services.signIns.forget(*place);
    pool.signIn.account.clear();
    store(pool);
    m_session.updatePool(pool);
    update();
}

void SignInCommands::store(const PoolProfile &pool)
{
    // Others keep what they learned of it in the settings, so that only this much is written.
    KnownPools::change(m_services.settings, pool.url, [&pool](PoolProfile &known) {
        known.credential = pool.credential;
        known.signIn = pool.signIn;
    });
}

} // namespace sessionbook
