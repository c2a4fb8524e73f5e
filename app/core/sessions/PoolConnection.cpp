#include "sessions/PoolConnection.h"

#include "credentials/CommandLineToolSource.h"
#include "credentials/EnvironmentSource.h"
#include "credentials/FixedTokenSource.h"
#include "credentials/LocalPoolSource.h"
#include "rest/DirectLoopback.h"
#include "sessions/LocalPool.h"

namespace sessionbook {

namespace {

std::vector<std::unique_ptr<CredentialSource>> sourcesFor(SessionEndpoint::Credential credential,
                                                          const Secret &typedIn)
{
    using Credential = SessionEndpoint::Credential;
    std::vector<std::unique_ptr<CredentialSource>> sources;
    if (credential == Credential::TypedIn)
        sources.push_back(std::make_unique<FixedTokenSource>(typedIn));
    if (credential == Credential::Environment || credential == Credential::Automatic)
        sources.push_back(std::make_unique<EnvironmentSource>());
    if (credential == Credential::AzureCli || credential == Credential::Automatic)
        sources.push_back(std::make_unique<CommandLineToolSource>());
    return sources;
}

} // namespace

PoolConnection::PoolConnection(SessionEndpoint endpoint, const QUrl &base, Sources sources,
                               QNetworkAccessManager &network, Clock &clock)
    : m_endpoint(std::move(endpoint))
    , m_credentials(std::move(sources), clock)
    , m_rest(base, network, m_credentials, clock)
{
    keepLoopbackDirect(network);
}

std::unique_ptr<PoolConnection>
PoolConnection::toLocalPool(const LocalPool &pool, QNetworkAccessManager &network, Clock &clock)
{
    Q_ASSERT(pool.state() == LocalPool::State::Running);
    Sources sources;
    sources.push_back(std::make_unique<LocalPoolSource>(pool.token()));
    return std::unique_ptr<PoolConnection>(new PoolConnection(
        SessionEndpoint::local(), pool.endpoint(), std::move(sources), network, clock));
}

Result<std::unique_ptr<PoolConnection>, RestError>
PoolConnection::toRemotePool(const SessionEndpoint &endpoint, const Secret &typedIn,
                             QNetworkAccessManager &network, Clock &clock)
{
    const auto checked
        = SessionEndpoint::remote(endpoint.url.toString(QUrl::FullyEncoded), endpoint.credential);
    if (!checked)
        return checked.error();
    return std::unique_ptr<PoolConnection>(new PoolConnection(
        endpoint, checked->url, sourcesFor(endpoint.credential, typedIn), network, clock));
}

} // namespace sessionbook
