#include "notebook/merge/MergedNotebook.h"

#include "notebook/CellFileId.h"

#include <algorithm>

namespace sessionbook {

namespace {

/// The cells that a choice leaves, none or one or two.
QList<Cell> cellsOf(const CellConflict &conflict, MergeChoice choice)
{
    QList<Cell> cells;
    if (choice != MergeChoice::Theirs && conflict.ours)
        cells += *conflict.ours;
    if (choice != MergeChoice::Ours && conflict.theirs)
        cells += *conflict.theirs;
    const bool isSameId = cells.size() == 2 && cells.first().fileId == cells.last().fileId;
    if (isSameId && !cells.last().fileId.isEmpty()) {
        cells.last().fileId = CellFileId::random();
        cells.last().touched = true;
    }
    return cells;
}

} // namespace

MergedNotebook::MergedNotebook(NotebookData frame, QList<Piece> pieces)
    : m_frame(std::move(frame))
    , m_pieces(std::move(pieces))
{
}

QList<CellConflict> MergedNotebook::conflicts() const
{
    QList<CellConflict> conflicts;
    for (const Piece &piece : m_pieces) {
        if (const auto *conflict = std::get_if<CellConflict>(&piece))
            conflicts += *conflict;
    }
    return conflicts;
}

bool MergedNotebook::hasConflicts() const
{
    return std::ranges::any_of(
        m_pieces, [](const Piece &piece) { return std::holds_alternative<CellConflict>(piece); });
}

NotebookData MergedNotebook::resolved(const QList<MergeChoice> &choices) const
{
    NotebookData notebook = m_frame;
    qsizetype number = 0;
    for (const Piece &piece : m_pieces) {
        if (const auto *cell = std::get_if<Cell>(&piece))
            notebook.cells += *cell;
        else
            notebook.cells += cellsOf(std::get<CellConflict>(piece),
                                      choices.value(number++, MergeChoice::Ours));
    }
    return notebook;
}

} // namespace sessionbook
