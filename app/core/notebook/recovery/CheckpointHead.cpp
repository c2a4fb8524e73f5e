#include "notebook/recovery/CheckpointHead.h"

#include <QCborStreamReader>
#include <QCborValue>
#include <QCborArray>
#include <QCborMap>
#include <QtEndian>

namespace sessionbook {

namespace {

constexpr quint32 frameMark = 0x184D2A5B; // the skippable frame of zstd with a number of our own
constexpr qsizetype frameBytes = 8; // mark and length
constexpr qsizetype differencesAtMost = 100; // more are no news in a list
constexpr qsizetype titleLength = 80;

QCborArray toArray(const CellDifference &difference)
{
    return {static_cast<int>(difference.kind), difference.number,
            difference.title.left(titleLength), difference.text, difference.outputs};
}

CellDifference fromArray(const QCborArray &array)
{
    constexpr auto last = static_cast<qint64>(CellDifference::Kind::Moved);
    CellDifference difference;
    difference.kind
        = static_cast<CellDifference::Kind>(qBound(qint64(0), array.at(0).toInteger(), last));
    difference.number = static_cast<int>(array.at(1).toInteger());
    difference.title = array.at(2).toString();
    difference.text = array.at(3).toBool();
    difference.outputs = array.at(4).toBool();
    return difference;
}

} // namespace

QByteArray CheckpointHead::toFrame() const
{
    QCborArray list;
    for (const CellDifference &difference :
         differences.first(qMin(differences.size(), differencesAtMost)))
        list.append(toArray(difference));
    const QByteArray content
        = QCborMap({{QStringLiteral("first"), isFirst}, {QStringLiteral("cells"), list}})
              .toCborValue()
              .toCbor();
    QByteArray frame(frameBytes, Qt::Uninitialized);
    qToLittleEndian(frameMark, frame.data());
    qToLittleEndian(static_cast<quint32>(content.size()), frame.data() + 4);
    return frame + content;
}

std::optional<CheckpointHead> CheckpointHead::fromFrame(const QByteArray &bytes)
{
    if (bytes.size() < frameBytes || qFromLittleEndian<quint32>(bytes.constData()) != frameMark)
        return std::nullopt;
    const auto size = qFromLittleEndian<quint32>(bytes.constData() + 4);
    if (size > bytesAtMost || bytes.size() < frameBytes + qsizetype(size))
        return std::nullopt;
    QCborParserError error;
    const QCborMap map = QCborValue::fromCbor(bytes.sliced(frameBytes, size), &error).toMap();
    if (error.error != QCborError::NoError)
        return std::nullopt;
    CheckpointHead head;
    head.isFirst = map.value(QStringLiteral("first")).toBool();
    for (const QCborValue &value : map.value(QStringLiteral("cells")).toArray())
        head.differences.append(fromArray(value.toArray()));
    return head;
}

} // namespace sessionbook
