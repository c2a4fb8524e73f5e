#include "notebook/recovery/RecordBytes.h"

#include <QtEndian>

#include <limits>

namespace sessionbook {

void RecordWriter::number(quint64 value)
{
    while (value >= 0x80) {
        m_out += static_cast<char>((value & 0x7f) | 0x80);
        value >>= 7;
    }
    m_out += static_cast<char>(value);
}

void RecordWriter::signedNumber(qint64 value)
{
    const auto bits = static_cast<quint64>(value);
    number((bits << 1) ^ (value < 0 ? ~quint64(0) : 0)); // small ones of either sign stay small
}

void RecordWriter::optionalNumber(std::optional<int> value)
{
    number(value ? 1 : 0);
    if (value)
        signedNumber(*value);
}

void RecordWriter::bytes(QByteArrayView value)
{
    number(static_cast<quint64>(value.size()));
    m_out += value;
}

void RecordWriter::text(QStringView value)
{
    number(static_cast<quint64>(value.size()));
    if (value.isEmpty())
        return;
    const qsizetype start = m_out.size();
    m_out.resize(start + value.size() * 2);
    qToLittleEndian<char16_t>(value.utf16(), value.size(), m_out.data() + start);
}

quint64 RecordReader::number()
{
    quint64 value = 0;
    for (int shift = 0; shift < 64 && !m_rest.isEmpty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(m_rest.front());
        m_rest = m_rest.sliced(1);
        value |= static_cast<quint64>(byte & 0x7f) << shift;
        if (byte < 0x80)
            return m_isGood ? value : 0;
    }
    fail();
    return 0;
}

qsizetype RecordReader::size(qsizetype largest)
{
    const quint64 value = number();
    if (value <= static_cast<quint64>(largest))
        return static_cast<qsizetype>(value);
    fail();
    return 0;
}

qint64 RecordReader::signedNumber()
{
    const quint64 bits = number();
    return static_cast<qint64>((bits >> 1) ^ (~(bits & 1) + 1));
}

std::optional<int> RecordReader::optionalNumber()
{
    if (size(1) == 0)
        return std::nullopt;
    const qint64 value = signedNumber();
    if (value >= std::numeric_limits<int>::min() && value <= std::numeric_limits<int>::max())
        return static_cast<int>(value);
    fail();
    return std::nullopt;
}

QByteArrayView RecordReader::bytes()
{
    const qsizetype length = size(m_rest.size());
    if (!m_isGood || length > m_rest.size()) {
        fail();
        return {};
    }
    const QByteArrayView value = m_rest.first(length);
    m_rest = m_rest.sliced(length);
    return value;
}

QString RecordReader::text()
{
    const qsizetype length = size(m_rest.size() / 2);
    if (!m_isGood || length > m_rest.size() / 2) {
        fail();
        return {};
    }
    if (length == 0)
        return {};
    QString value(length, Qt::Uninitialized);
    qFromLittleEndian<char16_t>(m_rest.data(), length, value.data());
    m_rest = m_rest.sliced(length * 2);
    return value;
}

} // namespace sessionbook
