#pragma once

#include "base/Result.h"
#include "notebook/NotebookData.h"
#include "notebook/files/FileState.h"

#include <QString>

namespace sessionbook {

struct LoadedNotebook
{
    NotebookData data;
    FileState state; ///< of the file it was read from
};

/// Notebook files on disk. Functions block on the disk: call them from a worker thread
/// (QtConcurrent::run); they are pure but for the file system and thread-safe.
class NotebookFile
{
public:
    /// Errors: NotFound, IsDirectory, PermissionDenied, EmptyFile, InvalidJson, NotANotebook,
    /// UnsupportedFormat, ReadFailed.
    [[nodiscard]] static Result<LoadedNotebook> load(const QString &path);
    /// Atomic and durable: after a failure, a killed program or a power cut the file holds the
    /// whole old text or the whole new one. Follows symbolic links; keeps owner, mode, access
    /// lists, extended attributes and all names (hard links) of the file. Where that takes writing
    /// in place, the next load() mends what was cut off. Returns what the file holds now.
    ///
    /// Errors: PermissionDenied, DiskFull, IsDirectory, WriteFailed; ChangedOutside when the file
    /// no longer holds what is `expected` (a null state is not compared).
    [[nodiscard]] static Result<FileState> save(const QString &path, const NotebookData &notebook,
                                                const FileState &expected = {});
};

} // namespace sessionbook
