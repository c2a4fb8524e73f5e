#include "notebook/undo/ReplaceOutputsCommand.h"

#include "notebook/undo/UndoNames.h"

namespace sessionbook {

ReplaceOutputsCommand::ReplaceOutputsCommand(Notebook &notebook, CellId cell, QList<Output> outputs,
                                             std::optional<int> executionCount)
    : QUndoCommand(QLatin1String(UndoNames::clearOutputs))
    , m_mutation(notebook)
    , m_cell(cell)
    , m_outputs(std::move(outputs))
    , m_executionCount(executionCount)
{
}

void ReplaceOutputsCommand::undo()
{
    m_mutation.breakTypingMerge();
    m_wasUndone = true;
    m_mutation.swapOutputs(m_cell, m_outputs, m_executionCount);
    m_mutation.suggestCurrentCell(m_cell);
}

void ReplaceOutputsCommand::redo()
{
    m_mutation.swapOutputs(m_cell, m_outputs, m_executionCount);
    if (!m_wasUndone)
        return;
    m_mutation.breakTypingMerge();
    m_mutation.suggestCurrentCell(m_cell);
}

} // namespace sessionbook
