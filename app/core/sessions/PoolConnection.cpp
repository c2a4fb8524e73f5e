#include "sessions/PoolConnection.h"

#include "credentials/LocalPoolSource.h"
#include "credentials/defaults/DefaultSources.h"
#include "rest/DirectLoopback.h"
#include "sessions/LocalPool.h"

namespace sessionbook {

PoolConnection::PoolConnection(SessionEndpoint endpoint, const QUrl &base,
                               CredentialSources sources, const QString &audience,
                               QNetworkAccessManager &network, Clock &clock)
    : m_endpoint(std::move(endpoint))
    , m_sources(std::move(sources))
    , m_credentials(m_sources, audience, clock)
    , m_rest(base, network, m_credentials, clock)
{
    keepLoopbackDirect(network);
}

std::unique_ptr<PoolConnection>
PoolConnection::toLocalPool(const LocalPool &pool, QNetworkAccessManager &network, Clock &clock)
{
    Q_ASSERT(pool.state() == LocalPool::State::Running);
    CredentialSources::List sources;
    sources.push_back(std::make_unique<LocalPoolSource>(pool.token()));
    return std::unique_ptr<PoolConnection>(
        new PoolConnection(SessionEndpoint::local(), pool.endpoint(),
                           CredentialSources(std::move(sources)), poolAudience(), network, clock));
}

Result<std::unique_ptr<PoolConnection>, RestError>
PoolConnection::toRemotePool(const SessionEndpoint &endpoint, const Secret &typedIn,
                             QNetworkAccessManager &network, Clock &clock, SignIns *signIns)
{
    const auto checked
        = SessionEndpoint::remote(endpoint.url.toString(QUrl::FullyEncoded), endpoint.credential);
    if (!checked)
        return checked.error();
    const IdentityChoice choice{
        .credential = endpoint.credential, .signIn = endpoint.signIn, .typedIn = typedIn};
    return std::unique_ptr<PoolConnection>(
        new PoolConnection(endpoint, checked->url, makeSources(choice, {network, clock}, signIns),
                           choice.poolAudience(), network, clock));
}

} // namespace sessionbook
