#pragma once

#include "theme/Theme.h"

namespace sessionbook {

/// A theme of the program, for tests: its values come from the product's own files.
[[nodiscard]] Theme testTheme(const QString &name = QStringLiteral("light"));

} // namespace sessionbook
