#include "notebook/ipynb/FileStyleDetector.h"

#include "notebook/json/JsonCursor.h"

#include <algorithm>

namespace sessionbook {

namespace {

bool isAscii(QByteArrayView text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<signed char>(c) >= 0; });
}

/// The space after the last line end before the first name.
QByteArray indentOf(QByteArrayView beforeFirstName)
{
    const qsizetype lineEnd = beforeFirstName.lastIndexOf('\n');
    return lineEnd < 0 ? QByteArray() : beforeFirstName.sliced(lineEnd + 1).toByteArray();
}

} // namespace

FileStyle FileStyleDetector::styleOf(const FileOrigin &origin, bool hasUnicodeEscapes)
{
    const QByteArrayView text = origin.text.view();
    FileStyle style;
    style.finalNewline = text.endsWith('\n');
    style.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
    style.asciiOnly = hasUnicodeEscapes && isAscii(text);

    const QByteArrayView object = text.sliced(std::max<qsizetype>(text.indexOf('{'), 0));
    JsonCursor cursor(object);
    if (!cursor.enterObject())
        return style;
    const char *opening = cursor.position();
    if (!cursor.nextMember())
        return style;
    const char *nameEnd = cursor.key().data() + cursor.key().size();
    style.indent = indentOf({opening, cursor.key().data()});
    const QByteArrayView value = cursor.takeValue();
    style.nameSeparator = QByteArrayView(nameEnd, value.data()).toByteArray();
    const char *valueEnd = value.data() + value.size();
    if (style.indent.isEmpty() && cursor.nextMember())
        style.itemSeparator = QByteArrayView(valueEnd, cursor.key().data()).toByteArray();
    return style;
}

} // namespace sessionbook
