#include "notebook/json/TextPieces.h"

namespace sessionbook {

void TextPieces::add(const ByteSlice &slice)
{
    const bool follows = m_newText.isEmpty() && !m_pieces.isEmpty()
        && m_pieces.last().sharesTextWith(slice) && m_pieces.last().end() == slice.begin();
    if (follows) {
        const ByteSlice &last = m_pieces.last();
        m_pieces.last() = ByteSlice(last.whole(), last.begin(), last.size() + slice.size());
        return;
    }
    endNewText();
    if (!slice.isEmpty())
        m_pieces += slice;
}

QList<ByteSlice> TextPieces::take()
{
    endNewText();
    return std::exchange(m_pieces, {});
}

QByteArray TextPieces::joined(const QList<ByteSlice> &pieces)
{
    qsizetype size = 0;
    for (const ByteSlice &piece : pieces)
        size += piece.size();
    QByteArray text;
    text.reserve(size);
    for (const ByteSlice &piece : pieces)
        text += piece.view();
    return text;
}

void TextPieces::endNewText()
{
    if (!m_newText.isEmpty())
        m_pieces += ByteSlice(std::exchange(m_newText, {}));
}

} // namespace sessionbook
