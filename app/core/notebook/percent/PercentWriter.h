#pragma once

#include "notebook/NotebookData.h"

#include <QByteArray>
#include <QList>

namespace sessionbook {

/// Writes scripts in the percent format: cells of a script that did not change as the bytes that
/// were read, others as Jupytext would. What it wrote, PercentReader reads as the same kinds, texts
/// and tags of cells; outputs, attachments and ids have no place in a script, and of the notebook's
/// metadata only the kernel and what the header said already. Pure and thread-safe.
class PercentWriter
{
public:
    [[nodiscard]] static QByteArray write(const NotebookData &notebook);
    /// The same in pieces.
    [[nodiscard]] static QList<ByteSlice> pieces(const NotebookData &notebook);
};

} // namespace sessionbook
