#pragma once

#include "base/Result.h"
#include "notebook/files/FileState.h"
#include "notebook/merge/ConflictedNotebook.h"

#include <QString>

namespace sessionbook {

/// A notebook file that a merge of git left with conflict markers. Functions block on the disk.
struct ConflictedFile
{
    ConflictedNotebook notebook;
    FileState state; ///< of the file it was read from

    /// For a file that NotebookFile::load() refused as InvalidJson. Errors: those of ConflictReader
    /// and of reading.
    [[nodiscard]] static Result<ConflictedFile> load(const QString &path);
    /// The lines where conflicts begin; empty where the file holds none or cannot be read.
    [[nodiscard]] static QList<int> markerLines(const QString &path);
};

} // namespace sessionbook
