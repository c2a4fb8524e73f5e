#pragma once

#include "base/Result.h"
#include "base/Secret.h"
#include "rest/RestError.h"

#include <functional>

class QObject;

namespace sessionbook {

/// Where RestClient gets the bearer token of a request; implemented by credentials/CredentialChain.
class TokenSource
{
public:
    enum class Freshness {
        Cached, ///< a token in hand will do while it has time to live
        Renewed ///< the last one was refused (401): get another
    };
    struct Demand
    {
        Demand(Freshness wanted, // NOLINT(google-explicit-constructor): most have no claims
               QByteArray claimsOfService = {})
            : freshness(wanted)
            , claims(std::move(claimsOfService))
        {
        }

        Freshness freshness;
        QByteArray claims; ///< JSON that came with the 401: what the next token must prove
    };
    using Callback = std::function<void(Result<Secret, RestError>)>;

    virtual ~TokenSource() = default;
    /// Calls `callback` exactly once, possibly at once, not after `context` was destroyed. Errors:
    /// NoCredential.
    virtual void requestToken(const Demand &demand, QObject *context, Callback callback) = 0;
};

} // namespace sessionbook
