#pragma once

#include <QString>

namespace sessionbook {

/// Whether there is something to open a window on. Qt aborts with a page of text where there is
/// not, so it is asked before.
[[nodiscard]] bool hasDisplay();
/// What to say then.
[[nodiscard]] QString displayMissingText();

} // namespace sessionbook
