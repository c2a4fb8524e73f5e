#include "notebook/json/Utf8.h"

namespace sessionbook {

QString Utf8::toString(QByteArrayView text)
{
    if (!text.startsWith(byteOrderMark))
        return QString::fromUtf8(text);
    QString marks;
    for (; text.startsWith(byteOrderMark); text = text.sliced(byteOrderMark.size()))
        marks += QChar(QChar::ByteOrderMark);
    return marks + QString::fromUtf8(text);
}

} // namespace sessionbook
