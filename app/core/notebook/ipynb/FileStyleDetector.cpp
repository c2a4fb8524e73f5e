#include "notebook/ipynb/FileStyleDetector.h"

#include "notebook/json/JsonCursor.h"

#include <algorithm>
#include <cstring>

namespace sessionbook {

namespace {

bool isAscii(QByteArrayView text)
{
    quint64 all = 0;
    for (; text.size() >= 8; text = text.sliced(8)) {
        quint64 eight = 0;
        std::memcpy(&eight, text.data(), sizeof eight);
        all |= eight;
    }
    return (all & 0x8080808080808080ULL) == 0
        && std::ranges::all_of(text, [](char c) { return static_cast<signed char>(c) >= 0; });
}

/// The space after the last line end before the first name.
QByteArray indentOf(QByteArrayView beforeFirstName)
{
    const qsizetype lineEnd = beforeFirstName.lastIndexOf('\n');
    return lineEnd < 0 ? QByteArray() : beforeFirstName.sliced(lineEnd + 1).toByteArray();
}

/// The comma between two members on one line, with the space behind it; a comma alone where no
/// member follows.
QByteArray itemSeparatorAt(const char *at, const char *end)
{
    const char *name = std::find(at, end, '"');
    const QByteArrayView between(at, name);
    return name != end && between.trimmed() == "," ? between.toByteArray() : QByteArray(",");
}

} // namespace

FileStyle FileStyleDetector::styleOf(const FileOrigin &origin, bool hasUnicodeEscapes)
{
    const QByteArrayView text = origin.text.view();
    FileStyle style;
    style.finalNewline = text.endsWith('\n');
    style.lineEnd = FileStyle::lineEndOf(text);
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
    (void)cursor.peek(); // passes the space before the value
    const char *valueBegin = cursor.position();
    style.nameSeparator = QByteArrayView(nameEnd, valueBegin).toByteArray();
    if (!style.indent.isEmpty())
        return style;
    // The first value may be the cells, nearly the whole file: where they end is known.
    const char *valueEnd = valueBegin == text.data() + origin.cellsBegin
        ? text.data() + origin.cellsEnd
        : valueBegin + cursor.takeValue().size();
    style.itemSeparator = itemSeparatorAt(valueEnd, text.data() + text.size());
    return style;
}

} // namespace sessionbook
