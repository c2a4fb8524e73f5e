#include "mainwindow/PoolCommands.h"

#include "azure/AzureIdentity.h"
#include "azure/access/AccessCheck.h"
#include "azure/pools/PoolDirectory.h"
#include "credentials/entra/Authority.h"
#include "document/ProgramServices.h"
#include "mainwindow/MainWindowActions.h"
#include "mainwindow/SessionController.h"
#include "settings/KnownPools.h"

#include <QWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// A check and the connection it goes over.
struct Access
{
    Access(std::unique_ptr<PoolConnection> theConnection, const QString &audience)
        : connection(std::move(theConnection))
        , check(connection->rest(), audience)
    {
    }

    std::unique_ptr<PoolConnection> connection;
    AccessCheck check; // destroyed before its connection
};

} // namespace

PoolCommands::PoolCommands(const MainWindowActions &actions, SessionController &session,
                           const ProgramServices &services, QWidget &window)
    : QObject(&window)
    , m_session(session)
    , m_services(services)
    , m_window(window)
{
    actions.on(Command::ConnectLocal, this, [this] { connectTo(PoolProfile::local()); });
    actions.on(Command::ConnectPool, this, [this] { choose(connecting()); });
    actions.on(Command::CheckAccess, this, &PoolCommands::checkAccess);
    actions.on(Command::SendExactly, this, &PoolCommands::setSendsExactly);
}

PoolCommands::~PoolCommands() = default;

PoolCommands::Use PoolCommands::connecting()
{
    return [this](const PoolChoice &choice) { m_session.connectTo(choice); };
}

void PoolCommands::connectTo(const PoolProfile &pool)
{
    prepare(pool, connecting());
}

void PoolCommands::prepare(const PoolProfile &pool, const Use &use)
{
    if (pool.credential != PoolCredential::TypedIn)
        return complete({.profile = pool, .typedToken = {}}, use);
    m_services.dialogs.askForPool(&m_window, pool, // its token was never kept
                                  [this, use](const PoolChoice &choice) { complete(choice, use); });
}

void PoolCommands::choose(const Use &use)
{
    makeDirectory();
    m_services.dialogs.choosePool(&m_window, chooserRequest(),
                                  [this, use](const PoolChoice &choice) { complete(choice, use); });
}

void PoolCommands::complete(const PoolChoice &choice, const Use &use)
{
    const bool needsSignIn = choice.profile.credential == PoolCredential::SignedIn
        && choice.profile.signIn.account.isEmpty();
    if (needsSignIn)
        return askToSignIn(&m_window, choice.profile.signIn,
                           [this, choice, use](const PoolSignIn &person) {
                               PoolChoice signedIn = choice;
                               signedIn.profile.signIn = person;
                               complete(signedIn, use);
                           });
    use({.profile = KnownPools::remember(m_services.settings, choice.profile),
         .typedToken = choice.typedToken});
}

void PoolCommands::setSendsExactly(bool exactly)
{
    PoolProfile inUse = m_session.pool();
    inUse.sendsExactly = exactly;
    KnownPools::change(m_services.settings, inUse.url,
                       [exactly](PoolProfile &pool) { pool.sendsExactly = exactly; });
    m_session.updatePool(inUse);
}

void PoolCommands::makeDirectory()
{
    if (m_directory)
        return;
    m_directory = std::make_unique<PoolDirectory>(m_services.network, m_services.clock);
    // Whoever signed in for a pool is most likely who looks for another one.
    const auto known = KnownPools::of(m_services.settings);
    const auto signedIn
        = std::ranges::find(known, PoolCredential::SignedIn, &PoolProfile::credential);
    if (signedIn != known.end()) {
        m_credential = PoolCredential::SignedIn;
        m_signIn = signedIn->signIn;
    }
    signDirectoryIn();
}

void PoolCommands::signDirectoryIn()
{
    const auto authority = Authority::named(m_signIn.authority);
    const QString resourceManager = (authority ? *authority : Authority()).resourceManager();
    const IdentityChoice choice{.credential = m_credential, .signIn = m_signIn};
    m_directory->signIn({resourceManager, choice.poolAudience()}, [&](const QString &audience) {
        return std::make_unique<AzureIdentity>(
            choice, audience, IdentityServices{m_services.network, m_services.clock},
            &m_services.signIns);
    });
}

PoolProfile PoolCommands::foundPool() const
{
    return {.name = {}, .url = {}, .credential = m_credential, .signIn = m_signIn};
}

PoolChooserRequest PoolCommands::chooserRequest()
{
    const auto signIn = [this](QWidget *parent) {
        askToSignIn(parent, m_signIn, [this](const PoolSignIn &person) {
            m_credential = PoolCredential::SignedIn;
            m_signIn = person;
            signDirectoryIn();
            m_directory->refresh();
        });
    };
    const auto check
        = [this](QWidget *parent, const PoolProfile &pool, const std::function<void()> &signedIn) {
              checkAccessTo(parent, {.profile = pool, .typedToken = {}}, signedIn);
          };
    return {
        .directory = *m_directory,
        .known = [this] { return KnownPools::of(m_services.settings); },
        .found = [this] { return foundPool(); },
        .current = m_session.pool().url,
        .remember
        = [this](const QList<PoolProfile> &pools) { KnownPools::keep(m_services.settings, pools); },
        .signIn = signIn,
        .switchTenant = [this](const QString &tenant) { switchTenant(tenant); },
        .checkAccess = check};
}

void PoolCommands::switchTenant(const QString &tenant)
{
    m_signIn.tenant = tenant;
    signDirectoryIn();
    m_directory->refresh();
}

void PoolCommands::askToSignIn(QWidget *parent, const PoolSignIn &initial,
                               const Dialogs::Answer<PoolSignIn> &answer)
{
    m_services.dialogs.askToSignIn(parent,
                                   {.initial = initial,
                                    .signIns = m_services.signIns,
                                    .services = {m_services.network, m_services.clock}},
                                   [answer](const std::optional<PoolSignIn> &person) {
                                       if (person)
                                           answer(*person);
                                   });
}

void PoolCommands::checkAccess()
{
    checkAccessTo(&m_window, m_session.choice(), [] {});
}

void PoolCommands::checkAccessTo(QWidget *parent, const PoolChoice &choice,
                                 const std::function<void()> &signedIn)
{
    // Who signs in during the check does so for this pool.
    const auto pool = std::make_shared<PoolChoice>(choice);
    const auto use = [this, pool, signedIn](const PoolSignIn &person) {
        pool->profile.credential = PoolCredential::SignedIn;
        pool->profile.signIn = person;
        pool->profile = KnownPools::remember(m_services.settings, pool->profile);
        m_session.updatePool(pool->profile);
        if (pool->profile.url == m_session.pool().url && !m_session.session())
            m_session.connectTo(*pool);
        signedIn();
    };
    const auto signIn = [this, pool, use](QWidget *dialog, const std::function<void()> &done) {
        askToSignIn(dialog, pool->profile.signIn, [use, done](const PoolSignIn &person) {
            use(person);
            done();
        });
    };
    m_services.dialogs.checkAccess(parent,
                                   {.poolName = choice.profile.name,
                                    .newCheck = [this, pool] { return newCheck(*pool); },
                                    .signIn = signIn});
}

std::shared_ptr<AccessCheck> PoolCommands::newCheck(const PoolChoice &choice) const
{
    auto connection
        = PoolConnection::toRemotePool(SessionEndpoint::of(choice.profile), choice.typedToken,
                                       m_services.network, m_services.clock, &m_services.signIns);
    if (!connection)
        return nullptr;
    const IdentityChoice identity{.credential = choice.profile.credential,
                                  .signIn = choice.profile.signIn};
    const auto access
        = std::make_shared<Access>(std::move(connection).value(), identity.poolAudience());
    return {access, &access->check};
}

} // namespace sessionbook
