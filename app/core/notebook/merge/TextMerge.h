#pragma once

#include <QString>

namespace sessionbook {

/// Merges two changed versions of one text line by line. Pure.
namespace TextMerge {

/// Where both sides changed the same lines in different ways, `ours` and `theirs` differ: each
/// holds its own side there, and everything else that could be merged. Otherwise they are the same.
struct Merged
{
    QString ours;
    QString theirs;

    [[nodiscard]] bool isConflict() const { return ours != theirs; }
};

[[nodiscard]] Merged merge(const QString &base, const QString &ours, const QString &theirs);

} // namespace TextMerge

} // namespace sessionbook
