#pragma once

#include "credentials/entra/Authority.h"
#include "credentials/entra/EntraRequest.h"

namespace sessionbook {

/// The program (a service principal) that the environment describes, as EnvironmentCredential:
/// AZURE_TENANT_ID and AZURE_CLIENT_ID with AZURE_CLIENT_SECRET, or with
/// AZURE_CLIENT_CERTIFICATE_PATH (AZURE_CLIENT_CERTIFICATE_PASSWORD,
/// AZURE_CLIENT_SEND_CERTIFICATE_CHAIN). A name and a password are passed over: that way of signing
/// in is deprecated and fails wherever a second factor is asked for.
///
/// The environment is read anew each time. Unset or half set: passed over. Refused: the chain ends.
class ServicePrincipalSource final : public CredentialSource
{
public:
    ServicePrincipalSource(Authority authority, const IdentityServices &services);

    [[nodiscard]] QString name() const override;
    void fetch(const TokenQuery &query, QObject *context, Callback callback) override;

private:
    struct Principal
    {
        QString tenant;
        QString clientId;
    };
    [[nodiscard]] Result<EntraFields, SourceFailure> proofOf(const Principal &principal) const;
    [[nodiscard]] Result<EntraFields, SourceFailure> certificateProofOf(const Principal &principal,
                                                                        const QString &path) const;

    Authority m_authority;
    IdentityServices m_services;
};

} // namespace sessionbook
