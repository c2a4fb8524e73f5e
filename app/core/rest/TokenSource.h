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
    using Callback = std::function<void(Result<Secret, RestError>)>;

    virtual ~TokenSource() = default;
    /// Calls `callback` exactly once, possibly at once, not after `context` was destroyed. Errors:
    /// NoCredential.
    virtual void requestToken(Freshness freshness, QObject *context, Callback callback) = 0;
};

} // namespace sessionbook
