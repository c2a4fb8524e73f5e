#include "notebook/ipynb/CellWriter.h"

#include "notebook/CellFileId.h"
#include "notebook/ipynb/CellReader.h"
#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonPatch.h"
#include "notebook/json/JsonText.h"
#include "notebook/json/JsonWriter.h"
#include "notebook/ipynb/OutputWriter.h"

#include <map>

namespace sessionbook {

namespace {

QByteArray kindJson(CellKind kind)
{
    switch (kind) {
    case CellKind::Code:
        return "\"code\"";
    case CellKind::Markdown:
        return "\"markdown\"";
    case CellKind::Raw:
        break;
    }
    return "\"raw\"";
}

QByteArray numberOrNull(std::optional<int> number)
{
    return number ? QByteArray::number(*number) : QByteArray("null");
}

/// The name and the value of a `"name": value` text.
std::pair<QByteArray, QByteArrayView> fieldOf(const ByteSlice &field)
{
    const QByteArray object = '{' + field.toByteArray() + '}';
    JsonCursor cursor(object);
    if (!cursor.enterObject() || !cursor.nextMember())
        return {};
    const QByteArray name = JsonText::toUtf8(cursor.key());
    const QByteArrayView value = cursor.takeValue();
    return {name, field.view().last(value.size())};
}

} // namespace

CellWriter::CellWriter(const FileStyle &style, const FileOrigin &origin, int formatMinor)
    : m_style(style)
    , m_origin(origin)
    , m_formatMinor(formatMinor)
{
}

ByteSlice CellWriter::write(const Cell &cell, int depth) const
{
    if (!cell.originalJson.sharesTextWith(m_origin.text))
        return anew(cell, depth);
    return cell.touched ? ByteSlice(changed(cell, depth)) : cell.originalJson;
}

QByteArray CellWriter::changed(const Cell &cell, int depth) const
{
    const Cell before = CellReader::readOriginal(cell.originalJson);
    if (cell.kind != before.kind || cell.otherFields != before.otherFields)
        return anew(cell, depth);

    JsonPatch patch(cell.originalJson.view());
    if (cell.source != before.source) {
        const bool asText = patch.value("source").startsWith('"');
        patch.replace("source",
                      asText ? JsonText::fromString(cell.source, m_style.asciiOnly)
                             : sourceJson(cell.source, depth + 1));
    }
    if (cell.outputs != before.outputs)
        patch.replace("outputs", outputsJson(cell.outputs, depth + 1));
    if (cell.executionCount != before.executionCount)
        patch.replace("execution_count", numberOrNull(cell.executionCount));
    if (cell.metadata != before.metadata)
        patch.replace("metadata", relaid(cell.metadata, depth + 1));
    // An id that is missing or another cell's is mended only together with something else.
    const QString id = patch.isEmpty() ? cell.fileId : writtenId(cell);
    if (id != before.fileId)
        setId(patch, id, depth + 1);
    return patch.isComplete() ? patch.result() : anew(cell, depth);
}

void CellWriter::setId(JsonPatch &patch, const QString &id, int depth) const
{
    const QByteArray json = JsonText::fromString(id, m_style.asciiOnly);
    if (!patch.value("id").isEmpty())
        return patch.replace("id", json);
    const QByteArray space = m_style.indent.isEmpty()
        ? m_style.itemSeparator
        : ',' + m_style.lineEnd + m_style.indent.repeated(depth);
    patch.insertBefore("metadata", "\"id\"" + m_style.nameSeparator + json + space);
}

QString CellWriter::writtenId(const Cell &cell)
{
    return cell.freshFileId.isEmpty() ? cell.fileId : cell.freshFileId;
}

QByteArray CellWriter::anew(const Cell &cell, int depth) const
{
    std::map<QByteArray, QByteArray> fields; // Jupyter sorts by name
    for (const ByteSlice &field : cell.otherFields) {
        const auto [name, value] = fieldOf(field);
        // Text that became code keeps its pictures here, in case it becomes text again; a file of
        // the format holds none.
        if (cell.kind != CellKind::Code || name != "attachments")
            fields[name] = relaid(value, depth + 1);
    }
    fields["cell_type"] = kindJson(cell.kind);
    if (m_formatMinor >= 5) {
        const QString id = writtenId(cell);
        fields["id"] = JsonText::fromString(id.isEmpty() ? CellFileId::random() : id);
    }
    fields["metadata"] = relaid(cell.metadata.isEmpty() ? "{}" : cell.metadata, depth + 1);
    fields["source"] = sourceJson(cell.source, depth + 1);
    if (cell.kind == CellKind::Code) {
        fields["execution_count"] = numberOrNull(cell.executionCount);
        fields["outputs"] = outputsJson(cell.outputs, depth + 1);
    }

    QByteArray out;
    JsonWriter writer(out, m_style, depth);
    writer.beginObject();
    for (const auto &[name, value] : fields)
        writer.member(name, value);
    writer.endObject();
    return out;
}

QByteArray CellWriter::sourceJson(const QString &source, int depth) const
{
    QByteArray out;
    JsonWriter(out, m_style, depth).lines(source);
    return out;
}

QByteArray CellWriter::outputsJson(const QList<Output> &outputs, int depth) const
{
    QByteArray out;
    JsonWriter writer(out, m_style, depth);
    writer.beginArray();
    for (const Output &output : outputs) {
        if (output.slice().sharesTextWith(m_origin.text))
            writer.raw(output.json());
        else if (OutputWriter::isWritable(output))
            OutputWriter::write(writer, output);
    }
    writer.endArray();
    return out;
}

QByteArray CellWriter::relaid(QByteArrayView json, int depth) const
{
    QByteArray out;
    JsonWriter(out, m_style, depth).relay(json);
    return out;
}

} // namespace sessionbook
