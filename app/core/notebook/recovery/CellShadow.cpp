#include "notebook/recovery/CellShadow.h"

#include "base/TextDelta.h"

#include <algorithm>

namespace sessionbook {

namespace {

CellHeadRecord headOf(const Cell &cell)
{
    CellHeadRecord head{.cell = cell.id.value(),
                        .kind = cell.kind,
                        .source = cell.source,
                        .fileId = cell.fileId,
                        .metadata = cell.metadata};
    for (const ByteSlice &field : cell.otherFields)
        head.otherFields += field.toByteArray();
    return head;
}

bool differsBesidesText(const Cell &left, const Cell &right)
{
    return left.kind != right.kind || left.fileId != right.fileId || left.metadata != right.metadata
        || left.otherFields != right.otherFields;
}

template<typename Bytes> qsizetype commonFront(const Bytes &left, const Bytes &right)
{
    const auto place = std::ranges::mismatch(left, right);
    return place.in1 - std::ranges::begin(left);
}

template<typename Bytes>
qsizetype commonTail(const Bytes &left, const Bytes &right, qsizetype front)
{
    const qsizetype most = std::min(std::ssize(left), std::ssize(right)) - front;
    qsizetype length = 0;
    while (length < most
           && *(std::ranges::end(left) - 1 - length) == *(std::ranges::end(right) - 1 - length))
        ++length;
    return length;
}

/// Where little more than the braces is common, the whole output is as short and stands alone.
std::optional<OutputSplice> spliceBetween(QByteArrayView before, QByteArrayView after)
{
    constexpr qsizetype worthIt = 48;
    OutputSplice splice;
    splice.front = commonFront(before, after);
    splice.tail = commonTail(before, after, splice.front);
    if (splice.front + splice.tail < worthIt)
        return std::nullopt;
    splice.inserted
        = after.sliced(splice.front, after.size() - splice.front - splice.tail).toByteArray();
    return splice;
}

OutputsRecord allOutputsOf(const Cell &cell)
{
    OutputsRecord record{.cell = cell.id.value(), .executionCount = cell.executionCount};
    for (const Output &output : cell.outputs)
        record.added += output.json().toByteArray();
    return record;
}

OutputsRecord outputsBetween(const Cell &before, const Cell &after)
{
    OutputsRecord record{.cell = after.id.value(), .executionCount = after.executionCount};
    record.front = commonFront(before.outputs, after.outputs);
    record.tail = commonTail(before.outputs, after.outputs, record.front);
    const qsizetype end = after.outputs.size() - record.tail;
    qsizetype at = record.front;
    if (at < end && record.front + record.tail < before.outputs.size())
        record.splice = spliceBetween(before.outputs.at(at).json(), after.outputs.at(at).json());
    if (record.splice)
        ++at;
    for (; at < end; ++at)
        record.added += after.outputs.at(at).json().toByteArray();
    return record;
}

} // namespace

std::vector<JournalRecord> CellShadow::changeTo(const Cell &cell, CellChange change)
{
    std::vector<JournalRecord> records;
    Told &told = m_cells[cell.id.value()];
    // Outputs alone would belong to nothing if the base were lost.
    change.head = change.head || !told.parts.head;
    if (change.head) {
        if (!told.parts.head || differsBesidesText(told.cell, cell)) {
            records.emplace_back(headOf(cell));
        } else if (told.cell.source != cell.source) {
            const TextDelta delta = TextDelta::between(told.cell.source, cell.source);
            records.emplace_back(
                TextRecord{cell.id.value(), delta.position, delta.removed.size(), delta.inserted});
        }
    }
    if (change.outputs) {
        const bool isSame = told.parts.outputs && told.cell.outputs == cell.outputs
            && told.cell.executionCount == cell.executionCount;
        if (!told.parts.outputs)
            records.emplace_back(allOutputsOf(cell));
        else if (!isSame)
            records.emplace_back(outputsBetween(told.cell, cell));
    }
    // A part that was told before is as it was told where this change is not about it.
    told.cell = cell;
    told.parts |= change;
    return records;
}

std::vector<JournalRecord> CellShadow::snapshotOf(quint64 cell) const
{
    std::vector<JournalRecord> records;
    const auto found = m_cells.find(cell);
    if (found == m_cells.end())
        return records;
    if (found->second.parts.head)
        records.emplace_back(headOf(found->second.cell));
    if (found->second.parts.outputs)
        records.emplace_back(allOutputsOf(found->second.cell));
    return records;
}

QList<quint64> CellShadow::cells() const
{
    QList<quint64> cells;
    for (const auto &[cell, told] : m_cells)
        cells += cell;
    std::ranges::sort(cells);
    return cells;
}

qint64 CellShadow::sizeBytes() const
{
    qint64 size = 0;
    for (const auto &[cell, told] : m_cells) {
        size += told.cell.source.size() * 2 + told.cell.metadata.size();
        for (const ByteSlice &field : told.cell.otherFields)
            size += field.size();
        for (const Output &output : told.cell.outputs)
            size += told.parts.outputs ? output.json().size() : 0;
    }
    return size;
}

} // namespace sessionbook
