#pragma once

#include "Authorizer.h"

#include "base/Secret.h"

namespace sessionbook {

/// Asks for one bearer token, which the pool announced at its start (`--auth token`).
class TokenAuthorizer final : public Authorizer
{
public:
    explicit TokenAuthorizer(Secret token)
        : m_token(std::move(token))
    {
    }

    [[nodiscard]] std::optional<QByteArray>
    challenge(const QByteArray &authorizationHeader) const override;

private:
    Secret m_token;
};

} // namespace sessionbook
