#include "notebook/undo/RemoveCellsCommand.h"

#include "notebook/undo/UndoNames.h"

namespace sessionbook {

RemoveCellsCommand::RemoveCellsCommand(Notebook &notebook, const QList<CellId> &cells)
    : m_mutation(notebook)
{
    for (const CellId id : cells)
        m_places.append({id, notebook.indexOf(id)});
    setText(QLatin1String(cells.size() == 1 ? UndoNames::deleteCell : UndoNames::deleteCells));
}

RemoveCellsCommand::~RemoveCellsCommand()
{
    if (!m_isDone)
        return;
    for (const Place &place : std::as_const(m_places))
        m_mutation.forget(place.id);
}

void RemoveCellsCommand::undo()
{
    m_mutation.breakTypingMerge();
    for (const Place &place : std::as_const(m_places))
        m_mutation.insert(place.id, place.index);
    m_isDone = false;
    m_wasUndone = true;
    m_mutation.suggestCurrentCell(m_places.first().id);
}

void RemoveCellsCommand::redo()
{
    for (auto place = m_places.crbegin(); place != m_places.crend(); ++place)
        m_mutation.remove(place->id);
    m_isDone = true;
    if (!m_wasUndone)
        return;
    m_mutation.breakTypingMerge();
    m_mutation.suggestCurrentCell(m_mutation.nearestTo(m_places.first().index));
}

} // namespace sessionbook
