#include "notebook/json/Utf8.h"

namespace sessionbook {

QString Utf8::toString(QByteArrayView text)
{
    const QByteArrayView mark = "\xef\xbb\xbf";
    if (!text.startsWith(mark))
        return QString::fromUtf8(text);
    QString marks;
    for (; text.startsWith(mark); text = text.sliced(mark.size()))
        marks += QChar(QChar::ByteOrderMark);
    return marks + QString::fromUtf8(text);
}

} // namespace sessionbook
