#pragma once

#include "base/Result.h"
#include "credentials/AccessToken.h"
#include "credentials/SourceFailure.h"
#include "credentials/TokenQuery.h"

#include <QString>

#include <functional>

class QObject;

namespace sessionbook {

/// One way to come by a token: the environment, what was typed in, a managed identity, the Azure
/// CLI, a person who signed in, our own local pool.
class CredentialSource
{
public:
    using Answer = Result<AccessToken, SourceFailure>;
    using Callback = std::function<void(Answer)>;

    CredentialSource() = default;
    CredentialSource(const CredentialSource &) = delete;
    CredentialSource &operator=(const CredentialSource &) = delete;
    virtual ~CredentialSource() = default;

    [[nodiscard]] virtual QString name() const = 0; ///< technical, such as "Azure CLI"
    /// Calls `callback` exactly once, possibly at once, not after `context` was destroyed. Never
    /// blocks. Several may be under way at once, for several audiences.
    virtual void fetch(const TokenQuery &query, QObject *context, Callback callback) = 0;
};

} // namespace sessionbook
