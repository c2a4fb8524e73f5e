#pragma once

#include "notebook/NotebookMutation.h"

#include <QUndoCommand>

namespace sessionbook {

/// Takes cells out. Holds their ids and places; the notebook keeps the cells until the command is
/// forgotten.
class RemoveCellsCommand final : public QUndoCommand
{
public:
    /// `cells` are in the notebook, in its order.
    RemoveCellsCommand(Notebook &notebook, const QList<CellId> &cells);
    ~RemoveCellsCommand() override;

    void undo() override;
    void redo() override;

private:
    struct Place
    {
        CellId id;
        int index = 0;
    };

    NotebookMutation m_mutation;
    QList<Place> m_places;
    bool m_isDone = false;
    bool m_wasUndone = false;
};

} // namespace sessionbook
