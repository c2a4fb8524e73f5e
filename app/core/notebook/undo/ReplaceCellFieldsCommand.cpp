#include "notebook/undo/ReplaceCellFieldsCommand.h"

#include "notebook/undo/UndoNames.h"

namespace sessionbook {

ReplaceCellFieldsCommand::ReplaceCellFieldsCommand(Notebook &notebook, CellId cell,
                                                   CellFields fields)
    : QUndoCommand(QLatin1String(UndoNames::changeMetadata))
    , m_mutation(notebook)
    , m_cell(cell)
    , m_fields(std::move(fields))
{
}

void ReplaceCellFieldsCommand::undo()
{
    m_mutation.breakTypingMerge();
    m_wasUndone = true;
    m_mutation.swapFields(m_cell, m_fields);
    m_mutation.suggestCurrentCell(m_cell);
}

void ReplaceCellFieldsCommand::redo()
{
    m_mutation.swapFields(m_cell, m_fields);
    if (!m_wasUndone)
        return;
    m_mutation.breakTypingMerge();
    m_mutation.suggestCurrentCell(m_cell);
}

} // namespace sessionbook
