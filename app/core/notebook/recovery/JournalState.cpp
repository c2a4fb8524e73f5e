#include "notebook/recovery/JournalState.h"

#include <QSet>

#include <algorithm>

namespace sessionbook {

namespace {

/// Whether `front` and `tail` are both there and do not overlap.
bool fits(qsizetype front, qsizetype tail, qsizetype size)
{
    return front <= size && tail <= size - front;
}

} // namespace

JournalState::JournalState(JournalBase base)
    : m_base(std::move(base))
    , m_order(m_base.cells)
{
    m_order.removeAll(0);
}

bool JournalState::apply(const JournalRecord &record)
{
    return std::visit([this](const auto &content) { return take(content); }, record);
}

const JournaledCell *JournalState::find(quint64 cell) const
{
    const auto found = m_cells.find(cell);
    return found == m_cells.end() ? nullptr : &found->second;
}

bool JournalState::take(const JournalBase &)
{
    return false;
}

bool JournalState::take(const CellHeadRecord &head)
{
    if (head.cell == 0)
        return false;
    m_cells[head.cell].head = head;
    return true;
}

bool JournalState::take(const TextRecord &text)
{
    const auto found = m_cells.find(text.cell);
    if (found == m_cells.end() || !found->second.head)
        return false;
    QString &source = found->second.head->source;
    if (text.position > source.size() || text.removed > source.size() - text.position)
        return false;
    source.replace(text.position, text.removed, text.inserted);
    return true;
}

bool JournalState::take(const OutputsRecord &record)
{
    if (record.cell == 0)
        return false;
    const auto found = m_cells.find(record.cell);
    const bool isKnown = found != m_cells.end() && found->second.outputs;
    const qsizetype count = isKnown ? found->second.outputs->size() : 0;
    if (!fits(record.front, record.tail, count))
        return false;
    const qsizetype between = count - record.front - record.tail;
    if (record.splice
        && (between == 0
            || !fits(record.splice->front, record.splice->tail,
                     found->second.outputs->at(record.front).size())))
        return false;

    JournaledCell &cell = m_cells[record.cell];
    if (!cell.outputs)
        cell.outputs.emplace();
    QList<QByteArray> &outputs = *cell.outputs;
    qsizetype at = record.front;
    if (record.splice) {
        // In place: a stream that grows a thousand times must not be copied a thousand times.
        QByteArray &output = outputs[at++];
        output.replace(record.splice->front,
                       output.size() - record.splice->front - record.splice->tail,
                       record.splice->inserted);
    }
    outputs.remove(at, outputs.size() - at - record.tail);
    for (const QByteArray &output : record.added)
        outputs.insert(at++, output);
    cell.executionCount = record.executionCount;
    return true;
}

bool JournalState::take(const CellInsertedRecord &inserted)
{
    if (inserted.cell == 0 || inserted.index > m_order.size() || m_order.contains(inserted.cell))
        return false;
    m_order.insert(inserted.index, inserted.cell);
    return true;
}

bool JournalState::take(const CellRemovedRecord &removed)
{
    if (removed.index >= m_order.size())
        return false;
    m_order.remove(removed.index);
    return true;
}

bool JournalState::take(const CellMovedRecord &moved)
{
    if (moved.from >= m_order.size() || moved.to >= m_order.size())
        return false;
    m_order.move(moved.from, moved.to);
    return true;
}

bool JournalState::take(const OrderRecord &order)
{
    const QSet<quint64> different(order.cells.cbegin(), order.cells.cend());
    if (different.size() != order.cells.size() || different.contains(0))
        return false;
    m_order = order.cells;
    return true;
}

bool JournalState::take(const DocumentRecord &document)
{
    m_document = document;
    return true;
}

} // namespace sessionbook
