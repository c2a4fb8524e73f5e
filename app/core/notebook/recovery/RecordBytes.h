#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace sessionbook {

/// Puts numbers and texts one behind the other. Numbers take as few bytes as they need; texts are
/// UTF-16, as a cell may hold halves of surrogate pairs.
class RecordWriter
{
public:
    explicit RecordWriter(QByteArray &out)
        : m_out(out)
    {
    }

    void number(quint64 value);
    /// For values of either sign.
    void signedNumber(qint64 value);
    void optionalNumber(std::optional<int> value);
    void bytes(QByteArrayView value);
    void text(QStringView value);

private:
    QByteArray &m_out;
};

/// Takes them out again. Whatever the bytes are, it reads within them and allocates no more than
/// they hold; after the first thing that does not fit, isGood() is false and everything is empty.
class RecordReader
{
public:
    /// `bytes` must outlive the reader and the views it gives.
    explicit RecordReader(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }

    [[nodiscard]] quint64 number();
    /// A number that must not exceed `largest`.
    [[nodiscard]] qsizetype size(qsizetype largest);
    [[nodiscard]] qint64 signedNumber();
    [[nodiscard]] std::optional<int> optionalNumber();
    [[nodiscard]] QByteArrayView bytes();
    [[nodiscard]] QString text();
    /// For what the caller finds wrong.
    void fail() { m_isGood = false; }

    [[nodiscard]] bool isGood() const { return m_isGood; }
    [[nodiscard]] bool isAtEnd() const { return m_rest.isEmpty(); }
    [[nodiscard]] qsizetype remaining() const { return m_rest.size(); }

private:
    QByteArrayView m_rest;
    bool m_isGood = true;
};

} // namespace sessionbook
