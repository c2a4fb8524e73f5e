// Any bytes through the reader, and what it accepts through everything behind it. Broken promises
// abort.
#include "notebook/ipynb/CellClipboard.h"
#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <cstdlib>

using namespace sessionbook;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void requireUntouchedBytes(const Notebook &notebook, const NotebookData &data,
                           const QByteArray &bytes)
{
    if (data.upgradedFrom > 0)
        return; // a new text
    require(IpynbWriter::write(data) == bytes);
    require(IpynbWriter::write(notebook.snapshot()) == bytes);
}

void decodeOutputs(const NotebookData &data)
{
    for (const Cell &cell : data.cells) {
        for (const Output &output : cell.outputs)
            (void)output.decode();
    }
}

/// Changes every cell, reads what was written, and takes it all back.
void edit(Notebook &notebook)
{
    const QByteArray bytes = IpynbWriter::write(notebook.snapshot());
    NotebookEditor editor(notebook);
    for (int i = 0; i < notebook.cellCount(); ++i) {
        editor.setSource(notebook.idAt(i), notebook.cellAt(i).source + QStringLiteral("\nx"));
        editor.setKind(notebook.idAt(i), static_cast<CellKind>(i % 3));
    }
    editor.insertCells(notebook.cellCount() / 2, {Cell::code(QStringLiteral("new"))});
    const auto again = IpynbReader::read(IpynbWriter::write(notebook.snapshot()));
    require(again.hasValue());
    require(again->cells.size() == notebook.cellCount());
    for (int i = 0; i < notebook.cellCount(); ++i)
        require(again->cells.at(i).source == notebook.cellAt(i).source);
    while (notebook.undoStack().canUndo())
        notebook.undoStack().undo();
    require(IpynbWriter::write(notebook.snapshot()) == bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    (void)Output::fromJson(bytes).decode();
    const auto read = IpynbReader::read(bytes);
    if (!read) {
        require(read.error().kind != ErrorKind::InvalidJson || read.error().line >= 1);
        return 0;
    }
    Notebook notebook(*read);
    requireUntouchedBytes(notebook, *read, bytes);
    decodeOutputs(*read);
    edit(notebook);
    require(CellClipboard::fromJson(CellClipboard::toJson(read->cells)).size()
            == read->cells.size());
    return 0;
}
