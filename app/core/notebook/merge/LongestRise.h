#pragma once

#include <QList>

namespace sessionbook {

/// The positions in `values` of one longest row of growing values; negative values are left out. Of
/// cells in a new order, those are the ones that need not be moved. Pure; n log n.
[[nodiscard]] QList<qsizetype> longestRise(const QList<qsizetype> &values);

} // namespace sessionbook
