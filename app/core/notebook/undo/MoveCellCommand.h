#pragma once

#include "notebook/NotebookMutation.h"

#include <QUndoCommand>

namespace sessionbook {

/// Moves one cell from one index to another; both lie in the notebook and differ.
class MoveCellCommand final : public QUndoCommand
{
public:
    MoveCellCommand(Notebook &notebook, int from, int to);

    void undo() override;
    void redo() override;

private:
    void move(int from, int to);

    NotebookMutation m_mutation;
    int m_from;
    int m_to;
    bool m_wasUndone = false;
};

} // namespace sessionbook
