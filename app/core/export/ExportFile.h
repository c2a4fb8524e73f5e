#pragma once

#include "base/Result.h"
#include "export/ExportFormat.h"
#include "notebook/NotebookData.h"

#include <QString>

namespace sessionbook {

/// Writes a notebook to a file in any format there is. Blocks on the disk: call it from a worker
/// thread; pure but for the file system and thread-safe.
class ExportFile
{
public:
    /// Writes beside and renames: after a failure an old file is whole. `title` names the document
    /// where the format has a place for it. Errors: those of NotebookFile::save.
    [[nodiscard]] static Result<void> write(const QString &path, ExportFormat format,
                                            const NotebookData &notebook, const QString &title);
};

} // namespace sessionbook
