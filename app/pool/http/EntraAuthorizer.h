#pragma once

#include "Authorizer.h"

#include "base/Clock.h"

#include <QJsonObject>

namespace sessionbook {

/// Asks for a token as Microsoft Entra ID makes them for dynamic sessions (`--auth entra`): its
/// shape, audience, issuer's form and time are checked.
///
/// The signature is NOT: whoever can write JSON can make such a token. It shows a client's
/// mistakes, it keeps nobody out.
class EntraAuthorizer final : public Authorizer
{
public:
    explicit EntraAuthorizer(const Clock &clock)
        : m_clock(clock)
    {
    }

    [[nodiscard]] std::optional<QByteArray>
    challenge(const QByteArray &authorizationHeader) const override;

private:
    /// Empty for a token that passes.
    [[nodiscard]] QByteArray reasonAgainst(const QByteArray &token) const;
    [[nodiscard]] QByteArray reasonAgainstTimes(const QJsonObject &claims) const;

    const Clock &m_clock;
};

} // namespace sessionbook
