#pragma once

#include "base/Result.h"

#include <QString>

namespace sessionbook {

/// Where the program keeps what belongs to a person's documents but not in their folders: journals,
/// checkpoints, locks. It is $XDG_STATE_HOME/sessionbook, by default ~/.local/state/sessionbook,
/// and nobody else may look into it, as it holds the text of documents.
///
/// Thread-safe; asks the file system each time, as the directory may be removed meanwhile.
class StateDirectory
{
public:
    /// Where it is or would be; does nothing.
    [[nodiscard]] static QString path();
    /// The path of the directory `name` in it, made with mode 0700 where it is missing. `name` is
    /// one of ours and holds no slash. Errors: PermissionDenied (also where it belongs to somebody
    /// else), DiskFull, WriteFailed.
    [[nodiscard]] static Result<QString> subdirectory(const QString &name);
};

} // namespace sessionbook
