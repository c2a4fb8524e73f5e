#pragma once

#include "notebook/NotebookData.h"

#include <QList>

namespace sessionbook {

/// One cell of a merge: where the versions of it are in their notebooks, or -1.
struct MergeEntry
{
    qsizetype base = -1;
    qsizetype ours = -1;
    qsizetype theirs = -1;
};

/// Every cell of three notebooks once, in the order of the merged one: that of ours, with the moves
/// and insertions of theirs in it. What theirs inserted stands behind what ours inserted at the
/// same place. Pure.
namespace MergeOrder {

[[nodiscard]] QList<MergeEntry> of(const QList<Cell> &base, const QList<Cell> &ours,
                                   const QList<Cell> &theirs);
/// Without a base cells are the same by CellAlignment between the sides.
[[nodiscard]] QList<MergeEntry> of(const QList<Cell> &ours, const QList<Cell> &theirs);

} // namespace MergeOrder

} // namespace sessionbook
