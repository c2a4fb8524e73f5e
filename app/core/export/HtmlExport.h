#pragma once

#include "base/Result.h"
#include "notebook/NotebookData.h"

#include <QString>

class QIODevice;

namespace sessionbook {

/// A notebook as one page that needs nothing else: style, pictures and attachments are inside, no
/// script is, nothing is fetched. Light or dark as the reader's system is, printable, readable on a
/// telephone. Everything of the notebook is taken for hostile.
///
/// Pure and thread-safe. Written cell by cell: memory grows with the largest cell, not with the
/// notebook.
class HtmlExport
{
public:
    /// Errors: DiskFull, PermissionDenied, WriteFailed.
    [[nodiscard]] static Result<void> write(const NotebookData &notebook, const QString &title,
                                            QIODevice &device);
};

} // namespace sessionbook
