#pragma once

#include <QList>
#include <QString>

namespace sessionbook {

/// One line of one side of a conflict, as it is shown.
struct MergeRow
{
    QString text;
    bool isChanged = false; ///< the other side does not have it
    qsizetype markBegin = 0; ///< what differs from the line it stands for there; UTF-16 units
    qsizetype markEnd = 0;
    int folded = 0; ///< stands for so many lines that are the same on both sides; no text then

    bool operator==(const MergeRow &) const = default;
};

/// Two texts beside each other: which lines and which part of a line differ; what is far from any
/// difference is folded. Pure.
struct MergeRows
{
    QList<MergeRow> ours;
    QList<MergeRow> theirs;

    [[nodiscard]] static MergeRows of(const QString &ours, const QString &theirs);
};

} // namespace sessionbook
