#include "notebook/merge/NotebookMerge.h"

#include "notebook/merge/CellMerge.h"
#include "notebook/merge/JsonMerge.h"
#include "notebook/merge/MergeOrder.h"

#include <algorithm>

namespace sessionbook {

namespace {

using Piece = MergedNotebook::Piece;

int mergedMinor(int base, int ours, int theirs)
{
    if (ours == base)
        return theirs;
    return theirs == base ? ours : std::max(ours, theirs);
}

NotebookData frameOf(const NotebookData &base, const NotebookData &ours, const NotebookData &theirs)
{
    NotebookData frame = ours;
    frame.cells.clear();
    frame.formatMinor = mergedMinor(base.formatMinor, ours.formatMinor, theirs.formatMinor);
    frame.metadata = JsonMerge::merge(base.metadata, ours.metadata, theirs.metadata).ours;
    frame.otherFields
        = JsonMerge::mergeFields(base.otherFields, ours.otherFields, theirs.otherFields).ours;
    return frame;
}

/// What stays of a base cell that one side deleted; nothing where the other side let it be.
std::optional<Piece> keptUnlessDeleted(const Cell &base, std::optional<Cell> ours,
                                       std::optional<Cell> theirs)
{
    const Cell &kept = ours ? *ours : *theirs;
    if (!CellMerge::isRewritten(base, kept))
        return std::nullopt;
    return CellConflict{std::move(ours), std::move(theirs), base};
}

/// Cells of one side only, one behind the other at the same place, are two versions of what stands
/// there: they are asked about in pairs.
void pairNeighbours(QList<Piece> &pieces)
{
    const auto isOnly = [&pieces](qsizetype at, std::optional<Cell> CellConflict::*absent) {
        const auto *conflict
            = at < pieces.size() ? std::get_if<CellConflict>(&pieces.at(at)) : nullptr;
        return conflict && !(conflict->*absent);
    };
    for (qsizetype begin = 0; begin < pieces.size(); ++begin) {
        qsizetype middle = begin;
        while (isOnly(middle, &CellConflict::theirs))
            ++middle;
        qsizetype end = middle;
        while (isOnly(end, &CellConflict::ours))
            ++end;
        const qsizetype pairs = std::min(middle - begin, end - middle);
        for (qsizetype i = 0; i < pairs; ++i)
            std::get<CellConflict>(pieces[begin + i]).theirs
                = std::get<CellConflict>(pieces.at(middle + i)).theirs;
        pieces.remove(middle, pairs);
        begin = std::max(begin, end - pairs - 1);
    }
}

} // namespace

MergedNotebook NotebookMerge::merge(const NotebookData &base, const NotebookData &ours,
                                    const NotebookData &theirs)
{
    QList<Piece> pieces;
    for (const MergeEntry &entry : MergeOrder::of(base.cells, ours.cells, theirs.cells)) {
        std::optional<Piece> piece;
        if (entry.ours >= 0 && entry.theirs >= 0 && entry.base >= 0)
            piece = CellMerge::merge(base.cells.at(entry.base), ours.cells.at(entry.ours),
                                     theirs.cells.at(entry.theirs));
        else if (entry.ours >= 0 && entry.theirs >= 0)
            piece = CellMerge::merge(ours.cells.at(entry.ours), theirs.cells.at(entry.theirs));
        else if (entry.base < 0)
            piece = entry.ours >= 0 ? ours.cells.at(entry.ours) : theirs.cells.at(entry.theirs);
        else if (entry.ours >= 0)
            piece = keptUnlessDeleted(base.cells.at(entry.base), ours.cells.at(entry.ours), {});
        else
            piece = keptUnlessDeleted(base.cells.at(entry.base), {}, theirs.cells.at(entry.theirs));
        if (piece)
            pieces += *std::move(piece);
    }
    return {frameOf(base, ours, theirs), pieces};
}

MergedNotebook NotebookMerge::merge(const NotebookData &ours, const NotebookData &theirs)
{
    QList<Piece> pieces;
    for (const MergeEntry &entry : MergeOrder::of(ours.cells, theirs.cells)) {
        if (entry.ours >= 0 && entry.theirs >= 0)
            pieces += CellMerge::merge(ours.cells.at(entry.ours), theirs.cells.at(entry.theirs));
        else if (entry.ours >= 0)
            pieces += CellConflict{ours.cells.at(entry.ours), {}, {}};
        else
            pieces += CellConflict{{}, theirs.cells.at(entry.theirs), {}};
    }
    pairNeighbours(pieces);
    NotebookData none = ours;
    none.metadata.clear();
    none.otherFields.clear();
    return {frameOf(none, ours, theirs), pieces};
}

} // namespace sessionbook
