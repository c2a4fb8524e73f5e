#pragma once

#include "base/TextDelta.h"
#include "notebook/NotebookMutation.h"

#include <QList>
#include <QUndoCommand>

namespace sessionbook {

/// Changes a cell's text in many places at once and keeps only what differs at each, not all that
/// lies between them.
class ReplaceMatchesCommand final : public QUndoCommand
{
public:
    /// `deltas` are in order, do not overlap, and count in the text as it is now.
    ReplaceMatchesCommand(Notebook &notebook, CellId cell, QList<TextDelta> deltas);

    void undo() override;
    void redo() override;

private:
    void apply(bool backwards);

    Notebook &m_notebook;
    CellId m_cell;
    QList<TextDelta> m_deltas;
    bool m_wasUndone = false;
};

} // namespace sessionbook
