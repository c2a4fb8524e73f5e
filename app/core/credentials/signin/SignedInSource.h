#pragma once

#include "credentials/entra/EntraRequest.h"
#include "credentials/signin/SignIns.h"
#include "rest/RestError.h"

namespace sessionbook {

/// A person who signed in by browser or device code: their refresh token yields tokens for every
/// audience. A refresh token that Entra no longer takes ends the chain with its code; who holds the
/// window then asks to sign in again (asksForSignIn).
class SignedInSource final : public CredentialSource
{
public:
    SignedInSource(SignInPlace place, SignIns &signIns, const IdentityServices &services);

    [[nodiscard]] QString name() const override;
    void fetch(const TokenQuery &query, QObject *context, Callback callback) override;

private:
    void redeem(const Secret &refreshToken, const TokenQuery &query, QObject *context,
                Callback callback);

    SignInPlace m_place;
    SignIns &m_signIns;
    IdentityServices m_services;
};

/// Whether signing in (again) is what helps: nobody is signed in, or Entra wants to see the person.
[[nodiscard]] bool asksForSignIn(const RestError &error);

} // namespace sessionbook
