#pragma once

namespace sessionbook {

/// Registers the themes and icons that are compiled into this library (":/themes", ":/icons"): a
/// static library's resources are left out by the linker unless somebody asks for them. Cheap to
/// call again.
void ensureThemeResources();

} // namespace sessionbook
