#include "notebook/ipynb/IpynbWriter.h"

#include "notebook/ipynb/CellWriter.h"
#include "notebook/json/JsonMember.h"
#include "notebook/json/JsonPatch.h"
#include "notebook/json/JsonText.h"
#include "notebook/json/JsonWriter.h"
#include "notebook/json/TextPieces.h"

#include <map>

namespace sessionbook {

namespace {

constexpr int cellDepth = 2;

/// Cells and what stands between them, without the brackets. Where two cells were neighbours in the
/// file that was read, the bytes between them are taken from there; elsewhere the style's.
class CellListWriter
{
public:
    explicit CellListWriter(const NotebookData &notebook)
        : m_notebook(notebook)
        , m_cellWriter(notebook.style, notebook.origin, notebook.formatMinor)
    {
    }

    void appendTo(TextPieces &out) const
    {
        const QList<Cell> &cells = m_notebook.cells;
        for (qsizetype i = 0; i < cells.size(); ++i) {
            out.add(i == 0 ? beforeFirst(cells.at(0)) : between(cells.at(i - 1), cells.at(i)));
            out.add(m_cellWriter.write(cells.at(i), cellDepth));
        }
        out.add(cells.isEmpty() ? emptyInside() : afterLast(cells.last()));
    }

private:
    ByteSlice beforeFirst(const Cell &cell) const
    {
        const qsizetype begin = m_notebook.origin.cellsBegin + 1;
        if (isFromFile(cell) && isGap(begin, cell.originalJson.begin(), ""))
            return slice(begin, cell.originalJson.begin());
        return newLine(cellDepth);
    }

    ByteSlice between(const Cell &before, const Cell &after) const
    {
        const qsizetype begin = before.originalJson.end();
        if (isFromFile(before) && isFromFile(after)
            && isGap(begin, after.originalJson.begin(), ","))
            return slice(begin, after.originalJson.begin());
        return m_notebook.style.itemSeparator + newLine(cellDepth);
    }

    ByteSlice afterLast(const Cell &cell) const
    {
        const qsizetype end = m_notebook.origin.cellsEnd - 1;
        if (isFromFile(cell) && isGap(cell.originalJson.end(), end, ""))
            return slice(cell.originalJson.end(), end);
        return newLine(cellDepth - 1);
    }

    ByteSlice emptyInside() const
    {
        const FileOrigin &origin = m_notebook.origin;
        const bool isSpace = isGap(origin.cellsBegin + 1, origin.cellsEnd - 1, "");
        return isSpace ? slice(origin.cellsBegin + 1, origin.cellsEnd - 1) : ByteSlice();
    }

    bool isFromFile(const Cell &cell) const
    {
        return cell.originalJson.sharesTextWith(m_notebook.origin.text);
    }

    ByteSlice slice(qsizetype begin, qsizetype end) const
    {
        return {m_notebook.origin.text.whole(), begin, end - begin};
    }

    /// Whether only space and `separator` are between these places of the file.
    bool isGap(qsizetype begin, qsizetype end, QByteArrayView separator) const
    {
        // Cells that stand apart in the file have whole cells between them: no need to look through
        // those.
        constexpr qsizetype longestGap = 1000;
        return begin <= end && end - begin < longestGap
            && slice(begin, end).view().trimmed() == separator;
    }

    QByteArray newLine(int depth) const
    {
        const FileStyle &style = m_notebook.style;
        return style.indent.isEmpty() ? QByteArray() : style.lineEnd + style.indent.repeated(depth);
    }

    const NotebookData &m_notebook;
    CellWriter m_cellWriter;
};

QList<ByteSlice> cellsOf(const NotebookData &notebook)
{
    TextPieces pieces;
    CellListWriter(notebook).appendTo(pieces);
    return pieces.take();
}

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
    // "cells" of another kind may be among the fields above.
    fields["cells"] = '[' + TextPieces::joined(cellsOf(notebook)) + ']';
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
QList<ByteSlice> writeCellsOnly(const NotebookData &notebook)
{
    const ByteSlice &text = notebook.origin.text;
    const auto [begin, end] = std::pair(notebook.origin.cellsBegin, notebook.origin.cellsEnd);
    TextPieces pieces;
    pieces.add(ByteSlice(text.whole(), 0, begin + 1));
    CellListWriter(notebook).appendTo(pieces);
    pieces.add(ByteSlice(text.whole(), end - 1, text.size() - end + 1));
    return pieces.take();
}

/// The file with other metadata around its list of cells; nothing where that cannot be done by
/// exchanging the values.
std::optional<QList<ByteSlice>> writeWithNewMetadata(const NotebookData &notebook)
{
    const FileOrigin &origin = notebook.origin;
    // Without the cells, so that a large file is not copied for a word of metadata.
    const QByteArray frame = origin.text.whole().first(origin.cellsBegin) + "[]"
        + origin.text.whole().sliced(origin.cellsEnd);
    const qsizetype objectBegin = frame.indexOf('{'); // a byte order mark may come before
    JsonPatch patch(QByteArrayView(frame).sliced(objectBegin));
    QByteArray metadata;
    JsonWriter(metadata, notebook.style, 1).relay(notebook.metadata);
    patch.replace("metadata", metadata);
    if (notebook.formatMinor != origin.formatMinor)
        patch.replace("nbformat_minor", QByteArray::number(notebook.formatMinor));
    if (!patch.isComplete())
        return std::nullopt;

    const QByteArray patched = patch.result();
    const QByteArrayView cells = JsonPatch(patched).value("cells");
    if (cells != "[]") // of two members "cells" the other one
        return std::nullopt;
    const qsizetype cellsBegin = cells.data() - patched.constData();
    TextPieces pieces;
    pieces.add(QByteArrayView(frame).first(objectBegin));
    pieces.add(QByteArrayView(patched).first(cellsBegin + 1));
    CellListWriter(notebook).appendTo(pieces);
    pieces.add(QByteArrayView(patched).sliced(cellsBegin + 1));
    return pieces.take();
}

} // namespace

QByteArray IpynbWriter::write(const NotebookData &notebook)
{
    return TextPieces::joined(pieces(notebook));
}

QList<ByteSlice> IpynbWriter::pieces(const NotebookData &notebook)
{
    const FileOrigin &origin = notebook.origin;
    if (origin.format != DocumentFormat::Notebook)
        return pieces(notebook.withoutOrigin());
    const bool hasList = origin.cellsEnd > origin.cellsBegin;
    const bool saysTheSame
        = notebook.metadata == origin.metadata && notebook.formatMinor == origin.formatMinor;
    const bool hasSameFields = notebook.otherFields == origin.otherFields;
    if (hasList && saysTheSame && hasSameFields)
        return writeCellsOnly(notebook);
    if (hasList && hasSameFields) {
        const auto pieces = writeWithNewMetadata(notebook);
        return pieces ? *pieces : QList<ByteSlice>{writeAnew(notebook)};
    }
    const bool isUnchanged
        = !origin.text.isEmpty() && saysTheSame && hasSameFields && notebook.cells.isEmpty();
    return {isUnchanged ? origin.text : ByteSlice(writeAnew(notebook))};
}

} // namespace sessionbook
