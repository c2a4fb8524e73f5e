#pragma once

#include "base/Result.h"
#include "notebook/NotebookData.h"

namespace sessionbook {

/// Reads Python scripts whose cells begin with `# %%`, as VS Code, Spyder and Jupytext have them; a
/// script without any is one cell. Pure and thread-safe.
///
/// Every cell keeps its lines as they stand (Cell::originalJson), so that an untouched file is
/// written back byte for byte. Everything that is UTF-8 can be read; other text is an error
/// (NotText) with line and column.
class PercentReader
{
public:
    [[nodiscard]] static Result<NotebookData> read(const QByteArray &bytes);
};

} // namespace sessionbook
