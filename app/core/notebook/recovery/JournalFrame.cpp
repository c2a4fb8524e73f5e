#include "notebook/recovery/JournalFrame.h"

#include "notebook/recovery/RecordBytes.h"

#include <QtEndian>

#include <xxhash.h>

namespace sessionbook {

namespace {

const QByteArrayView magic = "SBJRNL1\n";
constexpr qsizetype checksumSize = 8;

/// With the place: a frame that was copied elsewhere is none.
quint64 checksumOf(QByteArrayView body, quint64 salt, qint64 offset)
{
    return XXH3_64bits_withSeed(body.data(), static_cast<size_t>(body.size()),
                                salt ^ static_cast<quint64>(offset));
}

} // namespace

QByteArray JournalFrame::fileHead(quint64 salt)
{
    QByteArray head = magic.toByteArray();
    head.resize(magic.size() + qsizetype(sizeof salt));
    qToLittleEndian(salt, head.data() + magic.size());
    return head;
}

QByteArray JournalFrame::framed(QByteArrayView record, Continues continues, quint64 salt,
                                qint64 offset)
{
    QByteArray frame;
    frame.reserve(record.size() + 20);
    RecordWriter writer(frame);
    writer.number((static_cast<quint64>(record.size()) << 1)
                  | (continues == Continues::Yes ? 1U : 0U));
    const qsizetype checksumAt = frame.size();
    frame.resize(checksumAt + checksumSize);
    frame += record;
    // The length is checked, too: the sum is that of everything but itself.
    QByteArrayView body(frame);
    const quint64 lengthPart = checksumOf(body.first(checksumAt), salt, offset);
    qToLittleEndian(checksumOf(record, lengthPart, offset), frame.data() + checksumAt);
    return frame;
}

JournalFrameReader::JournalFrameReader(QByteArrayView file)
    : m_file(file)
{
    const qsizetype headSize = magic.size() + qsizetype(sizeof m_salt);
    if (file.size() < headSize || !file.startsWith(magic)) {
        m_file = {};
        return;
    }
    m_salt = qFromLittleEndian<quint64>(file.data() + magic.size());
    m_offset = headSize;
}

std::optional<JournalFrameReader::Frame> JournalFrameReader::next()
{
    if (m_offset >= m_file.size())
        return std::nullopt;
    const QByteArrayView rest = m_file.sliced(m_offset);
    RecordReader reader(rest);
    const quint64 length = reader.number();
    const qsizetype lengthSize = rest.size() - reader.remaining();
    if (!reader.isGood() || reader.remaining() < checksumSize
        || (length >> 1) > static_cast<quint64>(reader.remaining() - checksumSize))
        return std::nullopt;
    const auto recordSize = static_cast<qsizetype>(length >> 1);
    const QByteArrayView record = rest.sliced(lengthSize + checksumSize, recordSize);
    const quint64 lengthPart = checksumOf(rest.first(lengthSize), m_salt, m_offset);
    if (qFromLittleEndian<quint64>(rest.data() + lengthSize)
        != checksumOf(record, lengthPart, m_offset))
        return std::nullopt;
    m_offset += lengthSize + checksumSize + recordSize;
    return Frame{record,
                 (length & 1) == 1 ? JournalFrame::Continues::Yes : JournalFrame::Continues::No};
}

} // namespace sessionbook
