#pragma once

#include <QString>

namespace sessionbook {

/// The names of what the helper leaves below /mnt/data. Pure.
namespace HelperNames {

/// What the names of segments may begin with, best first. A service may refuse the directory, as
/// directories are documented to hold no full stop (PROTOCOL §7); then they lie beside the user's
/// files.
[[nodiscard]] QStringList prefixes();
[[nodiscard]] QString segment(const QString &prefix, const QString &run, int number);
/// The file that interrupts a run by being there.
[[nodiscard]] QString interrupt(const QString &run);
/// Whether a file or directory at the root of /mnt/data is the helper's, not the user's.
[[nodiscard]] bool isOurs(const QString &name);

} // namespace HelperNames
} // namespace sessionbook
