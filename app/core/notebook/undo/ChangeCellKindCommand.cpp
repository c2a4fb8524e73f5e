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
    change(m_after, m_before);
    m_mutation.suggestCurrentCell(m_cell);
}

void ChangeCellKindCommand::redo()
{
    change(m_before, m_after);
    if (!m_wasUndone)
        return;
    m_mutation.breakTypingMerge();
    m_mutation.suggestCurrentCell(m_cell);
}

/// What leaves code leaves its outputs here, also those a run brought since; what becomes code
/// again gets them back, or what its run brought meanwhile.
void ChangeCellKindCommand::change(CellKind from, CellKind to)
{
    if (from == CellKind::Code)
        m_mutation.swapOutputs(m_cell, m_outputs, m_executionCount);
    m_mutation.setKind(m_cell, to);
    if (to != CellKind::Code)
        return;
    m_mutation.takeLateResult(m_cell, m_outputs, m_executionCount);
    m_mutation.swapOutputs(m_cell, m_outputs, m_executionCount);
}

} // namespace sessionbook
