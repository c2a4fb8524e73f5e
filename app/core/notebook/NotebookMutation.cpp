#include "notebook/NotebookMutation.h"

namespace sessionbook {

CellId NotebookMutation::create(Cell cell)
{
    cell.originalJson = {};
    cell.touched = true;
    if (cell.kind != CellKind::Code) {
        cell.outputs.clear();
        cell.executionCount.reset();
    }
    shareTexts(cell);
    m_notebook.giveFileId(cell);
    return adopt(std::move(cell));
}

CellId NotebookMutation::adopt(Cell cell)
{
    m_notebook.m_fileIds.insert(cell.fileId);
    Notebook::Node *node = m_notebook.addNode(std::move(cell));
    node->isPresent = false;
    return node->cell.id;
}

void NotebookMutation::insert(CellId id, int index)
{
    Notebook::Node &added = node(id);
    added.isPresent = true;
    added.indexHint = index;
    m_notebook.m_order.insert(m_notebook.m_order.begin() + index, &added);
    m_notebook.contentChanged();
    emit m_notebook.cellInserted(index);
}

void NotebookMutation::remove(CellId id)
{
    const int index = m_notebook.indexOf(id);
    node(id).isPresent = false;
    m_notebook.m_order.erase(m_notebook.m_order.begin() + index);
    m_notebook.contentChanged();
    emit m_notebook.cellRemoved(index, id);
}

void NotebookMutation::forget(CellId id)
{
    m_notebook.m_nodes.erase(id.value());
}

void NotebookMutation::move(int from, int to)
{
    const auto begin = m_notebook.m_order.begin();
    if (from < to)
        std::rotate(begin + from, begin + from + 1, begin + to + 1);
    else
        std::rotate(begin + to, begin + from, begin + from + 1);
    m_notebook.m_order[static_cast<size_t>(to)]->indexHint = to;
    m_notebook.contentChanged();
    emit m_notebook.cellMoved(from, to);
}

void NotebookMutation::setSource(CellId id, const QString &source)
{
    Cell &cell = node(id).cell;
    cell.source = source;
    cell.touched = true;
    m_notebook.contentChanged();
    emit m_notebook.cellSourceChanged(id);
}

void NotebookMutation::setKind(CellId id, CellKind kind)
{
    Cell &cell = node(id).cell;
    cell.kind = kind;
    cell.touched = true;
    m_notebook.contentChanged();
    emit m_notebook.cellKindChanged(id);
}

void NotebookMutation::swapOutputs(CellId id, QList<Output> &outputs,
                                   std::optional<int> &executionCount)
{
    Cell &cell = node(id).cell;
    cell.outputs.swap(outputs);
    std::swap(cell.executionCount, executionCount);
    cell.touched = true;
    m_notebook.contentChanged();
    emit m_notebook.cellOutputsChanged(id);
}

void NotebookMutation::takeLateResult(CellId id, QList<Output> &outputs,
                                      std::optional<int> &executionCount)
{
    if (auto result = std::exchange(node(id).lateResult, std::nullopt)) {
        outputs = std::move(result->outputs);
        executionCount = result->executionCount;
    }
}

void NotebookMutation::swapFields(CellId id, CellFields &fields)
{
    Cell &cell = node(id).cell;
    cell.fileId.swap(fields.fileId);
    cell.metadata.swap(fields.metadata);
    cell.otherFields.swap(fields.otherFields);
    cell.touched = true;
    m_notebook.m_fileIds.insert(cell.fileId);
    m_notebook.contentChanged();
    emit m_notebook.cellMetadataChanged(id);
}

void NotebookMutation::swapNotebookFields(NotebookFields &fields)
{
    NotebookData &data = m_notebook.m_data;
    std::swap(data.formatMajor, fields.formatMajor);
    std::swap(data.formatMinor, fields.formatMinor);
    data.metadata.swap(fields.metadata);
    data.otherFields.swap(fields.otherFields);
    m_notebook.m_language.clear();
    m_notebook.contentChanged();
    emit m_notebook.notebookMetadataChanged();
}

void NotebookMutation::restorePlace(const EditPlace &place)
{
    m_notebook.m_restoredPlace = place;
}

void NotebookMutation::restoreCaret(CellId id, CaretPosition caret)
{
    restorePlace({.cell = id, .selectionAnchor = id, .caret = caret});
}

void NotebookMutation::suggestCurrentCell(CellId id)
{
    restorePlace({.cell = id, .selectionAnchor = id, .caret = {}});
}

CellId NotebookMutation::nearestTo(int index) const
{
    if (m_notebook.cellCount() == 0)
        return {};
    return m_notebook.idAt(std::clamp(index, 0, m_notebook.cellCount() - 1));
}

void NotebookMutation::breakTypingMerge()
{
    m_notebook.m_typingMergeBroken = true;
}

QString NotebookMutation::shared(const QString &text)
{
    return m_notebook.m_sharedTexts.shared(text);
}

/// What was pasted may be here already, and its outputs and attachments must not keep all in memory
/// that they came with: another file, or the clipboard.
void NotebookMutation::shareTexts(Cell &cell)
{
    cell.source = shared(cell.source);
    for (Output &output : cell.outputs)
        output = Output::fromJson(shared(output.slice()));
    for (ByteSlice &field : cell.otherFields)
        field = shared(field);
}

ByteSlice NotebookMutation::shared(const ByteSlice &slice)
{
    if (slice.sharesTextWith(m_notebook.m_data.origin.text))
        return slice;
    const bool isWhole = slice.size() == slice.whole().size();
    return m_notebook.m_sharedTexts.shared(isWhole ? slice.whole() : slice.toByteArray());
}

Notebook::Node &NotebookMutation::node(CellId id)
{
    return *m_notebook.m_nodes.at(id.value());
}

} // namespace sessionbook
