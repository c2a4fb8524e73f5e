#pragma once

#include "base/Result.h"
#include "credentials/AccessToken.h"
#include "rest/RestError.h"

#include <QString>

#include <functional>

class QObject;

namespace sessionbook {

/// One way to come by a token: the environment, what was typed in, the Azure CLI, our own local
/// pool.
class CredentialSource
{
public:
    using Callback = std::function<void(Result<AccessToken, RestError>)>;

    virtual ~CredentialSource() = default;
    [[nodiscard]] virtual QString name() const = 0; ///< technical, such as "Azure CLI"
    /// Calls `callback` exactly once, possibly at once, not after `context` was destroyed. Never
    /// blocks.
    virtual void fetch(QObject *context, Callback callback) = 0;
};

} // namespace sessionbook
