#include "notebook/Output.h"

#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonText.h"
#include "notebook/json/JsonWriter.h"

#include <QHash>

namespace sessionbook {

namespace {

using Members = QHash<QByteArrayView, QByteArrayView>;

/// The members up to the first fault, names still in quotes; of doubled ones the last.
Members membersOf(QByteArrayView object)
{
    Members members;
    JsonCursor cursor(object);
    if (!cursor.enterObject())
        return members;
    while (cursor.nextMember()) {
        const QByteArrayView name = cursor.key();
        const QByteArrayView value = cursor.takeValue();
        if (!cursor.fault())
            members.insert(name, value);
    }
    return members;
}

QString textOf(const Members &members, QByteArrayView quotedName)
{
    return JsonText::toJoinedString(members.value(quotedName)).value_or(QString());
}

MimePart mimePart(const QString &type, QByteArrayView value)
{
    if (MimeBundle::isJsonType(type))
        return {type, value.toByteArray()};
    const auto text = JsonText::toJoinedUtf8(value);
    return {type, text ? *text : value.toByteArray()};
}

MimeBundle mimeBundle(QByteArrayView object)
{
    MimeBundle bundle;
    JsonCursor cursor(object);
    if (cursor.peek() != JsonCursor::Kind::Object || !cursor.enterObject())
        return bundle;
    while (cursor.nextMember()) {
        const QString type = JsonText::toString(cursor.key());
        const QByteArrayView value = cursor.takeValue();
        if (!cursor.fault())
            bundle.parts.append(mimePart(type, value));
    }
    return bundle;
}

QStringList tracebackOf(QByteArrayView value)
{
    QStringList lines;
    JsonCursor cursor(value);
    if (cursor.peek() != JsonCursor::Kind::Array || !cursor.enterArray())
        return lines;
    while (cursor.nextElement()) {
        const QByteArrayView line = cursor.takeValue();
        if (!cursor.fault())
            lines += JsonText::toString(line);
    }
    return lines;
}

bool isObject(QByteArrayView json)
{
    return JsonCursor(json).peek() == JsonCursor::Kind::Object && JsonText::isValid(json);
}

DisplayContent displayOf(const Members &members, bool isResult)
{
    DisplayContent content;
    content.isResult = isResult;
    content.data = mimeBundle(members.value("\"data\""));
    const QByteArrayView metadata = members.value("\"metadata\"");
    if (JsonCursor(metadata).peek() == JsonCursor::Kind::Object)
        content.metadata = metadata.toByteArray();
    if (isResult)
        content.executionCount = JsonText::toInt(members.value("\"execution_count\""));
    return content;
}

const FileStyle &compactStyle()
{
    static const FileStyle style{.indent = {}, .lineEnd = {}, .nameSeparator = ":"};
    return style;
}

void writeBundle(JsonWriter &writer, const MimeBundle &bundle)
{
    writer.beginObject();
    for (const MimePart &part : bundle.parts) {
        writer.name(part.type);
        const bool asJson = MimeBundle::isJsonType(part.type) && JsonText::isValid(part.data);
        writer.raw(asJson ? part.data : JsonText::fromUtf8(part.data));
    }
    writer.endObject();
}

QByteArray numberOrNull(std::optional<int> number)
{
    return number ? QByteArray::number(*number) : QByteArray("null");
}

} // namespace

Output Output::fromJson(ByteSlice object)
{
    return Output(std::move(object));
}

Output Output::stream(const QString &name, const QString &text)
{
    QByteArray json;
    JsonWriter writer(json, compactStyle());
    writer.beginObject();
    writer.member("name", JsonText::fromString(name));
    writer.member("output_type", "\"stream\"");
    writer.member("text", JsonText::fromString(text));
    writer.endObject();
    return Output(json);
}

Output Output::display(const DisplayContent &content)
{
    QByteArray json;
    JsonWriter writer(json, compactStyle());
    writer.beginObject();
    writer.name(u"data");
    writeBundle(writer, content.data);
    if (content.isResult)
        writer.member("execution_count", numberOrNull(content.executionCount));
    writer.member("metadata", isObject(content.metadata) ? content.metadata : QByteArray("{}"));
    writer.member("output_type", content.isResult ? "\"execute_result\"" : "\"display_data\"");
    writer.endObject();
    return Output(json);
}

Output Output::error(const ErrorContent &content)
{
    QByteArray json;
    JsonWriter writer(json, compactStyle());
    writer.beginObject();
    writer.member("ename", JsonText::fromString(content.name));
    writer.member("evalue", JsonText::fromString(content.message));
    writer.member("output_type", "\"error\"");
    writer.name(u"traceback");
    writer.beginArray();
    for (const QString &line : content.traceback)
        writer.string(line);
    writer.endArray();
    writer.endObject();
    return Output(json);
}

OutputContent Output::decode() const
{
    const Members members = membersOf(json());
    const QString type = JsonText::toString(members.value("\"output_type\""));
    if (type == QLatin1String("stream"))
        return StreamContent{textOf(members, "\"name\""), textOf(members, "\"text\"")};
    if (type == QLatin1String("display_data") || type == QLatin1String("execute_result"))
        return displayOf(members, type == QLatin1String("execute_result"));
    if (type == QLatin1String("error"))
        return ErrorContent{textOf(members, "\"ename\""), textOf(members, "\"evalue\""),
                            tracebackOf(members.value("\"traceback\""))};
    return UnknownContent{type};
}

} // namespace sessionbook
