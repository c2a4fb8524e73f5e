#pragma once

#include "notebook/NotebookMutation.h"

#include <QUndoCommand>

namespace sessionbook {

/// Stands first and last in a step of several commands and brings the place back where it was:
/// undone last, the first gives the place before the step; redone last, the last gives the one
/// behind it. Changes nothing.
class RestorePlaceCommand final : public QUndoCommand
{
public:
    RestorePlaceCommand(Notebook &notebook, EditPlace place, ComeBackBy by);

    void undo() override;
    void redo() override;

private:
    NotebookMutation m_mutation;
    EditPlace m_place;
    ComeBackBy m_by;
    bool m_wasUndone = false;
};

} // namespace sessionbook
