#include "notebook/json/FileStyle.h"

namespace sessionbook {

QByteArray FileStyle::lineEndOf(QByteArrayView text)
{
    const qsizetype lineFeed = text.indexOf('\n');
    return lineFeed > 0 && text[lineFeed - 1] == '\r' ? "\r\n" : "\n";
}

} // namespace sessionbook
