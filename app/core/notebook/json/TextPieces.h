#pragma once

#include "notebook/json/ByteSlice.h"

#include <QByteArray>
#include <QList>

namespace sessionbook {

/// A long text that is put together of slices of an older one and of new text, without copying the
/// former: slices that follow each other in the same text become one. A value.
class TextPieces
{
public:
    void add(const ByteSlice &slice);
    void add(QByteArrayView newText) { m_newText += newText; }
    /// All that was added, in order; none is empty.
    [[nodiscard]] QList<ByteSlice> take();
    /// Pieces as one text.
    [[nodiscard]] static QByteArray joined(const QList<ByteSlice> &pieces);

private:
    void endNewText();

    QList<ByteSlice> m_pieces;
    QByteArray m_newText; ///< added since the last slice
};

} // namespace sessionbook
