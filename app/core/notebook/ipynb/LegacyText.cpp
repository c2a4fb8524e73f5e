#include "notebook/ipynb/LegacyText.h"

#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonText.h"

#include <QStringList>

namespace sessionbook {

namespace {

bool keepsLineEnds(const QStringList &lines)
{
    return !lines.isEmpty() && (lines.first().endsWith(u'\n') || lines.first().endsWith(u'\r'));
}

} // namespace

std::optional<QString> LegacyText::joined(QByteArrayView json, int formatMajor)
{
    JsonCursor cursor(json);
    if (cursor.peek() == JsonCursor::Kind::String)
        return JsonText::toString(json);
    if (cursor.peek() != JsonCursor::Kind::Array || !cursor.enterArray())
        return std::nullopt;
    QStringList lines;
    while (cursor.nextElement()) {
        if (cursor.peek() != JsonCursor::Kind::String)
            return std::nullopt;
        lines += JsonText::toString(cursor.takeValue());
    }
    return lines.join(formatMajor == 3 && keepsLineEnds(lines) ? QString() : QStringLiteral("\n"));
}

} // namespace sessionbook
