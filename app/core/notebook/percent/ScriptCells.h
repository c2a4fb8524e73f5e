#pragma once

#include "notebook/percent/MagicLines.h"

#include <QList>
#include <QStringList>

namespace sessionbook {

/// Finds the cells of a script. Pure.
namespace ScriptCells {

/// The lines at which cells begin, from `first` on. A marker inside a text in three quotes is none,
/// unless that text never ends.
[[nodiscard]] QList<qsizetype> markers(const QStringList &lines, qsizetype first,
                                       const MagicLines &magics);
/// Whether the next marker behind these lines of one cell would be taken for text.
[[nodiscard]] bool isLeftOpen(const QStringList &lines);

} // namespace ScriptCells

} // namespace sessionbook
