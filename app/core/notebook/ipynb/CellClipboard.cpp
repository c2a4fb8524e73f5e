#include "notebook/ipynb/CellClipboard.h"

#include "notebook/ipynb/CellReader.h"
#include "notebook/ipynb/CellWriter.h"
#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonText.h"

namespace sessionbook {

QByteArray CellClipboard::toJson(const QList<Cell> &cells)
{
    const FileStyle style{.indent = {}, .itemSeparator = ", "};
    const FileOrigin nowhere;
    const CellWriter writer(style, nowhere, 4);
    QByteArray json = R"({"cells": [)";
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0)
            json += ", ";
        json += writer.write(cells.at(i), 0).view();
    }
    return json += "]}";
}

QList<Cell> CellClipboard::fromJson(const QByteArray &json)
{
    if (!JsonText::isValid(json) || !json.trimmed().startsWith('{'))
        return {};
    QList<Cell> cells;
    const ByteSlice text(json);
    JsonCursor cursor(text.view());
    cursor.enterObject();
    while (cursor.nextMember()) {
        const bool isList = cursor.key() == "\"cells\"" && cursor.peek() == JsonCursor::Kind::Array;
        if (!isList) {
            cursor.takeValue();
            continue;
        }
        QStringList faults;
        cursor.enterArray();
        while (cursor.nextElement())
            cells += CellReader::read(cursor, text, faults);
    }
    return cells;
}

QString CellClipboard::toPlainText(const QList<Cell> &cells)
{
    QStringList sources;
    for (const Cell &cell : cells)
        sources += cell.source;
    return sources.join(QLatin1String("\n\n"));
}

} // namespace sessionbook
