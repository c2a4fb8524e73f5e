#include "TokenAuthorizer.h"

#include "ConstantTime.h"

namespace sessionbook {

std::optional<QByteArray> TokenAuthorizer::challenge(const QByteArray &authorizationHeader) const
{
    const auto token = bearerToken(authorizationHeader);
    if (!token)
        return bearerChallenge({});
    if (!equalsInConstantTime(*token, m_token))
        return bearerChallenge("This is not the token of this pool.");
    return {};
}

} // namespace sessionbook
