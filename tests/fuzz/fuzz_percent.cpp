// Any bytes through the reader of scripts, and what it gives through everything behind it. Broken
// promises abort.
#include "notebook/files/NotebookCodec.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/percent/PercentReader.h"
#include "notebook/percent/PercentWriter.h"

#include <algorithm>
#include <cstdlib>

using namespace sessionbook;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void requireSameCells(const NotebookData &data, const QList<Cell> &cells)
{
    require(std::ranges::equal(data.cells, cells, [](const Cell &left, const Cell &right) {
        return left.kind == right.kind && left.source == right.source;
    }));
}

NotebookData readAgain(const NotebookData &data)
{
    return PercentReader::read(PercentWriter::write(data)).value();
}

/// Changes cells, reads what was written, and takes it all back.
void edit(const NotebookData &data, const QByteArray &bytes)
{
    Notebook notebook(data);
    NotebookEditor editor(notebook);
    for (int i = 0; i < notebook.cellCount(); i += 2) {
        editor.setSource(notebook.idAt(i), notebook.cellAt(i).source + QStringLiteral("\nx"));
        editor.setKind(notebook.idAt(i), static_cast<CellKind>(i / 2 % 3));
    }
    editor.insertCells(notebook.cellCount() / 2, {Cell::code(QStringLiteral("new"))});
    editor.moveCell(notebook.idAt(0), notebook.cellCount() - 1);
    requireSameCells(readAgain(notebook.snapshot()), notebook.snapshot().cells);
    while (notebook.undoStack().canUndo())
        notebook.undoStack().undo();
    require(PercentWriter::write(notebook.snapshot()) == bytes);
}

/// To a notebook and back, as sessionbook-run converts.
void convert(const NotebookData &data)
{
    QByteArray json;
    for (const ByteSlice &piece : NotebookCodec::write(data, DocumentFormat::Notebook))
        json += piece.view();
    const auto notebook = NotebookCodec::read(json, DocumentFormat::Notebook);
    require(notebook.hasValue());
    requireSameCells(*notebook, data.cells);
    requireSameCells(readAgain(*notebook), data.cells);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const auto script = PercentReader::read(bytes);
    if (!script) {
        require(script.error().kind == ErrorKind::NotText && script.error().line >= 1);
        return 0;
    }
    require(PercentWriter::write(*script) == bytes);
    edit(*script, bytes);
    convert(*script);
    return 0;
}
