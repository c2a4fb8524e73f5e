#pragma once

#include "notebook/DocumentFields.h"
#include "notebook/NotebookMutation.h"

#include <QUndoCommand>

namespace sessionbook {

/// Exchanges what a notebook holds besides its cells: metadata, format, unknown fields.
class ReplaceNotebookFieldsCommand final : public QUndoCommand
{
public:
    ReplaceNotebookFieldsCommand(Notebook &notebook, NotebookFields fields);

    void undo() override;
    void redo() override;

private:
    NotebookMutation m_mutation;
    NotebookFields m_fields; ///< those the notebook does not have now
};

} // namespace sessionbook
