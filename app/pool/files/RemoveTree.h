#pragma once

#include "base/Result.h"

#include <QByteArray>

namespace sessionbook {

/// Removes `name` in the open directory `parent` with everything below it, whatever a session left
/// there: never through a symbolic link, through directories without permission, and at any depth.
[[nodiscard]] Result<void> removeTree(int parent, const QByteArray &name);
[[nodiscard]] Result<void> removeTree(const QString &path);

} // namespace sessionbook
