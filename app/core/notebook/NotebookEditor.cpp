#include "notebook/NotebookEditor.h"

#include "notebook/undo/ChangeCellKindCommand.h"
#include "notebook/undo/EditSourceCommand.h"
#include "notebook/undo/InsertCellsCommand.h"
#include "notebook/undo/MoveCellCommand.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookMutation.h"
#include "notebook/undo/RemoveCellsCommand.h"
#include "notebook/undo/ReplaceCellFieldsCommand.h"
#include "notebook/undo/ReplaceNotebookFieldsCommand.h"
#include "notebook/undo/ReplaceOutputsCommand.h"
#include "notebook/undo/UndoNames.h"

#include <algorithm>

namespace sessionbook {

namespace {

/// Those of `ids` that are in the notebook, in its order, each once.
QList<CellId> presentInOrder(const Notebook &notebook, QList<CellId> ids)
{
    ids.removeIf([&notebook](CellId id) { return notebook.indexOf(id) < 0; });
    std::ranges::sort(ids, {}, [&notebook](CellId id) { return notebook.indexOf(id); });
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

bool areNeighbours(const Notebook &notebook, const QList<CellId> &inOrder)
{
    return notebook.indexOf(inOrder.last()) - notebook.indexOf(inOrder.first()) + 1
        == inOrder.size();
}

bool isInsidePair(const QString &text, qsizetype position)
{
    return position > 0 && position < text.size() && text.at(position).isLowSurrogate()
        && text.at(position - 1).isHighSurrogate();
}

} // namespace

NotebookEditor::NotebookEditor(Notebook &notebook)
    : m_notebook(notebook)
{
}

NotebookEditor::Transaction::Transaction(Notebook &notebook, const QString &name)
    : m_notebook(notebook)
{
    // A macro without an edit would be an empty step, so it is begun by its first command.
    m_notebook.m_pendingTransactions.append(name);
}

NotebookEditor::Transaction::~Transaction()
{
    if (!m_notebook.m_pendingTransactions.isEmpty()) {
        m_notebook.m_pendingTransactions.removeLast();
        return;
    }
    --m_notebook.m_openTransactions;
    m_notebook.m_undoStack.endMacro();
}

NotebookEditor::Transaction NotebookEditor::transaction(const QString &name)
{
    return Transaction(m_notebook, name);
}

void NotebookEditor::push(QUndoCommand *command)
{
    for (const QString &name : std::exchange(m_notebook.m_pendingTransactions, {})) {
        ++m_notebook.m_openTransactions;
        m_notebook.m_undoStack.beginMacro(name);
    }
    m_notebook.m_undoStack.push(command);
}

QList<CellId> NotebookEditor::insertCells(int index, QList<Cell> cells)
{
    if (index < 0 || index > m_notebook.cellCount() || cells.isEmpty())
        return {};
    QList<CellId> ids;
    for (Cell &cell : cells)
        ids += NotebookMutation(m_notebook).create(std::move(cell));
    push(new InsertCellsCommand(m_notebook, index, ids));
    return ids;
}

QList<CellId> NotebookEditor::adoptCells(int index, QList<Cell> cells)
{
    if (index < 0 || index > m_notebook.cellCount() || cells.isEmpty())
        return {};
    QList<CellId> ids;
    for (Cell &cell : cells)
        ids += NotebookMutation(m_notebook).adopt(std::move(cell));
    push(new InsertCellsCommand(m_notebook, index, ids));
    return ids;
}

void NotebookEditor::removeCells(const QList<CellId> &ids)
{
    const QList<CellId> present = presentInOrder(m_notebook, ids);
    if (!present.isEmpty())
        push(new RemoveCellsCommand(m_notebook, present));
}

void NotebookEditor::moveCell(CellId id, int to)
{
    const int from = m_notebook.indexOf(id);
    if (from >= 0 && to >= 0 && to < m_notebook.cellCount() && from != to)
        push(new MoveCellCommand(m_notebook, from, to));
}

void NotebookEditor::setSource(CellId id, const QString &source, CaretPosition caretBefore,
                               CaretPosition caretAfter)
{
    const Cell *cell = m_notebook.find(id);
    if (!cell || cell->source == source)
        return;
    const bool isBroken = std::exchange(m_notebook.m_typingMergeBroken, false);
    push(new EditSourceCommand(m_notebook, id, source, caretBefore, caretAfter,
                               isBroken ? TypingMerge::Forbidden : TypingMerge::Allowed));
}

void NotebookEditor::breakTypingMerge()
{
    m_notebook.m_typingMergeBroken = true;
}

void NotebookEditor::setKind(CellId id, CellKind kind)
{
    const Cell *cell = m_notebook.find(id);
    if (cell && cell->kind != kind)
        push(new ChangeCellKindCommand(m_notebook, id, kind));
}

CellId NotebookEditor::splitCell(CellId id, qsizetype position)
{
    const Cell *cell = m_notebook.find(id);
    if (!cell || position < 0 || position > cell->source.size())
        return {};
    if (isInsidePair(cell->source, position))
        --position;

    QString first = cell->source.first(position);
    Cell second = *cell;
    second.source = cell->source.sliced(position);
    // The line feed at the cut is the cut: neither half keeps it.
    if (first.endsWith(u'\n'))
        first.chop(1);
    else if (second.source.startsWith(u'\n'))
        second.source.remove(0, 1);

    const Transaction step = transaction(QLatin1String(UndoNames::splitCell));
    setSource(id, first);
    replaceOutputs(id, {}, std::nullopt);
    return insertCells(m_notebook.indexOf(id) + 1, {second}).first();
}

void NotebookEditor::mergeCells(const QList<CellId> &ids)
{
    QList<CellId> present = presentInOrder(m_notebook, ids);
    if (present.size() < 2 || !areNeighbours(m_notebook, present))
        return;
    QStringList sources;
    for (const CellId id : std::as_const(present))
        sources += m_notebook.find(id)->source;
    const Cell last = *m_notebook.find(present.last());
    const CellId first = present.takeFirst();

    const Transaction step = transaction(QLatin1String(UndoNames::mergeCells));
    setSource(first, sources.join(u'\n'));
    replaceOutputs(first, last.outputs, last.executionCount);
    removeCells(present);
}

void NotebookEditor::clearOutputs(const QList<CellId> &ids)
{
    const Transaction step = transaction(QLatin1String(UndoNames::clearOutputs));
    for (const CellId id : presentInOrder(m_notebook, ids))
        replaceOutputs(id, {}, std::nullopt);
}

void NotebookEditor::replaceOutputs(CellId id, QList<Output> outputs,
                                    std::optional<int> executionCount)
{
    const Cell *cell = m_notebook.find(id);
    if (!cell)
        return;
    const bool isSame = cell->outputs == outputs && cell->executionCount == executionCount;
    if (cell->kind == CellKind::Code && !isSame)
        push(new ReplaceOutputsCommand(m_notebook, id, std::move(outputs), executionCount));
}

void NotebookEditor::setFields(CellId id, const CellFields &fields)
{
    const Cell *cell = m_notebook.find(id);
    if (cell && CellFields{cell->fileId, cell->metadata, cell->otherFields} != fields)
        push(new ReplaceCellFieldsCommand(m_notebook, id, fields));
}

void NotebookEditor::setNotebookFields(const NotebookFields &fields)
{
    if (m_notebook.fields() != fields)
        push(new ReplaceNotebookFieldsCommand(m_notebook, fields));
}

} // namespace sessionbook
