#include "notebook/undo/ChangeCellKindCommand.h"

#include "notebook/undo/UndoNames.h"

namespace sessionbook {

ChangeCellKindCommand::ChangeCellKindCommand(Notebook &notebook, CellId cell, CellKind kind)
    : QUndoCommand(QLatin1String(UndoNames::changeCellKind))
    , m_mutation(notebook)
    , m_cell(cell)
    , m_before(notebook.find(cell)->kind)
    , m_after(kind)
{
}

void ChangeCellKindCommand::undo()
{
    m_mutation.breakTypingMerge();
    m_wasUndone = true;
    m_mutation.setKind(m_cell, m_before);
    if (m_before == CellKind::Code)
        m_mutation.swapOutputs(m_cell, m_outputs, m_executionCount);
    m_mutation.suggestCurrentCell(m_cell);
}

void ChangeCellKindCommand::redo()
{
    if (m_before == CellKind::Code)
        m_mutation.swapOutputs(m_cell, m_outputs, m_executionCount);
    m_mutation.setKind(m_cell, m_after);
    if (!m_wasUndone)
        return;
    m_mutation.breakTypingMerge();
    m_mutation.suggestCurrentCell(m_cell);
}

} // namespace sessionbook
