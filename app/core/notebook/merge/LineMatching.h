#pragma once

#include <QList>
#include <QStringList>

namespace sessionbook {

/// Which lines of one text are which of another, in order: lines that stand once on either side
/// first, as a person would see it, then the longest common rows between them. Pure; bounded: large
/// stretches without a line to hold on to count as wholly different.
namespace LineMatching {

/// For each line on the left the index of the line on the right, or -1; growing.
[[nodiscard]] QList<qsizetype> between(const QStringList &left, const QStringList &right);

} // namespace LineMatching

} // namespace sessionbook
