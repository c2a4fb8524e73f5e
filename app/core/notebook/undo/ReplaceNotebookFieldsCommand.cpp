#include "notebook/undo/ReplaceNotebookFieldsCommand.h"

#include "notebook/undo/UndoNames.h"

namespace sessionbook {

ReplaceNotebookFieldsCommand::ReplaceNotebookFieldsCommand(Notebook &notebook,
                                                           NotebookFields fields)
    : QUndoCommand(QLatin1String(UndoNames::changeNotebookMetadata))
    , m_mutation(notebook)
    , m_fields(std::move(fields))
{
}

void ReplaceNotebookFieldsCommand::undo()
{
    redo();
}

void ReplaceNotebookFieldsCommand::redo()
{
    m_mutation.breakTypingMerge();
    m_mutation.swapNotebookFields(m_fields);
}

} // namespace sessionbook
