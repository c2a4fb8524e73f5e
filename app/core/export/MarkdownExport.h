#pragma once

#include "base/Result.h"
#include "notebook/NotebookData.h"

class QIODevice;

namespace sessionbook {

/// A notebook as Markdown of GitHub's flavour: Markdown cells as they were written, code and what
/// it printed in fences, data frames as tables, pictures and attachments within the file (as
/// definitions at its end, so that the text stays readable).
///
/// Pure and thread-safe. Written cell by cell: memory grows with the largest cell, not with the
/// notebook.
class MarkdownExport
{
public:
    /// Errors: DiskFull, PermissionDenied, WriteFailed.
    [[nodiscard]] static Result<void> write(const NotebookData &notebook, QIODevice &device);
};

} // namespace sessionbook
