#pragma once

#include "OpenSsl.h"

#include <QByteArray>
#include <QDateTime>

#include <optional>

namespace sessionbook {

/// A certificate and the key that belongs to it; moves.
struct Certificate
{
    CertificatePointer certificate;
    KeyPointer key;

    /// One that signs others, for ten years, and by its constraints only for names of this
    /// computer: who steals its key can pretend to be nobody else.
    [[nodiscard]] static std::optional<Certificate> makeAuthority(const QDateTime &now);
    /// One for localhost, 127.0.0.1 and ::1, for about a year, as browsers want it.
    [[nodiscard]] static std::optional<Certificate>
    makeForThisComputer(const Certificate &authority, const QDateTime &now);
    /// Nothing when one of the two is none, or they do not belong together.
    [[nodiscard]] static std::optional<Certificate> fromPem(const QByteArray &certificate,
                                                            const QByteArray &key);

    [[nodiscard]] QByteArray certificatePem() const;
    [[nodiscard]] QByteArray keyPem() const;
    [[nodiscard]] bool isSignedBy(const Certificate &authority) const;
    [[nodiscard]] bool isValidAt(const QDateTime &time) const;
};

} // namespace sessionbook
