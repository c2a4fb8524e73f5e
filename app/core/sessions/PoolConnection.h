#pragma once

#include "base/Clock.h"
#include "base/Result.h"
#include "credentials/CredentialChain.h"
#include "rest/RestClient.h"
#include "sessions/SessionEndpoint.h"

#include <QNetworkAccessManager>

#include <memory>

namespace sessionbook {

class LocalPool;
class SignIns;

/// A pool ready to be talked to: its endpoint, the sources of its token and the client of both.
/// Window and runner alike make one for each pool they use; sessions and jobs are made with rest()
/// and must be gone before it. Nothing is sent by making it.
///
/// Borrows the network, the clock and who is signed in. Lives in the GUI thread. A local pool that
/// was started anew needs a new connection.
class PoolConnection
{
public:
    /// `pool` must be Running: where it listens and its token are taken from it.
    [[nodiscard]] static std::unique_ptr<PoolConnection>
    toLocalPool(const LocalPool &pool, QNetworkAccessManager &network, Clock &clock);
    /// `typedIn` counts for Credential::TypedIn, `signIns` for SignedIn. The endpoint is checked
    /// once more, as it may come from a settings file.
    [[nodiscard]] static Result<std::unique_ptr<PoolConnection>, RestError>
    toRemotePool(const SessionEndpoint &endpoint, const Secret &typedIn,
                 QNetworkAccessManager &network, Clock &clock, SignIns *signIns = nullptr);

    [[nodiscard]] const SessionEndpoint &endpoint() const { return m_endpoint; }
    [[nodiscard]] RestClient &rest() { return m_rest; }

private:
    PoolConnection(SessionEndpoint endpoint, const QUrl &base, CredentialSources sources,
                   const QString &audience, QNetworkAccessManager &network, Clock &clock);

    SessionEndpoint m_endpoint;
    CredentialSources m_sources;
    CredentialChain m_credentials;
    RestClient m_rest;
};

} // namespace sessionbook
