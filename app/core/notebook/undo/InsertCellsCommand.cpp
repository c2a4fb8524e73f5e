#include "notebook/undo/InsertCellsCommand.h"

#include "notebook/undo/UndoNames.h"

namespace sessionbook {

InsertCellsCommand::InsertCellsCommand(Notebook &notebook, int index, QList<CellId> cells)
    : m_mutation(notebook)
    , m_index(index)
    , m_cells(std::move(cells))
{
    setText(QLatin1String(m_cells.size() == 1 ? UndoNames::insertCell : UndoNames::insertCells));
}

InsertCellsCommand::~InsertCellsCommand()
{
    if (m_isDone)
        return;
    for (const CellId id : std::as_const(m_cells))
        m_mutation.forget(id);
}

void InsertCellsCommand::undo()
{
    m_mutation.breakTypingMerge();
    for (auto id = m_cells.crbegin(); id != m_cells.crend(); ++id)
        m_mutation.remove(*id);
    m_isDone = false;
    m_wasUndone = true;
    m_mutation.suggestCurrentCell(m_mutation.nearestTo(m_index));
}

void InsertCellsCommand::redo()
{
    int index = m_index;
    for (const CellId id : std::as_const(m_cells))
        m_mutation.insert(id, index++);
    m_isDone = true;
    if (!m_wasUndone)
        return;
    m_mutation.breakTypingMerge();
    m_mutation.suggestCurrentCell(m_cells.first());
}

} // namespace sessionbook
