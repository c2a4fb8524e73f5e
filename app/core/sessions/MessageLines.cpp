#include "sessions/MessageLines.h"

#include <utility>

namespace sessionbook {

void MessageLines::append(const QByteArray &bytes)
{
    if (m_start > 0) {
        m_buffer.remove(0, m_start);
        m_searched -= std::exchange(m_start, 0);
    }
    m_buffer += bytes;
}

std::optional<QByteArray> MessageLines::next()
{
    const qsizetype end = m_buffer.indexOf('\n', m_searched);
    if (end < 0) {
        m_searched = m_buffer.size();
        return std::nullopt;
    }
    const QByteArray line = m_buffer.mid(m_start, end - m_start);
    m_start = m_searched = end + 1;
    return line;
}

} // namespace sessionbook
