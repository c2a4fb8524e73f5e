#include "BoundedText.h"

#include <numeric>

namespace sessionbook {

namespace {

/// Of UTF-16 that a character needs which begins with this byte; 0 for the others of its bytes.
int unitsAt(char byte)
{
    const auto code = uchar(byte);
    if ((code & 0xC0) == 0x80)
        return 0;
    return code >= 0xF0 ? 2 : 1;
}

qint64 unitsOf(QByteArrayView text)
{
    return std::accumulate(text.begin(), text.end(), qint64(0),
                           [](qint64 sum, char byte) { return sum + unitsAt(byte); });
}

} // namespace

void BoundedText::append(QByteArrayView text)
{
    // There are never more units than bytes, so that most texts need no counting.
    if (!m_units && m_utf8.size() + text.size() <= m_limit)
        m_utf8 += text;
    else if (!m_isFull)
        appendWhatFits(text);
}

void BoundedText::appendWhatFits(QByteArrayView text)
{
    qint64 units = m_units ? *m_units : unitsOf(m_utf8);
    qsizetype end = 0;
    for (; end < text.size(); ++end) {
        const int more = unitsAt(text[end]);
        m_isFull = units + more > m_limit;
        if (m_isFull)
            break;
        units += more;
    }
    m_utf8 += text.first(end);
    m_units = units;
}

} // namespace sessionbook
