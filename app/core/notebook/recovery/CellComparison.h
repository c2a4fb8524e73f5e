#pragma once

#include "notebook/Cell.h"
#include "notebook/recovery/CellDifference.h"

namespace sessionbook {

/// What differs between the cells of a file and those of a document, for people. Pure.
namespace CellComparison {

/// `counterparts` gives for each cell of `after` the place of its counterpart in `before`, -1 for
/// none. The result is in the order of `after`; what was removed comes last.
[[nodiscard]] CellDifferences between(const QList<Cell> &before, const QList<Cell> &after,
                                      const QList<qsizetype> &counterparts);

} // namespace CellComparison

} // namespace sessionbook
