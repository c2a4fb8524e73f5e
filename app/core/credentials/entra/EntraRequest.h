#pragma once

#include "credentials/entra/TokenReply.h"
#include "credentials/exchange/IdentityServices.h"

namespace sessionbook {

/// A field of a form that Entra ID is sent; the value may be secret.
using EntraFields = QList<std::pair<QByteArray, Secret>>;
using EntraCallback = std::function<void(Result<TokenReply, SourceFailure>)>;

/// Posts the form to a token endpoint and reads the answer; repeats it where Entra asks to (429,
/// 5xx). `callback` is called once from the event loop, not after `context` was destroyed.
void requestEntraToken(const IdentityServices &services, const QUrl &tokenUrl,
                       const EntraFields &fields, QObject *context, EntraCallback callback);

/// For a source that hands the token on and remembers nothing else.
[[nodiscard]] EntraCallback accessOnly(CredentialSource::Callback callback);

/// What a person's sign-in asks for: tokens of the audience, who they are, and a refresh token.
[[nodiscard]] QByteArray personScope(const TokenQuery &query);
/// The fields of a program that proves who it is, but for the proof.
[[nodiscard]] EntraFields clientCredentialsFields(const QString &clientId, const TokenQuery &query);
/// The proof that is a signed or federated assertion.
[[nodiscard]] EntraFields assertionFields(const Secret &assertion);

} // namespace sessionbook
