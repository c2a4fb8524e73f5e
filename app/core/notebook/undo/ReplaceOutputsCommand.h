#pragma once

#include "notebook/NotebookMutation.h"

#include <QUndoCommand>

namespace sessionbook {

/// Exchanges the outputs of one cell: clearing, or what a split or merge does with them. What a run
/// brings while the command is done is kept by undo for redo, so nothing is lost either way.
class ReplaceOutputsCommand final : public QUndoCommand
{
public:
    ReplaceOutputsCommand(Notebook &notebook, CellId cell, QList<Output> outputs,
                          std::optional<int> executionCount);

    void undo() override;
    void redo() override;

private:
    NotebookMutation m_mutation;
    CellId m_cell;
    QList<Output> m_outputs; ///< those the cell does not have now
    std::optional<int> m_executionCount;
    bool m_wasUndone = false;
};

} // namespace sessionbook
