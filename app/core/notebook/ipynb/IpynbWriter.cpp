#include "notebook/ipynb/IpynbWriter.h"

#include "notebook/ipynb/CellWriter.h"
#include "notebook/json/JsonMember.h"
#include "notebook/json/JsonPatch.h"
#include "notebook/json/JsonText.h"
#include "notebook/json/JsonWriter.h"

#include <map>

namespace sessionbook {

namespace {

constexpr int cellDepth = 2;

/// Cells and what stands between them. Where two cells were neighbours in the file that was read,
/// the bytes between them are taken from there; elsewhere the style's.
class CellListWriter
{
public:
    explicit CellListWriter(const NotebookData &notebook)
        : m_notebook(notebook)
        , m_cellWriter(notebook.style, notebook.origin, notebook.formatMinor)
    {
    }

    void appendTo(QByteArray &out) const
    {
        const QList<Cell> &cells = m_notebook.cells;
        out += '[';
        for (qsizetype i = 0; i < cells.size(); ++i) {
            out += i == 0 ? beforeFirst(cells.at(0)) : between(cells.at(i - 1), cells.at(i));
            m_cellWriter.append(out, cells.at(i), cellDepth, i + 1);
        }
        out += cells.isEmpty() ? emptyInside() : afterLast(cells.last());
        out += ']';
    }

private:
    QByteArray beforeFirst(const Cell &cell) const
    {
        const FileOrigin &origin = m_notebook.origin;
        if (isFromFile(cell)) {
            const QByteArrayView gap
                = textBetween(origin.cellsBegin + 1, cell.originalJson.begin());
            if (isGap(gap, ""))
                return gap.toByteArray();
        }
        return newLine(cellDepth);
    }

    QByteArray between(const Cell &before, const Cell &after) const
    {
        if (isFromFile(before) && isFromFile(after)) {
            const QByteArrayView gap
                = textBetween(before.originalJson.end(), after.originalJson.begin());
            if (isGap(gap, ","))
                return gap.toByteArray();
        }
        return m_notebook.style.itemSeparator + newLine(cellDepth);
    }

    QByteArray afterLast(const Cell &cell) const
    {
        const FileOrigin &origin = m_notebook.origin;
        if (isFromFile(cell)) {
            const QByteArrayView gap = textBetween(cell.originalJson.end(), origin.cellsEnd - 1);
            if (isGap(gap, ""))
                return gap.toByteArray();
        }
        return newLine(cellDepth - 1);
    }

    QByteArray emptyInside() const
    {
        const FileOrigin &origin = m_notebook.origin;
        const QByteArrayView inside = textBetween(origin.cellsBegin + 1, origin.cellsEnd - 1);
        return isGap(inside, "") ? inside.toByteArray() : QByteArray();
    }

    bool isFromFile(const Cell &cell) const
    {
        return cell.originalJson.sharesTextWith(m_notebook.origin.text);
    }

    QByteArrayView textBetween(qsizetype begin, qsizetype end) const
    {
        if (end < begin)
            return QByteArrayView();
        return QByteArrayView(m_notebook.origin.text.whole()).sliced(begin, end - begin);
    }

    /// Whether only space and `separator` are there; an absent text is no gap.
    static bool isGap(QByteArrayView text, QByteArrayView separator)
    {
        // Cells that stand apart in the file have whole cells between them: no need to look through
        // those.
        constexpr qsizetype longestGap = 1000;
        return !text.isNull() && text.size() < longestGap && text.trimmed() == separator;
    }

    QByteArray newLine(int depth) const
    {
        const FileStyle &style = m_notebook.style;
        return style.indent.isEmpty() ? QByteArray() : style.lineEnd + style.indent.repeated(depth);
    }

    const NotebookData &m_notebook;
    CellWriter m_cellWriter;
};

QByteArray writeAnew(const NotebookData &notebook)
{
    std::map<QByteArray, QByteArray> fields; // Jupyter sorts by name
    const auto relaid = [&notebook](QByteArrayView json) {
        QByteArray out;
        JsonWriter(out, notebook.style, 1).relay(json);
        return out;
    };
    for (const ByteSlice &field : notebook.otherFields) {
        const QByteArray object = '{' + field.toByteArray() + '}';
        for (const JsonMember &member : JsonMember::sortedOf(object))
            fields[member.name.toUtf8()] = relaid(member.value);
    }
    fields["cells"].clear(); // "cells" of another kind may be among the fields above
    CellListWriter(notebook).appendTo(fields["cells"]);
    fields["metadata"] = relaid(notebook.metadata.isEmpty() ? "{}" : notebook.metadata);
    fields["nbformat"] = QByteArray::number(notebook.formatMajor);
    fields["nbformat_minor"] = QByteArray::number(notebook.formatMinor);

    QByteArray out;
    JsonWriter writer(out, notebook.style);
    writer.beginObject();
    for (const auto &[name, value] : fields)
        writer.member(name, value);
    writer.endObject();
    return notebook.style.finalNewline ? out + notebook.style.lineEnd : out;
}

/// The file with its list of cells exchanged; everything around it stays.
QByteArray writeCellsOnly(const NotebookData &notebook)
{
    const FileOrigin &origin = notebook.origin;
    const QByteArrayView text = origin.text.view();
    QByteArray out;
    out.reserve(text.size() + 4096);
    out += text.first(origin.cellsBegin);
    CellListWriter(notebook).appendTo(out);
    return out += text.sliced(origin.cellsEnd);
}

QByteArray writeWithNewMetadata(const NotebookData &notebook)
{
    const QByteArray text = writeCellsOnly(notebook);
    const qsizetype objectBegin = text.indexOf('{'); // a byte order mark may come before
    JsonPatch patch(QByteArrayView(text).sliced(objectBegin));
    QByteArray metadata;
    JsonWriter(metadata, notebook.style, 1).relay(notebook.metadata);
    patch.replace("metadata", metadata);
    if (notebook.formatMinor != notebook.origin.formatMinor)
        patch.replace("nbformat_minor", QByteArray::number(notebook.formatMinor));
    return patch.isComplete() ? text.first(objectBegin) + patch.result() : writeAnew(notebook);
}

} // namespace

QByteArray IpynbWriter::write(const NotebookData &notebook)
{
    QByteArray text;
    for (const ByteSlice &piece : pieces(notebook))
        text += piece.view();
    return text;
}

QList<ByteSlice> IpynbWriter::pieces(const NotebookData &notebook)
{
    const FileOrigin &origin = notebook.origin;
    const bool hasList = origin.cellsEnd > origin.cellsBegin;
    const bool saysTheSame
        = notebook.metadata == origin.metadata && notebook.formatMinor == origin.formatMinor;
    if (hasList)
        return {saysTheSame ? writeCellsOnly(notebook) : writeWithNewMetadata(notebook)};
    const bool isUnchanged = !origin.text.isEmpty() && saysTheSame && notebook.cells.isEmpty();
    return {isUnchanged ? origin.text : ByteSlice(writeAnew(notebook))};
}

} // namespace sessionbook
