#pragma once

#include "credentials/CredentialSources.h"
#include "credentials/exchange/IdentityServices.h"
#include "settings/PoolProfile.h"

namespace sessionbook {

class SignIns;

/// How a pool's tokens are come by, as its profile says.
struct IdentityChoice
{
    PoolCredential credential = PoolCredential::Automatic;
    PoolSignIn signIn = {};
    Secret typedIn = {}; ///< for PoolCredential::TypedIn

    /// What a chain for the pool itself asks for; a chain for Azure Resource Manager asks for
    /// Authority::resourceManager().
    [[nodiscard]] QString poolAudience() const;
};

/// The sources of the identity that was chosen. Automatic is SESSIONBOOK_POOL_TOKEN and then what
/// DefaultAzureCredential asks: the environment, workload identity, managed identity, Azure CLI,
/// Azure PowerShell, Azure Developer CLI; AZURE_TOKEN_CREDENTIALS narrows that. Settings that
/// cannot be used become a source that says so.
///
/// Nothing is asked, loaded or started by making them. `signIns` may be missing where nobody can
/// sign in. Borrows the services and `signIns`.
[[nodiscard]] CredentialSources makeSources(const IdentityChoice &choice,
                                            const IdentityServices &services, SignIns *signIns);

} // namespace sessionbook
