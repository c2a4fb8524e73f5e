#include "notebook/json/ByteSlice.h"

namespace sessionbook {

ByteSlice::ByteSlice(QByteArray bytes)
    : m_whole(std::move(bytes))
    , m_size(m_whole.size())
{
}

ByteSlice::ByteSlice(const QByteArray &whole, qsizetype offset, qsizetype size)
    : m_whole(whole)
    , m_offset(offset)
    , m_size(size)
{
    Q_ASSERT(offset >= 0 && size >= 0 && offset + size <= whole.size());
}

QByteArrayView ByteSlice::view() const
{
    return QByteArrayView(m_whole.constData() + m_offset, m_size);
}

bool ByteSlice::sharesTextWith(const ByteSlice &other) const
{
    return !m_whole.isEmpty() && m_whole.constData() == other.m_whole.constData();
}

ByteSlice ByteSlice::sliceOf(QByteArrayView part) const
{
    return {m_whole, part.data() - m_whole.constData(), part.size()};
}

bool ByteSlice::operator==(const ByteSlice &other) const
{
    if (m_size != other.m_size)
        return false;
    return (sharesTextWith(other) && m_offset == other.m_offset) || view() == other.view();
}

} // namespace sessionbook
