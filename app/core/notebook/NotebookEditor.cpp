#include "notebook/NotebookEditor.h"

#include "notebook/AttachmentMerge.h"
#include "notebook/json/JsonEquality.h"
#include "notebook/json/JsonObjectText.h"
#include "notebook/undo/ChangeCellKindCommand.h"
#include "notebook/undo/EditSourceCommand.h"
#include "notebook/undo/InsertCellsCommand.h"
#include "notebook/undo/MoveCellCommand.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookMutation.h"
#include "notebook/undo/RemoveCellsCommand.h"
#include "notebook/undo/ReplaceCellFieldsCommand.h"
#include "notebook/undo/ReplaceNotebookFieldsCommand.h"
#include "notebook/undo/ReplaceMatchesCommand.h"
#include "notebook/undo/ReplaceOutputsCommand.h"
#include "notebook/undo/RestorePlaceCommand.h"
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

bool fits(const QList<TextDelta> &deltas, QStringView text)
{
    qsizetype done = 0;
    for (const TextDelta &delta : deltas) {
        if (delta.position < done
            || text.mid(delta.position, delta.removed.size()) != delta.removed)
            return false;
        done = delta.position + delta.removed.size();
    }
    return true;
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
    if (--m_notebook.m_openTransactions == 0)
        NotebookEditor(m_notebook).pushPlace(ComeBackBy::Redo);
    m_notebook.m_undoStack.endMacro();
}

NotebookEditor::Transaction NotebookEditor::transaction(const QString &name)
{
    return Transaction(m_notebook, name);
}

void NotebookEditor::push(QUndoCommand *command)
{
    for (const QString &name : std::exchange(m_notebook.m_pendingTransactions, {})) {
        m_notebook.m_undoStack.beginMacro(name);
        if (m_notebook.m_openTransactions++ == 0)
            pushPlace(ComeBackBy::Undo);
    }
    m_notebook.m_undoStack.push(command);
}

/// As a step of its own where no transaction is open, and with the places before and behind it.
void NotebookEditor::pushStep(QUndoCommand *command)
{
    if (m_notebook.m_openTransactions > 0 || !m_notebook.m_pendingTransactions.isEmpty())
        return push(command);
    const Transaction step = transaction(command->text());
    push(command);
}

void NotebookEditor::pushPlace(ComeBackBy by)
{
    const EditPlace place = m_notebook.m_placeSource ? m_notebook.m_placeSource() : EditPlace();
    if (place.cell.isValid())
        m_notebook.m_undoStack.push(new RestorePlaceCommand(m_notebook, place, by));
}

QList<CellId> NotebookEditor::insertCells(int index, QList<Cell> cells)
{
    if (index < 0 || index > m_notebook.cellCount() || cells.isEmpty())
        return {};
    QList<CellId> ids;
    for (Cell &cell : cells)
        ids += NotebookMutation(m_notebook).create(std::move(cell));
    pushStep(new InsertCellsCommand(m_notebook, index, ids));
    return ids;
}

QList<CellId> NotebookEditor::adoptCells(int index, QList<Cell> cells)
{
    if (index < 0 || index > m_notebook.cellCount() || cells.isEmpty())
        return {};
    QList<CellId> ids;
    for (Cell &cell : cells)
        ids += NotebookMutation(m_notebook).adopt(std::move(cell));
    pushStep(new InsertCellsCommand(m_notebook, index, ids));
    return ids;
}

void NotebookEditor::removeCells(const QList<CellId> &ids)
{
    const QList<CellId> present = presentInOrder(m_notebook, ids);
    if (!present.isEmpty())
        pushStep(new RemoveCellsCommand(m_notebook, present));
}

void NotebookEditor::moveCell(CellId id, int to)
{
    const int from = m_notebook.indexOf(id);
    if (from >= 0 && to >= 0 && to < m_notebook.cellCount() && from != to)
        pushStep(new MoveCellCommand(m_notebook, from, to));
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
        pushStep(new ChangeCellKindCommand(m_notebook, id, kind));
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
    const Cell last = *m_notebook.find(present.last());
    const Cell first = *m_notebook.find(present.takeFirst());
    AttachmentMerge attachments(first);
    QStringList sources{first.source};
    for (const CellId id : std::as_const(present)) {
        const Cell &cell = *m_notebook.find(id);
        // A code cell has none, by the format.
        sources += first.kind == CellKind::Code ? cell.source : attachments.take(cell);
    }

    const Transaction step = transaction(QLatin1String(UndoNames::mergeCells));
    setSource(first.id, sources.join(u'\n'));
    replaceOutputs(first.id, last.outputs, last.executionCount);
    setFields(first.id, {first.fileId, first.metadata, attachments.otherFields()});
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
        pushStep(new ReplaceOutputsCommand(m_notebook, id, std::move(outputs), executionCount));
}

void NotebookEditor::replaceMatches(CellId id, const QList<TextDelta> &deltas)
{
    const Cell *cell = m_notebook.find(id);
    QList<TextDelta> changes = deltas;
    changes.removeIf([](const TextDelta &delta) { return delta.removed == delta.inserted; });
    if (cell && !changes.isEmpty() && fits(changes, cell->source))
        pushStep(new ReplaceMatchesCommand(m_notebook, id, std::move(changes)));
}

Result<void> NotebookEditor::setCellMetadata(CellId id, const QByteArray &json)
{
    if (auto fault = JsonObjectText::faultIn(json))
        return *fault;
    const Cell *cell = m_notebook.find(id);
    if (cell && !JsonEquality::isSameObject(cell->metadata, json))
        setFields(id, {cell->fileId, json, cell->otherFields});
    return {};
}

Result<void> NotebookEditor::setNotebookMetadata(const QByteArray &json)
{
    if (auto fault = JsonObjectText::faultIn(json))
        return *fault;
    NotebookFields fields = m_notebook.fields();
    if (!JsonEquality::isSameObject(fields.metadata, json)) {
        fields.metadata = json;
        setNotebookFields(fields);
    }
    return {};
}

QStringList NotebookEditor::tagsOf(const Cell &cell)
{
    QStringList tags = JsonObjectText::texts(cell.metadata, u"tags");
    tags.removeDuplicates();
    return tags;
}

void NotebookEditor::setTags(CellId id, const QStringList &tags)
{
    const Cell *cell = m_notebook.find(id);
    QStringList wanted = tags;
    wanted.removeAll(QString());
    wanted.removeDuplicates();
    if (!cell || wanted == tagsOf(*cell))
        return;
    const QByteArray metadata = JsonObjectText::withTexts(cell->metadata, u"tags", wanted);
    const Transaction step = transaction(QLatin1String(UndoNames::changeTags));
    setFields(id, {cell->fileId, metadata, cell->otherFields});
}

void NotebookEditor::setFields(CellId id, const CellFields &fields)
{
    const Cell *cell = m_notebook.find(id);
    if (cell && CellFields{cell->fileId, cell->metadata, cell->otherFields} != fields)
        pushStep(new ReplaceCellFieldsCommand(m_notebook, id, fields));
}

void NotebookEditor::setNotebookFields(const NotebookFields &fields)
{
    if (m_notebook.fields() != fields)
        pushStep(new ReplaceNotebookFieldsCommand(m_notebook, fields));
}

} // namespace sessionbook
