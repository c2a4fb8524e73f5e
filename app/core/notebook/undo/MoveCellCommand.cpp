#include "notebook/undo/MoveCellCommand.h"

#include "notebook/undo/UndoNames.h"

namespace sessionbook {

MoveCellCommand::MoveCellCommand(Notebook &notebook, int from, int to)
    : QUndoCommand(QLatin1String(UndoNames::moveCell))
    , m_mutation(notebook)
    , m_from(from)
    , m_to(to)
{
}

void MoveCellCommand::undo()
{
    m_wasUndone = true;
    move(m_to, m_from);
}

void MoveCellCommand::redo()
{
    move(m_from, m_to);
}

void MoveCellCommand::move(int from, int to)
{
    m_mutation.move(from, to);
    if (!m_wasUndone)
        return;
    m_mutation.breakTypingMerge();
    m_mutation.suggestCurrentCell(m_mutation.nearestTo(to));
}

} // namespace sessionbook
