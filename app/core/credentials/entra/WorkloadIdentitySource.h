#pragma once

#include "credentials/entra/Authority.h"
#include "credentials/entra/EntraRequest.h"

namespace sessionbook {

/// A workload of Kubernetes or another federated issuer: the token in the file that
/// AZURE_FEDERATED_TOKEN_FILE names proves AZURE_CLIENT_ID in AZURE_TENANT_ID.
///
/// The file is replaced every hour or so by whoever made it, so it is read for each token.
class WorkloadIdentitySource final : public CredentialSource
{
public:
    WorkloadIdentitySource(Authority authority, const IdentityServices &services);

    [[nodiscard]] QString name() const override;
    void fetch(const TokenQuery &query, QObject *context, Callback callback) override;

private:
    Authority m_authority;
    IdentityServices m_services;
};

} // namespace sessionbook
