#include "notebook/recovery/JournalRecord.h"

#include "notebook/recovery/RecordBytes.h"

#include <limits>

namespace sessionbook {

namespace {

constexpr qsizetype anySize = std::numeric_limits<qsizetype>::max();

/// Neighbours have neighbouring numbers, so the differences take a byte each.
void writeCells(RecordWriter &writer, const QList<quint64> &cells)
{
    writer.number(static_cast<quint64>(cells.size()));
    quint64 previous = 0;
    for (const quint64 cell : cells)
        writer.signedNumber(static_cast<qint64>(cell - std::exchange(previous, cell)));
}

QList<quint64> readCells(RecordReader &reader)
{
    const qsizetype count = reader.size(reader.remaining());
    QList<quint64> cells;
    cells.reserve(reader.isGood() ? std::min(count, reader.remaining()) : 0);
    quint64 previous = 0;
    for (qsizetype i = 0; i < count && reader.isGood(); ++i)
        cells += previous += static_cast<quint64>(reader.signedNumber());
    return cells;
}

void writeList(RecordWriter &writer, const QList<QByteArray> &list)
{
    writer.number(static_cast<quint64>(list.size()));
    for (const QByteArray &item : list)
        writer.bytes(item);
}

QList<QByteArray> readList(RecordReader &reader)
{
    const qsizetype count = reader.size(reader.remaining());
    QList<QByteArray> list;
    for (qsizetype i = 0; i < count && reader.isGood(); ++i)
        list += reader.bytes().toByteArray();
    return list;
}

void write(RecordWriter &writer, const JournalBase &base)
{
    writer.text(base.path);
    writer.text(base.name);
    writer.bytes(base.fingerprint.toText());
    writeCells(writer, base.cells);
    writer.text(base.copyName);
    writer.signedNumber(base.beganAt.isValid() ? base.beganAt.toMSecsSinceEpoch() : 0);
}

void write(RecordWriter &writer, const CellHeadRecord &head)
{
    writer.number(head.cell);
    writer.number(static_cast<quint64>(head.kind));
    writer.text(head.source);
    writer.text(head.fileId);
    writer.bytes(head.metadata);
    writeList(writer, head.otherFields);
}

void write(RecordWriter &writer, const TextRecord &text)
{
    writer.number(text.cell);
    writer.number(static_cast<quint64>(text.position));
    writer.number(static_cast<quint64>(text.removed));
    writer.text(text.inserted);
}

void write(RecordWriter &writer, const OutputsRecord &outputs)
{
    writer.number(outputs.cell);
    writer.optionalNumber(outputs.executionCount);
    writer.number(static_cast<quint64>(outputs.front));
    writer.number(static_cast<quint64>(outputs.tail));
    writer.number(outputs.splice ? 1 : 0);
    if (outputs.splice) {
        writer.number(static_cast<quint64>(outputs.splice->front));
        writer.number(static_cast<quint64>(outputs.splice->tail));
        writer.bytes(outputs.splice->inserted);
    }
    writeList(writer, outputs.added);
}

void write(RecordWriter &writer, const CellInsertedRecord &inserted)
{
    writer.number(static_cast<quint64>(inserted.index));
    writer.number(inserted.cell);
}

void write(RecordWriter &writer, const CellRemovedRecord &removed)
{
    writer.number(static_cast<quint64>(removed.index));
}

void write(RecordWriter &writer, const CellMovedRecord &moved)
{
    writer.number(static_cast<quint64>(moved.from));
    writer.number(static_cast<quint64>(moved.to));
}

void write(RecordWriter &writer, const OrderRecord &order)
{
    writeCells(writer, order.cells);
}

void write(RecordWriter &writer, const DocumentRecord &document)
{
    writer.number(static_cast<quint64>(document.formatMinor));
    writer.bytes(document.metadata);
    writeList(writer, document.otherFields);
}

JournalBase readBase(RecordReader &reader)
{
    JournalBase base;
    base.path = reader.text();
    base.name = reader.text();
    const QByteArrayView fingerprint = reader.bytes();
    base.fingerprint = FileFingerprint::fromText(fingerprint).value_or(FileFingerprint());
    if (base.fingerprint.toText() != fingerprint)
        reader.fail();
    base.cells = readCells(reader);
    base.copyName = reader.text();
    base.beganAt = QDateTime::fromMSecsSinceEpoch(reader.signedNumber(), Qt::UTC);
    return base;
}

CellHeadRecord readHead(RecordReader &reader)
{
    CellHeadRecord head;
    head.cell = reader.number();
    head.kind = static_cast<CellKind>(reader.size(static_cast<qsizetype>(CellKind::Raw)));
    head.source = reader.text();
    head.fileId = reader.text();
    head.metadata = reader.bytes().toByteArray();
    head.otherFields = readList(reader);
    return head;
}

TextRecord readText(RecordReader &reader)
{
    TextRecord text;
    text.cell = reader.number();
    text.position = reader.size(anySize);
    text.removed = reader.size(anySize);
    text.inserted = reader.text();
    return text;
}

OutputsRecord readOutputs(RecordReader &reader)
{
    OutputsRecord outputs;
    outputs.cell = reader.number();
    outputs.executionCount = reader.optionalNumber();
    outputs.front = reader.size(anySize);
    outputs.tail = reader.size(anySize);
    if (reader.size(1) == 1) {
        OutputSplice splice;
        splice.front = reader.size(anySize);
        splice.tail = reader.size(anySize);
        splice.inserted = reader.bytes().toByteArray();
        outputs.splice = splice;
    }
    outputs.added = readList(reader);
    return outputs;
}

std::optional<JournalRecord> read(qsizetype kind, RecordReader &reader)
{
    switch (kind) {
    case 0:
        return readBase(reader);
    case 1:
        return readHead(reader);
    case 2:
        return readText(reader);
    case 3:
        return readOutputs(reader);
    case 4: {
        const qsizetype index = reader.size(anySize);
        return CellInsertedRecord{index, reader.number()};
    }
    case 5:
        return CellRemovedRecord{reader.size(anySize)};
    case 6: {
        const qsizetype from = reader.size(anySize);
        return CellMovedRecord{from, reader.size(anySize)};
    }
    case 7:
        return OrderRecord{readCells(reader)};
    case 8: {
        DocumentRecord document;
        document.formatMinor = static_cast<int>(reader.size(1000));
        document.metadata = reader.bytes().toByteArray();
        document.otherFields = readList(reader);
        return document;
    }
    default:
        return std::nullopt;
    }
}

} // namespace

QByteArray JournalRecords::encoded(const JournalRecord &record)
{
    QByteArray bytes;
    RecordWriter writer(bytes);
    writer.number(record.index());
    std::visit([&writer](const auto &content) { write(writer, content); }, record);
    return bytes;
}

std::optional<JournalRecord> JournalRecords::decoded(QByteArrayView bytes)
{
    RecordReader reader(bytes);
    auto record = read(reader.size(100), reader);
    return reader.isGood() && reader.isAtEnd() ? std::move(record) : std::nullopt;
}

} // namespace sessionbook
