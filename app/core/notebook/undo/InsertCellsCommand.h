#pragma once

#include "notebook/NotebookMutation.h"

#include <QUndoCommand>

namespace sessionbook {

/// Brings new cells in. Holds their ids; the notebook keeps the cells, also while the command is
/// undone.
class InsertCellsCommand final : public QUndoCommand
{
public:
    /// `cells` were made by NotebookMutation::create(). `index` lies in [0, cellCount()].
    InsertCellsCommand(Notebook &notebook, int index, QList<CellId> cells);
    ~InsertCellsCommand() override;

    void undo() override;
    void redo() override;

private:
    NotebookMutation m_mutation;
    int m_index;
    QList<CellId> m_cells;
    bool m_isDone = false;
    bool m_wasUndone = false;
};

} // namespace sessionbook
