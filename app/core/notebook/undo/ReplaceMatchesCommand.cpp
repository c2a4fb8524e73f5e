#include "notebook/undo/ReplaceMatchesCommand.h"

#include "notebook/undo/UndoNames.h"

namespace sessionbook {

namespace {

qsizetype growth(const QList<TextDelta> &deltas, bool backwards)
{
    qsizetype growth = 0;
    for (const TextDelta &delta : deltas)
        growth += delta.inserted.size() - delta.removed.size();
    return backwards ? -growth : growth;
}

} // namespace

ReplaceMatchesCommand::ReplaceMatchesCommand(Notebook &notebook, CellId cell,
                                             QList<TextDelta> deltas)
    : QUndoCommand(QLatin1String(UndoNames::replaceAll))
    , m_notebook(notebook)
    , m_cell(cell)
    , m_deltas(std::move(deltas))
{
}

void ReplaceMatchesCommand::undo()
{
    m_wasUndone = true;
    apply(true);
}

void ReplaceMatchesCommand::redo()
{
    apply(false);
}

void ReplaceMatchesCommand::apply(bool backwards)
{
    const QString before = m_notebook.find(m_cell)->source;
    QString after;
    after.reserve(before.size() + growth(m_deltas, backwards));
    qsizetype done = 0;
    qsizetype shift = 0; // of the places, as the earlier replacements are undone here
    for (const TextDelta &delta : std::as_const(m_deltas)) {
        const QString &goes = backwards ? delta.inserted : delta.removed;
        const QString &comes = backwards ? delta.removed : delta.inserted;
        const qsizetype at = delta.position + (backwards ? shift : 0);
        Q_ASSERT(at >= done && QStringView(before).mid(at, goes.size()) == goes);
        after += QStringView(before).sliced(done, at - done);
        after += comes;
        done = at + goes.size();
        shift += delta.inserted.size() - delta.removed.size();
    }
    after += QStringView(before).sliced(done);

    NotebookMutation mutation(m_notebook);
    mutation.setSource(m_cell, after);
    if (!m_wasUndone)
        return;
    mutation.breakTypingMerge();
    mutation.suggestCurrentCell(m_cell);
}

} // namespace sessionbook
