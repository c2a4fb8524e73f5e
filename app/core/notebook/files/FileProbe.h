#pragma once

#include "notebook/files/NotebookFile.h"

#include <variant>

namespace sessionbook {

/// A look at a file that we know: does it still hold what we know? Blocks on the disk; thread-safe.
namespace FileProbe {

/// It does; the state may have a newer stamp.
struct Same
{
    FileState state;
};
/// It holds another notebook.
struct Changed
{
    LoadedNotebook loaded;
};
/// It is gone, cannot be read, or is no notebook (any more, or not yet: somebody may be writing
/// it).
struct Unusable
{
    Error error;
    FileFingerprint fingerprint = {}; ///< null where it could not even be read
};
using Finding = std::variant<Same, Changed, Unusable>;

[[nodiscard]] Finding look(const QString &path, const FileState &known);

} // namespace FileProbe

} // namespace sessionbook
