#pragma once

#include "credentials/entra/Authority.h"
#include "settings/PoolProfile.h"

namespace sessionbook {

/// Where, as what and for what a person signs in, checked.
struct SignInPlace
{
    Authority authority;
    QString tenant; ///< "organizations" where the settings name none
    QString clientId;
    QString audience; ///< of the pool
    QString account; ///< empty: anybody

    /// Settings with their gaps filled. Refusals stop the chain: an authority that is not https, a
    /// tenant or audience of characters that none has.
    [[nodiscard]] static Result<SignInPlace, SourceFailure> of(const PoolSignIn &settings);
    /// The public application that stands in where the settings name none: the Azure CLI's, which
    /// may sign in to the service in any tenant.
    [[nodiscard]] static QString defaultClientId();
    /// Under which `account` is remembered; in every tenant that it belongs to, its refresh token
    /// is good for tokens.
    [[nodiscard]] QString keychainEntry() const;
};

} // namespace sessionbook
