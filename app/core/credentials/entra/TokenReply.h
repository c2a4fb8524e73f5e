#pragma once

#include "credentials/CredentialSource.h"
#include "credentials/exchange/IdentityRequest.h"

#include <QDateTime>

namespace sessionbook {

/// What Entra ID answered to a request for a token.
struct TokenReply
{
    AccessToken access;
    Secret refreshToken = {}; ///< empty where none was given
    QString account = {}; ///< who signed in, as people know it; empty without an id_token
};

/// Reads the answer of a token endpoint. Pure. Refusals stop the chain; their code is Entra's own
/// ("AADSTS7000215"), or the OAuth word where there is none ("authorization_pending"), and their
/// reason never quotes what `secrets` lists, should a server echo it.
[[nodiscard]] Result<TokenReply, SourceFailure>
readTokenReply(const IdentityReply &reply, const QDateTime &now, const QList<Secret> &secrets = {});

/// The name in a JSON web token's payload that people know their account by. Not verified: for
/// showing only.
[[nodiscard]] QString accountOfIdToken(const QByteArray &idToken);

/// The code in a text such as "AADSTS7000215: Invalid client secret provided."; empty without one.
[[nodiscard]] QString entraCodeIn(const QString &text);

/// A stranger's text as one line of bounded length, without the identifiers that Entra ends its
/// messages with.
[[nodiscard]] QString oneLineOf(const QString &text);

} // namespace sessionbook
