#pragma once

#include "base/Result.h"
#include "notebook/NotebookData.h"
#include "notebook/files/FileFingerprint.h"

#include <QString>

namespace sessionbook {

struct LoadedNotebook
{
    NotebookData data;
    FileFingerprint fingerprint;
};

/// Notebook files on disk. Functions block on the disk: call them from a worker thread
/// (QtConcurrent::run); they are pure but for the file system and thread-safe.
class NotebookFile
{
public:
    /// Errors: NotFound, IsDirectory, PermissionDenied, EmptyFile, InvalidJson, NotANotebook,
    /// UnsupportedFormat, ReadFailed.
    [[nodiscard]] static Result<LoadedNotebook> load(const QString &path);
    /// Writes beside and renames: after a failure the old file is whole. Follows a symbolic link,
    /// keeps the mode. Errors: PermissionDenied, DiskFull, IsDirectory, WriteFailed; ChangedOutside
    /// when the file no longer is `expected` (a null fingerprint is not compared).
    [[nodiscard]] static Result<FileFingerprint>
    save(const QString &path, const NotebookData &notebook, const FileFingerprint &expected = {});
};

} // namespace sessionbook
