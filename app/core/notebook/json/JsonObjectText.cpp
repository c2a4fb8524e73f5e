#include "notebook/json/JsonObjectText.h"

#include "notebook/json/FileStyle.h"
#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonFaultPlace.h"
#include "notebook/json/JsonMember.h"
#include "notebook/json/JsonText.h"
#include "notebook/json/JsonWriter.h"

namespace sessionbook {

namespace {

QByteArrayView objectOr(QByteArrayView text)
{
    return text.isEmpty() ? QByteArrayView("{}") : text;
}

/// The offset of the first NaN or infinity outside of strings; the text is valid otherwise.
qsizetype nonFiniteNumber(QByteArrayView text)
{
    bool isInString = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (isInString && c == '\\')
            ++at;
        else if (c == '"')
            isInString = !isInString;
        else if (!isInString && (c == 'N' || c == 'I'))
            return at;
    }
    return 0;
}

void relayInOrder(JsonWriter &writer, JsonCursor &cursor)
{
    switch (cursor.peek()) {
    case JsonCursor::Kind::Object:
        writer.beginObject();
        cursor.enterObject();
        while (cursor.nextMember()) {
            writer.name(JsonText::toString(cursor.key()));
            relayInOrder(writer, cursor);
        }
        return writer.endObject();
    case JsonCursor::Kind::Array:
        writer.beginArray();
        cursor.enterArray();
        while (cursor.nextElement())
            relayInOrder(writer, cursor);
        return writer.endArray();
    default:
        return writer.raw(cursor.takeValue());
    }
}

} // namespace

std::optional<Error> JsonObjectText::faultIn(QByteArrayView text)
{
    if (!JsonText::isValidUtf8(text))
        return JsonFaultPlace::error(
            text, {JsonFaultPlace::firstInvalidUtf8(text), QStringLiteral("not UTF-8")});
    JsonCursor cursor(text);
    const bool isObject = cursor.peek() == JsonCursor::Kind::Object;
    cursor.takeValue();
    if (!cursor.atEnd())
        return JsonFaultPlace::error(text, cursor.fault().value_or(JsonFault{}));
    if (!isObject)
        return JsonFaultPlace::error(text, {0, QStringLiteral("not an object in braces")});
    if (cursor.sawNonFiniteNumber())
        return JsonFaultPlace::error(
            text, {nonFiniteNumber(text), QStringLiteral("NaN and Infinity are not JSON")});
    return {};
}

QByteArray JsonObjectText::pretty(QByteArrayView object)
{
    const FileStyle style{.indent = "  "};
    QByteArray out;
    JsonWriter writer(out, style);
    JsonCursor cursor(objectOr(object));
    relayInOrder(writer, cursor);
    return out;
}

QStringList JsonObjectText::texts(QByteArrayView object, QStringView name)
{
    QStringList texts;
    for (const JsonMember &member : JsonMember::sortedOf(objectOr(object))) {
        JsonCursor cursor(member.value);
        if (member.name != name || cursor.peek() != JsonCursor::Kind::Array)
            continue;
        cursor.enterArray();
        while (cursor.nextElement()) {
            const bool isText = cursor.peek() == JsonCursor::Kind::String;
            const QByteArrayView element = cursor.takeValue();
            if (isText)
                texts += JsonText::toString(element);
        }
    }
    return texts;
}

QByteArray JsonObjectText::withTexts(QByteArrayView object, QStringView name,
                                     const QStringList &texts)
{
    const FileStyle style{.indent = {}, .itemSeparator = ", "};
    QByteArray out;
    JsonWriter writer(out, style);
    const auto writeTexts = [&] {
        writer.name(name);
        writer.beginArray();
        for (const QString &text : texts)
            writer.string(text);
        writer.endArray();
    };
    bool isMissing = !texts.isEmpty();
    writer.beginObject();
    JsonCursor cursor(objectOr(object));
    cursor.enterObject();
    while (cursor.nextMember()) {
        const QString member = JsonText::toString(cursor.key());
        const QByteArrayView value = cursor.takeValue();
        if (member != name) {
            writer.name(member);
            writer.raw(value);
        } else if (std::exchange(isMissing, false)) {
            writeTexts();
        }
    }
    if (isMissing)
        writeTexts();
    writer.endObject();
    return out;
}

} // namespace sessionbook
