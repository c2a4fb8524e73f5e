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

bool saySame(const std::optional<Cell> &left, const std::optional<Cell> &right)
{
    if (!left || !right)
        return left.has_value() == right.has_value();
    return left->kind == right->kind && left->source == right->source
        && left->metadata == right->metadata && left->otherFields == right->otherFields;
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

bool MergedNotebook::asksTheSame(const MergedNotebook &other) const
{
    return std::ranges::equal(
        conflicts(), other.conflicts(), [](const CellConflict &left, const CellConflict &right) {
            return saySame(left.ours, right.ours) && saySame(left.theirs, right.theirs);
        });
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
