#pragma once

#include <QByteArray>

#include <optional>

namespace sessionbook {

/// Decides by the header `Authorization` who may speak to the pool. Called from any thread.
class Authorizer
{
public:
    virtual ~Authorizer() = default;

    /// Nothing for who may pass, else the value of `WWW-Authenticate` for the 401. It never repeats
    /// what was sent.
    [[nodiscard]] virtual std::optional<QByteArray>
    challenge(const QByteArray &authorizationHeader) const = 0;
};

/// Lets everybody pass (`--auth none`).
class OpenAuthorizer final : public Authorizer
{
public:
    [[nodiscard]] std::optional<QByteArray> challenge(const QByteArray & /*header*/) const override
    {
        return {};
    }
};

/// What follows `Bearer `; nothing for another scheme or none.
[[nodiscard]] std::optional<QByteArray> bearerToken(const QByteArray &authorizationHeader);
/// A challenge of the scheme Bearer (RFC 6750); `reason` empty: none was sent.
[[nodiscard]] QByteArray bearerChallenge(const QByteArray &reason);

} // namespace sessionbook
