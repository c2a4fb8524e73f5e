#pragma once

#include "base/Secret.h"

namespace sessionbook {

/// The proof that whoever redeems an authorization code is who asked for it (RFC 7636).
struct Pkce
{
    Secret verifier; ///< 43 characters, 256 random bits
    QByteArray challenge; ///< its SHA-256

    [[nodiscard]] static Pkce make();
};

/// 256 random bits as text that needs no escaping in an address.
[[nodiscard]] QByteArray randomText();

} // namespace sessionbook
