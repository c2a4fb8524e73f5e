#include "notebook/recovery/CellComparison.h"

#include "notebook/ipynb/OutputWriter.h"
#include "notebook/json/JsonEquality.h"

#include <QSet>

#include <algorithm>
#include <vector>

namespace sessionbook {

namespace {

constexpr int longestTitle = 60;

QString titleOf(const Cell &cell)
{
    for (const QString &line : cell.source.split(u'\n')) {
        QString words = line.trimmed();
        if (cell.kind == CellKind::Markdown) {
            while (words.startsWith(u'#'))
                words.remove(0, 1);
            words = words.trimmed();
        }
        if (!words.isEmpty())
            return words.size() <= longestTitle ? words : words.left(longestTitle) + u'…';
    }
    return {};
}

/// The same whatever layout the JSON had.
QByteArray relaid(const Output &output)
{
    if (!OutputWriter::isWritable(output))
        return output.json().toByteArray();
    static const FileStyle style{.indent = {}, .lineEnd = {}, .nameSeparator = ":"};
    QByteArray out;
    JsonWriter writer(out, style);
    OutputWriter::write(writer, output);
    return out;
}

bool saySame(const Output &left, const Output &right)
{
    return left == right || relaid(left) == relaid(right);
}

bool areSameField(const ByteSlice &left, const ByteSlice &right)
{
    return JsonEquality::isSameMember(left.view(), right.view());
}

bool haveSameText(const Cell &left, const Cell &right)
{
    return left.kind == right.kind && left.source == right.source
        && JsonEquality::isSameObject(left.metadata, right.metadata)
        && std::ranges::equal(left.otherFields, right.otherFields, areSameField);
}

bool haveSameOutputs(const Cell &left, const Cell &right)
{
    return left.executionCount == right.executionCount
        && std::ranges::equal(left.outputs, right.outputs, saySame);
}

/// Those of the cells that stand in another order than before: all but the longest sequence that
/// kept its order.
QSet<int> movedAmong(const QList<qsizetype> &counterparts)
{
    std::vector<int> ends; // places of the last cells of the best sequence of each length
    std::vector<int> before(static_cast<size_t>(counterparts.size()), -1);
    const auto value = [&counterparts](int place) { return counterparts.at(place); };
    QSet<int> moved;
    for (int i = 0; i < counterparts.size(); ++i) {
        if (counterparts.at(i) < 0)
            continue;
        moved.insert(i);
        const auto at = std::ranges::lower_bound(ends, counterparts.at(i), {}, value);
        if (at != ends.begin())
            before[static_cast<size_t>(i)] = *(at - 1);
        if (at == ends.end())
            ends.push_back(i);
        else
            *at = i;
    }
    for (int i = ends.empty() ? -1 : ends.back(); i >= 0; i = before[static_cast<size_t>(i)])
        moved.remove(i);
    return moved;
}

} // namespace

CellDifferences CellComparison::between(const QList<Cell> &before, const QList<Cell> &after,
                                        const QList<qsizetype> &counterparts)
{
    using Kind = CellDifference::Kind;
    CellDifferences differences;
    const QSet<int> moved = movedAmong(counterparts);
    QSet<qsizetype> kept;
    for (int i = 0; i < after.size(); ++i) {
        const Cell &cell = after.at(i);
        const qsizetype counterpart = counterparts.value(i, -1);
        CellDifference difference{
            .kind = Kind::Added, .number = i + 1, .title = titleOf(cell), .text = true};
        if (counterpart >= 0) {
            kept.insert(counterpart);
            const Cell &old = before.at(counterpart);
            difference.text = !haveSameText(old, cell);
            difference.outputs = !haveSameOutputs(old, cell);
            const bool isChanged = difference.text || difference.outputs;
            difference.kind = isChanged ? Kind::Changed : Kind::Moved;
            if (!isChanged && !moved.contains(i))
                continue;
        } else {
            difference.outputs = !cell.outputs.isEmpty();
        }
        differences += difference;
    }
    for (int i = 0; i < before.size(); ++i) {
        if (!kept.contains(i))
            differences += CellDifference{.kind = Kind::Removed,
                                          .number = i + 1,
                                          .title = titleOf(before.at(i)),
                                          .text = true,
                                          .outputs = !before.at(i).outputs.isEmpty()};
    }
    return differences;
}

} // namespace sessionbook
