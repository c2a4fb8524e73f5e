#pragma once

#include "notebook/DocumentFields.h"
#include "notebook/NotebookMutation.h"

#include <QUndoCommand>

namespace sessionbook {

/// Exchanges what a cell holds besides kind, text and outputs: its id in the file, metadata,
/// attachments.
class ReplaceCellFieldsCommand final : public QUndoCommand
{
public:
    ReplaceCellFieldsCommand(Notebook &notebook, CellId cell, CellFields fields);

    void undo() override;
    void redo() override;

private:
    NotebookMutation m_mutation;
    CellId m_cell;
    CellFields m_fields; ///< those the cell does not have now
    bool m_wasUndone = false;
};

} // namespace sessionbook
