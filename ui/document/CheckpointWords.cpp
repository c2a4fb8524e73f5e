#include "document/CheckpointWords.h"

#include "notebook/merge/CellAlignment.h"
#include "notebook/merge/LineMatching.h"
#include "notebook/recovery/CellComparison.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

using Line = DifferenceLine;

constexpr int linesAround = 2;
constexpr qsizetype linesAtMost = 2000; // nobody reads more in a preview

/// All lines of both texts in order, each once.
QList<Line> linesOf(const QString &before, const QString &after)
{
    const QStringList left = before.split(u'\n');
    const QStringList right = after.split(u'\n');
    const QList<qsizetype> counterparts = LineMatching::between(left, right);
    QList<Line> lines;
    qsizetype next = 0;
    for (qsizetype i = 0; i < left.size(); ++i) {
        const qsizetype counterpart = counterparts.at(i);
        if (counterpart < 0) {
            lines.append({Line::Kind::Removed, left.at(i)});
            continue;
        }
        for (; next < counterpart; ++next)
            lines.append({Line::Kind::Added, right.at(next)});
        lines.append({Line::Kind::Same, left.at(i)});
        next = counterpart + 1;
    }
    for (; next < right.size(); ++next)
        lines.append({Line::Kind::Added, right.at(next)});
    return lines;
}

bool isNearChange(const QList<Line> &lines, qsizetype index)
{
    const qsizetype begin = std::max<qsizetype>(0, index - linesAround);
    const qsizetype end = std::min(lines.size(), index + linesAround + 1);
    return std::any_of(lines.cbegin() + begin, lines.cbegin() + end,
                       [](const Line &line) { return line.kind != Line::Kind::Same; });
}

QList<Line> changedLines(const QString &before, const QString &after)
{
    const QList<Line> all = linesOf(before, after);
    QList<Line> near;
    bool isSkipping = false;
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (isNearChange(all, i))
            near.append(all.at(i));
        else if (!isSkipping)
            near.append({Line::Kind::Same, u"⋯"_s});
        isSkipping = !isNearChange(all, i);
    }
    return near;
}

QList<Line> wholeText(const QString &text, Line::Kind kind)
{
    QList<Line> lines;
    for (const QString &line : text.split(u'\n'))
        lines.append({kind, line});
    return lines;
}

/// Of a cell of the later version, by its number; of the earlier one where it was removed.
QList<Line> textOf(const CellDifference &difference, const NotebookData &now,
                   const NotebookData &then, const CellAlignment &alignment)
{
    using Kind = CellDifference::Kind;
    const qsizetype index = difference.number - 1;
    if (difference.kind == Kind::Removed)
        return wholeText(now.cells.at(index).source, Line::Kind::Removed);
    if (difference.kind == Kind::Added)
        return wholeText(then.cells.at(index).source, Line::Kind::Added);
    const qsizetype counterpart = alignment.leftOf(index);
    if (!difference.text || counterpart < 0)
        return {};
    return changedLines(now.cells.at(counterpart).source, then.cells.at(index).source);
}

} // namespace

QString CheckpointWords::heading(const CellDifference &difference)
{
    using Kind = CellDifference::Kind;
    const int number = difference.number;
    switch (difference.kind) {
    case Kind::Added:
        return tr("Cell %1 comes back").arg(number);
    case Kind::Removed:
        return tr("Cell %1 goes").arg(number);
    case Kind::Moved:
        return tr("Cell %1 moves here").arg(number);
    case Kind::Changed:
        break;
    }
    if (!difference.text)
        return tr("Cell %1 gets its old output back").arg(number);
    return difference.outputs ? tr("Cell %1 changes, with its output").arg(number)
                              : tr("Cell %1 changes").arg(number);
}

QString CheckpointWords::changes(const Checkpoint &checkpoint)
{
    if (checkpoint.isFirst)
        return tr("as it was opened");
    const auto count = [&](CellDifference::Kind kind) {
        return static_cast<int>(
            std::ranges::count(checkpoint.differences, kind, &CellDifference::kind));
    };
    QStringList parts;
    if (const int changed = count(CellDifference::Kind::Changed); changed > 0)
        parts << tr("%n changed", "cells", changed);
    if (const int added = count(CellDifference::Kind::Added); added > 0)
        parts << tr("%n new", "cells", added);
    if (const int removed = count(CellDifference::Kind::Removed); removed > 0)
        parts << tr("%n deleted", "cells", removed);
    if (const int moved = count(CellDifference::Kind::Moved); moved > 0)
        parts << tr("%n moved", "cells", moved);
    if (parts.isEmpty())
        return tr("no cell changed");
    const QString title = checkpoint.differences.first().title;
    const QString counts = QLocale().createSeparatedList(parts);
    return title.isEmpty() ? counts : tr("%1: %2").arg(counts, title);
}

CheckpointRow CheckpointWords::row(const Checkpoint &checkpoint)
{
    QStringList details;
    for (const CellDifference &difference :
         checkpoint.differences.first(std::min<qsizetype>(checkpoint.differences.size(), 10)))
        details << tr("Cell %1: %2").arg(difference.number).arg(difference.title);
    const QLocale locale;
    return {.time = locale.toString(checkpoint.savedAt.toLocalTime(), QLocale::ShortFormat),
            .changes = changes(checkpoint),
            .details = details.join(u'\n'),
            .size = locale.formattedDataSize(checkpoint.fingerprint.sizeBytes, 1)};
}

CheckpointPreview CheckpointWords::preview(const NotebookData &now, const NotebookData &then)
{
    const auto alignment = CellAlignment::between(now.cells, then.cells);
    const auto differences = CellComparison::between(now.cells, then.cells, alignment.lefts());
    if (differences.isEmpty())
        return {{{Line::Kind::Heading, tr("This is what the notebook holds now.")}}, false};
    CheckpointPreview preview;
    for (const CellDifference &difference : differences) {
        if (!preview.lines.isEmpty())
            preview.lines.append({Line::Kind::Heading, {}});
        preview.lines.append({Line::Kind::Heading, heading(difference)});
        preview.lines += textOf(difference, now, then, alignment);
        if (preview.lines.size() > linesAtMost) {
            preview.lines.resize(linesAtMost);
            preview.lines.append({Line::Kind::Heading, tr("… and more")});
            break;
        }
    }
    return preview;
}

} // namespace sessionbook
