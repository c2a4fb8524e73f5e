#pragma once

#include <QByteArray>

#include <optional>

namespace sessionbook {

/// Cuts a stream of bytes into lines, in time that grows with the bytes only, however they are cut.
/// One line is held in memory at most, and none longer than the limit.
class MessageLines
{
public:
    explicit MessageLines(qsizetype longestLine)
        : m_longestLine(longestLine)
    {
    }

    void append(const QByteArray &bytes);
    /// The next whole line without its end, if there is one.
    [[nodiscard]] std::optional<QByteArray> next();
    /// What follows the last line end.
    [[nodiscard]] QByteArray rest() const { return m_buffer.mid(m_start); }
    [[nodiscard]] bool isTooLong() const { return m_buffer.size() - m_start > m_longestLine; }

private:
    QByteArray m_buffer;
    qsizetype m_start = 0; ///< of the first line not yet taken
    qsizetype m_searched = 0; ///< no line end lies before it
    qsizetype m_longestLine;
};

} // namespace sessionbook
