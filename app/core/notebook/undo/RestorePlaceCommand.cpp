#include "notebook/undo/RestorePlaceCommand.h"

namespace sessionbook {

RestorePlaceCommand::RestorePlaceCommand(Notebook &notebook, EditPlace place, ComeBackBy by)
    : m_mutation(notebook)
    , m_place(place)
    , m_by(by)
{
}

void RestorePlaceCommand::undo()
{
    m_wasUndone = true;
    if (m_by == ComeBackBy::Undo)
        m_mutation.restorePlace(m_place);
}

void RestorePlaceCommand::redo()
{
    if (m_by == ComeBackBy::Redo && m_wasUndone)
        m_mutation.restorePlace(m_place);
}

} // namespace sessionbook
