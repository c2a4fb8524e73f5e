#pragma once

#include <QByteArray>

namespace sessionbook {

/// What a service wants the next token to prove: the JSON object in the claims="…" of a 401's
/// WWW-Authenticate header, decoded. Empty where there is none, or none that is JSON. Pure.
[[nodiscard]] QByteArray claimsIn(const QByteArray &challenge);

} // namespace sessionbook
