#include "notebook/ipynb/OutputWriter.h"

#include "notebook/json/JsonMember.h"
#include "notebook/json/JsonText.h"

namespace sessionbook {

namespace {

/// What nbformat's split_lines cuts into lines.
bool holdsLines(const QString &mimeType)
{
    return mimeType.startsWith(QLatin1String("text/"))
        || mimeType == QLatin1String("application/javascript")
        || mimeType == QLatin1String("image/svg+xml");
}

void writeText(JsonWriter &writer, QByteArrayView value)
{
    if (value.startsWith('"'))
        writer.lines(JsonText::toString(value));
    else
        writer.relay(value);
}

void writeBundle(JsonWriter &writer, QByteArrayView bundle)
{
    if (!bundle.startsWith('{'))
        return writer.relay(bundle);
    writer.beginObject();
    for (const JsonMember &member : JsonMember::sortedOf(bundle)) {
        writer.name(member.name);
        if (holdsLines(member.name))
            writeText(writer, member.value);
        else
            writer.relay(member.value);
    }
    writer.endObject();
}

} // namespace

bool OutputWriter::isWritable(const Output &output)
{
    return output.json().trimmed().startsWith('{') && JsonText::isValid(output.json());
}

void OutputWriter::write(JsonWriter &writer, const Output &output)
{
    writer.beginObject();
    for (const JsonMember &member : JsonMember::sortedOf(output.json())) {
        writer.name(member.name);
        if (member.name == QLatin1String("data"))
            writeBundle(writer, member.value);
        else if (member.name == QLatin1String("text"))
            writeText(writer, member.value);
        else
            writer.relay(member.value);
    }
    writer.endObject();
}

} // namespace sessionbook
