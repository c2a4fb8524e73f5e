#pragma once

#include <QByteArray>

#include <optional>

namespace sessionbook {

/// The beginning of a text, up to so many characters as the service counts them: UTF-16 units, but
/// never half a character. A value.
class BoundedText
{
public:
    BoundedText() = default;
    explicit BoundedText(qint64 limit)
        : m_limit(limit)
    {
    }

    /// `text` is whole characters in UTF-8.
    void append(QByteArrayView text);
    [[nodiscard]] const QByteArray &utf8() const { return m_utf8; }

private:
    void appendWhatFits(QByteArrayView text);

    qint64 m_limit = 0;
    QByteArray m_utf8;
    std::optional<qint64> m_units; ///< counted only when it matters
    bool m_isFull = false;
};

} // namespace sessionbook
