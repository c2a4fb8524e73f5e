#include "notebook/json/JsonWriter.h"

#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonMember.h"
#include "notebook/json/JsonText.h"
#include "notebook/json/Utf8.h"

namespace sessionbook {

JsonWriter::JsonWriter(QByteArray &out, const FileStyle &style, int depth)
    : m_out(out)
    , m_style(style)
    , m_depth(depth)
    , m_afterName(true)
{
}

void JsonWriter::name(QStringView name)
{
    startItem();
    m_out.append(JsonText::fromString(name, m_style.asciiOnly));
    m_out.append(m_style.nameSeparator);
    m_afterName = true;
}

void JsonWriter::member(QByteArrayView utf8Name, QByteArrayView rawValue)
{
    name(Utf8::toString(utf8Name));
    raw(rawValue);
}

void JsonWriter::raw(QByteArrayView value)
{
    startItem();
    m_out.append(value);
}

void JsonWriter::string(QStringView text)
{
    raw(JsonText::fromString(text, m_style.asciiOnly));
}

void JsonWriter::lines(const QString &text)
{
    beginArray();
    for (const QString &line : JsonText::splitLines(text))
        string(line);
    endArray();
}

void JsonWriter::relay(QByteArrayView json)
{
    JsonCursor cursor(json);
    switch (cursor.peek()) {
    case JsonCursor::Kind::Object:
        beginObject();
        for (const JsonMember &member : JsonMember::sortedOf(json)) {
            name(member.name);
            relay(member.value);
        }
        return endObject();
    case JsonCursor::Kind::Array:
        beginArray();
        cursor.enterArray();
        while (cursor.nextElement())
            relay(cursor.takeValue());
        return endArray();
    case JsonCursor::Kind::String:
        return raw(JsonText::normalised(json.trimmed(), m_style.asciiOnly));
    default:
        return raw(json.trimmed());
    }
}

void JsonWriter::open(char bracket)
{
    startItem();
    m_out.append(bracket);
    ++m_depth;
    m_isFirst = true;
}

void JsonWriter::close(char bracket)
{
    --m_depth;
    if (!m_isFirst)
        newLine();
    m_out.append(bracket);
    m_isFirst = false;
}

/// Before a name, and before a value that has none.
void JsonWriter::startItem()
{
    if (m_afterName) {
        m_afterName = false;
        return;
    }
    if (!m_isFirst)
        m_out.append(m_style.itemSeparator);
    m_isFirst = false;
    newLine();
}

void JsonWriter::newLine()
{
    if (m_style.indent.isEmpty())
        return;
    m_out.append(m_style.lineEnd);
    for (int level = 0; level < m_depth; ++level)
        m_out.append(m_style.indent);
}

} // namespace sessionbook
