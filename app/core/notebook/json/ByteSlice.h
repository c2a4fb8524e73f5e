#pragma once

#include <QByteArray>

namespace sessionbook {

/// A part of a text that is kept in memory as long as any part of it is: a notebook's cells and
/// outputs are slices of the one file that was read, never copies. A value, thread-safe like
/// QByteArray. Equal means: the same bytes.
class ByteSlice
{
public:
    ByteSlice() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a whole text is a slice, too
    ByteSlice(QByteArray bytes);
    ByteSlice(const QByteArray &whole, qsizetype offset, qsizetype size);

    [[nodiscard]] QByteArrayView view() const;
    [[nodiscard]] QByteArray toByteArray() const { return view().toByteArray(); }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    [[nodiscard]] qsizetype size() const { return m_size; }
    /// The text the slice was cut from, and where.
    [[nodiscard]] const QByteArray &whole() const { return m_whole; }
    [[nodiscard]] qsizetype begin() const { return m_offset; }
    [[nodiscard]] qsizetype end() const { return m_offset + m_size; }
    /// Whether both were cut from the very same text in memory.
    [[nodiscard]] bool sharesTextWith(const ByteSlice &other) const;
    /// The slice of this slice's text that `part`, a view into it, covers.
    [[nodiscard]] ByteSlice sliceOf(QByteArrayView part) const;

    bool operator==(const ByteSlice &other) const;

private:
    QByteArray m_whole;
    qsizetype m_offset = 0;
    qsizetype m_size = 0;
};

} // namespace sessionbook
