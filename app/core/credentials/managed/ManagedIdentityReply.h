#pragma once

#include "credentials/CredentialSource.h"
#include "credentials/exchange/IdentityRequest.h"

#include <QDateTime>

namespace sessionbook {

/// Reads what the endpoint of a managed identity answered, whichever it is: numbers may be text,
/// the end may be seconds since 1970 or, of an older App Service, a date. A token that lives for
/// more than two hours is renewed after half of its life. Pure; refusals stop the chain.
[[nodiscard]] CredentialSource::Answer readManagedIdentityReply(const IdentityReply &reply,
                                                                const QDateTime &now);

} // namespace sessionbook
