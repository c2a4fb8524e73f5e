#pragma once

#include "credentials/CredentialChain.h"
#include "credentials/defaults/DefaultSources.h"

namespace sessionbook {

/// The tokens of whom a pool's settings choose, for one audience. Borrows the services and who is
/// signed in. Asks nothing by itself.
class AzureIdentity final : public TokenSource
{
public:
    AzureIdentity(const IdentityChoice &choice, const QString &audience,
                  const IdentityServices &services, SignIns *signIns)
        : m_sources(makeSources(choice, services, signIns))
        , m_chain(m_sources, audience, services.clock)
    {
    }

    void requestToken(const Demand &demand, QObject *context, Callback callback) override
    {
        m_chain.requestToken(demand, context, std::move(callback));
    }

private:
    CredentialSources m_sources;
    CredentialChain m_chain; ///< after its sources
};

} // namespace sessionbook
