#include "Authorizer.h"

namespace sessionbook {

std::optional<QByteArray> bearerToken(const QByteArray &authorizationHeader)
{
    constexpr QByteArrayView scheme("bearer ");
    if (!authorizationHeader.first(qMin(scheme.size(), authorizationHeader.size()))
             .toLower()
             .startsWith(scheme))
        return {};
    const QByteArray token = authorizationHeader.sliced(scheme.size()).trimmed();
    return token.isEmpty() ? std::nullopt : std::optional(token);
}

QByteArray bearerChallenge(const QByteArray &reason)
{
    const QByteArray realm = "Bearer realm=\"sessionbook-pool\"";
    if (reason.isEmpty())
        return realm;
    return realm + ", error=\"invalid_token\", error_description=\"" + reason + '"';
}

} // namespace sessionbook
