#include "dialogs/MergeRows.h"

#include "base/TextDelta.h"
#include "notebook/merge/LineMatching.h"

#include <algorithm>

namespace sessionbook {

namespace {

constexpr qsizetype context = 3;
/// Fewer lines are not worth a fold.
constexpr qsizetype shortestFold = 3;

QList<MergeRow> plainRows(const QStringList &lines)
{
    QList<MergeRow> rows;
    for (const QString &line : lines) {
        rows += MergeRow();
        rows.last().text = line;
    }
    return rows;
}

/// Marks lines without a counterpart; those that stand for each other, by what differs in them.
void markStretch(QList<MergeRow> &ours, qsizetype begin, qsizetype end, QList<MergeRow> &theirs,
                 qsizetype otherBegin, qsizetype otherEnd)
{
    for (qsizetype i = 0; i < std::max(end - begin, otherEnd - otherBegin); ++i) {
        MergeRow *mine = begin + i < end ? &ours[begin + i] : nullptr;
        MergeRow *other = otherBegin + i < otherEnd ? &theirs[otherBegin + i] : nullptr;
        if (mine)
            mine->isChanged = true;
        if (other)
            other->isChanged = true;
        if (!mine || !other)
            continue;
        const TextDelta delta = TextDelta::between(mine->text, other->text);
        mine->markBegin = other->markBegin = delta.position;
        mine->markEnd = delta.position + delta.removed.size();
        other->markEnd = delta.position + delta.inserted.size();
    }
}

MergeRow fold(qsizetype lines)
{
    MergeRow row;
    row.folded = static_cast<int>(lines);
    return row;
}

QList<MergeRow> folded(const QList<MergeRow> &rows)
{
    QList<MergeRow> result;
    qsizetype at = 0;
    while (at < rows.size()) {
        qsizetype end = at;
        while (end < rows.size() && !rows.at(end).isChanged)
            ++end;
        const qsizetype keptBefore = at == 0 ? 0 : context;
        const qsizetype keptBehind = end == rows.size() ? 0 : context;
        const qsizetype count = end - at - keptBefore - keptBehind;
        if (count >= shortestFold && (at > 0 || end < rows.size())) {
            result += rows.sliced(at, keptBefore);
            result += fold(count);
            result += rows.sliced(end - keptBehind, keptBehind);
        } else {
            result += rows.sliced(at, end - at);
        }
        if (end < rows.size())
            result += rows.at(end);
        at = end + 1;
    }
    return result;
}

} // namespace

MergeRows MergeRows::of(const QString &ours, const QString &theirs)
{
    const QStringList oursLines = ours.split(u'\n');
    const QStringList theirsLines = theirs.split(u'\n');
    MergeRows rows{plainRows(oursLines), plainRows(theirsLines)};
    const QList<qsizetype> matches = LineMatching::between(oursLines, theirsLines);
    qsizetype begin = 0;
    qsizetype otherBegin = 0;
    for (qsizetype i = 0; i < matches.size(); ++i) {
        if (matches.at(i) < 0)
            continue;
        markStretch(rows.ours, begin, i, rows.theirs, otherBegin, matches.at(i));
        begin = i + 1;
        otherBegin = matches.at(i) + 1;
    }
    markStretch(rows.ours, begin, rows.ours.size(), rows.theirs, otherBegin, rows.theirs.size());
    return {folded(rows.ours), folded(rows.theirs)};
}

} // namespace sessionbook
