#pragma once

#include "notebook/Cell.h"
#include "outputs/OutputBlock.h"

namespace sessionbook {

class ExportStream;

/// Writes cells and their outputs into a page.
class CellMarkup
{
public:
    /// Both must outlive it. `language` is that of the code cells.
    CellMarkup(ExportStream &out, const QString &language);

    /// Nothing for a cell that shows nothing.
    void write(const Cell &cell);

private:
    void writeCode(const Cell &cell);
    void writeMarkdown(const Cell &cell);
    void writeRaw(const Cell &cell);
    void writeOutputs(const Cell &cell);
    void writeBlock(const TextBlock &block);
    void writeBlock(const ImageBlock &block);
    void writeBlock(const HtmlBlock &block);
    void writeBlock(const ErrorBlock &block);

    ExportStream &m_out;
    const QString &m_language;
};

} // namespace sessionbook
