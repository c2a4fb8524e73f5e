#pragma once

#include "notebook/NotebookMutation.h"

#include <QUndoCommand>

namespace sessionbook {

/// Changes a cell's kind; outputs leave a code cell with it and come back with undo.
class ChangeCellKindCommand final : public QUndoCommand
{
public:
    ChangeCellKindCommand(Notebook &notebook, CellId cell, CellKind kind);

    void undo() override;
    void redo() override;

private:
    void change(CellKind from, CellKind to);

    NotebookMutation m_mutation;
    CellId m_cell;
    CellKind m_before;
    CellKind m_after;
    QList<Output> m_outputs;
    std::optional<int> m_executionCount;
    bool m_wasUndone = false;
};

} // namespace sessionbook
