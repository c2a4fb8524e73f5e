#pragma once

#include <QByteArray>
#include <QString>

namespace sessionbook {

/// What a token is wanted for.
struct TokenQuery
{
    QString audience; ///< such as "https://dynamicsessions.io", without "/.default"
    QByteArray claims = {}; ///< JSON that the service asked for in its 401; usually empty

    [[nodiscard]] QString scope() const;

    bool operator==(const TokenQuery &) const = default;
};

/// The audience of every pool of the service, where a profile names no other.
[[nodiscard]] QString poolAudience();
/// Whether it can stand in a tool's argument, a form and an address: letters, digits and "-_.:/",
/// and no "-" at its front.
[[nodiscard]] bool isUsableAudience(const QString &audience);
/// The same for a tenant: letters, digits, "-" and ".".
[[nodiscard]] bool isUsableTenant(const QString &tenant);

} // namespace sessionbook
