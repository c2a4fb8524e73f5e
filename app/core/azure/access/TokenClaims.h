#pragma once

#include "base/Secret.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace sessionbook {

/// What an access token of Microsoft Entra says about itself. Its signature is not checked: only
/// the service can, and decides. So this explains, and grants nothing.
struct TokenClaims
{
    QStringList audiences; ///< without slashes at their ends
    QString tenant;
    QString objectId; ///< of who is signed in
    QString account; ///< for people; empty for a program
    bool isProgram = false; ///< a service principal or managed identity
    QDateTime expiresAt;

    /// Nothing where the token is no JSON web token: others are valid, too, but say nothing.
    [[nodiscard]] static std::optional<TokenClaims> read(const Secret &token);
    /// Whether the token can be meant for what `audience` names.
    [[nodiscard]] bool isFor(const QString &audience) const;

    bool operator==(const TokenClaims &) const = default;
};

} // namespace sessionbook
