#pragma once

#include "base/Secret.h"

namespace sessionbook {

/// Whether `given` is the secret. Takes the same time for every text of the same length, so that
/// none can be guessed byte by byte. Nothing equals an empty secret.
[[nodiscard]] bool equalsInConstantTime(const QByteArray &given, const Secret &wanted);

} // namespace sessionbook
