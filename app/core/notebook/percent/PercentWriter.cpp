#include "notebook/percent/PercentWriter.h"

#include "notebook/json/FileStyle.h"
#include "notebook/json/JsonEquality.h"
#include "notebook/json/JsonFields.h"
#include "notebook/json/TextPieces.h"
#include "notebook/json/Utf8.h"
#include "notebook/percent/PercentCellWriter.h"
#include "notebook/percent/PercentHeader.h"
#include "notebook/percent/PercentReader.h"
#include "notebook/percent/PercentText.h"
#include "notebook/percent/ScriptCells.h"

#include <algorithm>

namespace sessionbook {

namespace {

/// How much of the file that was read is taken over as it stands.
enum class Keeping {
    WhatDidNotChange,
    WhatStandsAlone ///< and is read the same whatever stands beside it
};

class ScriptWriter
{
public:
    ScriptWriter(const NotebookData &notebook, Keeping keeping)
        : m_notebook(notebook)
        , m_keeping(keeping)
        , m_isFromScript(notebook.origin.format == DocumentFormat::PercentScript)
        , m_lineEnd(m_isFromScript ? notebook.style.lineEnd : QByteArray("\n"))
        , m_preamble(preamble())
        , m_dialect(PercentHeader::fromLines(linesOf(m_preamble)).dialect())
        , m_isDialectOfFile(dialectOfFile() == m_dialect)
        , m_magics(m_dialect)
        , m_cells(m_dialect)
    {
    }

    QList<ByteSlice> pieces() const
    {
        TextPieces out;
        out.add(mark());
        out.add(m_preamble);
        if (isEmptyScript())
            return out.take();
        for (qsizetype i = 0; i < m_notebook.cells.size(); ++i)
            appendCell(out, i);
        return out.take();
    }

private:
    /// A file without cells is one empty cell, which stands nowhere.
    [[nodiscard]] bool isEmptyScript() const
    {
        const FileOrigin &origin = m_notebook.origin;
        const bool hadNone = m_isFromScript && origin.cellsBegin == origin.cellsEnd;
        if (!hadNone || m_notebook.cells.size() != 1)
            return false;
        const Cell &cell = m_notebook.cells.first();
        const bool isOfFile
            = origin.text.isEmpty() || cell.originalJson.sharesTextWith(origin.text);
        return isOfFile && cell.kind == CellKind::Code && cell.source.isEmpty()
            && JsonFields(cell.metadata).all().isEmpty();
    }

    /// The byte order mark of the file, which is no part of its header.
    [[nodiscard]] ByteSlice mark() const
    {
        const ByteSlice &text = m_notebook.origin.text;
        const bool has = m_isFromScript && text.view().startsWith(Utf8::byteOrderMark);
        return {text.whole(), text.begin(), has ? Utf8::byteOrderMark.size() : 0};
    }

    [[nodiscard]] ByteSlice preambleOfFile() const
    {
        const FileOrigin &origin = m_notebook.origin;
        return {origin.text.whole(), mark().end(), origin.cellsBegin - mark().size()};
    }

    [[nodiscard]] PercentDialect dialectOfFile() const
    {
        return PercentHeader::fromLines(linesOf(preambleOfFile())).dialect();
    }

    [[nodiscard]] ByteSlice preamble() const
    {
        const FileOrigin &origin = m_notebook.origin;
        if (!m_isFromScript)
            return bytesOf(PercentHeader::newLines(m_notebook.metadata) << QString());
        const ByteSlice before = preambleOfFile();
        if (!JsonEquality::isSameObject(m_notebook.metadata, origin.metadata))
            return withMetadata(before);
        const bool isOpen = !before.isEmpty() && !before.view().endsWith('\n');
        const bool isFollowed = !m_notebook.cells.isEmpty() && !isEmptyScript();
        return isOpen && isFollowed ? closed(before.toByteArray()) : before;
    }

    [[nodiscard]] ByteSlice closed(QByteArray line) const
    {
        while (line.endsWith('\r')) // it would become half of another line end
            line.chop(1);
        return line + m_lineEnd;
    }

    [[nodiscard]] ByteSlice withMetadata(const ByteSlice &before) const
    {
        const QStringList lines = linesOf(before);
        const PercentHeader header = PercentHeader::fromLines(lines);
        QStringList behind = lines.mid(header.size);
        if (header.yamlBegin < 0)
            behind.prepend(QString());
        return bytesOf(header.withMetadata(lines, m_notebook.metadata) + behind);
    }

    void appendCell(TextPieces &out, qsizetype index) const
    {
        const Cell &cell = m_notebook.cells.at(index);
        const bool isLast = index + 1 == m_notebook.cells.size();
        const auto before = asRead(cell);
        if (before && stays(cell, *before, index))
            return appendAsRead(out, cell, isLast);
        const PercentCellWriter::Place place{
            .isLast = isLast,
            .keepsGap = before && (isLast || cell.originalJson.end() < m_notebook.origin.cellsEnd),
            .mayLackMarker
            = before && !before->hasMarker && index == 0 && m_keeping == Keeping::WhatDidNotChange};
        QByteArray text = bytesOf(m_cells.write(cell, before, place));
        const bool isOpen = before && isLast && !m_notebook.style.finalNewline;
        if (isOpen && !text.endsWith(m_lineEnd + m_lineEnd))
            text.chop(m_lineEnd.size());
        out.add(QByteArrayView(text));
    }

    [[nodiscard]] std::optional<PercentCell> asRead(const Cell &cell) const
    {
        if (!isFromScript(cell))
            return std::nullopt;
        const QStringList lines = linesOf(cell.originalJson);
        const bool hasMarker = !lines.isEmpty() && m_magics.isMarker(lines.first());
        return PercentCell::fromLines(lines, hasMarker, m_magics);
    }

    [[nodiscard]] bool isFromScript(const Cell &cell) const
    {
        return m_isFromScript && m_isDialectOfFile
            && cell.originalJson.sharesTextWith(m_notebook.origin.text);
    }

    [[nodiscard]] bool stays(const Cell &cell, const PercentCell &before, qsizetype index) const
    {
        if (cell.touched && !PercentCellWriter::isSame(cell, before))
            return false;
        if (!before.hasMarker) {
            const bool isAlone = m_notebook.cells.size() == 1;
            const bool isSeen = !PercentText::isBlank(before.body.join(u' '));
            return index == 0 && (isSeen || isAlone) && m_keeping == Keeping::WhatDidNotChange;
        }
        return m_keeping == Keeping::WhatDidNotChange
            || (hasTheLineEnds(cell.originalJson.view()) && hasItsEmptyLines(before)
                && !ScriptCells::isLeftOpen(linesOf(cell.originalJson)));
    }

    /// Whether its marker says no more than there is: what keeps it from the next cell would be its
    /// own then.
    static bool hasItsEmptyLines(const PercentCell &cell)
    {
        return cell.marker.ownEmptyLines <= PercentText::blankLinesAtEnd(cell.body);
    }

    /// The first line end of a file decides how the others are read.
    [[nodiscard]] bool hasTheLineEnds(QByteArrayView text) const
    {
        if (m_lineEnd == "\n")
            return FileStyle::lineEndOf(text) == m_lineEnd;
        return text.count('\n') == text.count(m_lineEnd);
    }

    /// What was the last has perhaps nothing behind it that keeps it from the next.
    void appendAsRead(TextPieces &out, const Cell &cell, bool isLast) const
    {
        out.add(cell.originalJson);
        const QByteArrayView text = cell.originalJson.view();
        if (isLast || text.endsWith('\n') || text.isEmpty())
            return;
        out.add(QByteArrayView(m_lineEnd));
        if (!PercentText::isBlank(linesOf(cell.originalJson).last()))
            out.add(QByteArrayView(m_lineEnd));
    }

    [[nodiscard]] QStringList linesOf(const ByteSlice &text) const
    {
        return PercentText::lines(text.view(), m_lineEnd);
    }

    [[nodiscard]] QByteArray bytesOf(const QStringList &lines) const
    {
        QByteArray bytes;
        for (const QString &line : lines)
            bytes += line.toUtf8() + m_lineEnd;
        return bytes;
    }

    const NotebookData &m_notebook;
    Keeping m_keeping;
    bool m_isFromScript;
    QByteArray m_lineEnd;
    ByteSlice m_preamble;
    PercentDialect m_dialect;
    bool m_isDialectOfFile; ///< else what was read would be read differently now
    MagicLines m_magics;
    PercentCellWriter m_cells;
};

bool readsAs(const QByteArray &bytes, const NotebookData &notebook)
{
    const auto read = PercentReader::read(bytes);
    return read
        && std::ranges::equal(read->cells, notebook.cells, [](const Cell &left, const Cell &right) {
               return left.kind == right.kind && left.source == right.source;
           });
}

} // namespace

QByteArray PercentWriter::write(const NotebookData &notebook)
{
    return TextPieces::joined(pieces(notebook));
}

QList<ByteSlice> PercentWriter::pieces(const NotebookData &notebook)
{
    QList<ByteSlice> kept = ScriptWriter(notebook, Keeping::WhatDidNotChange).pieces();
    const QByteArray text = TextPieces::joined(kept);
    // A text in quotes that never ends, or a cell without a marker, can make one cell of two.
    const bool isUntouched = text == notebook.origin.text.view();
    if (isUntouched || readsAs(text, notebook))
        return kept;
    return ScriptWriter(notebook, Keeping::WhatStandsAlone).pieces();
}

} // namespace sessionbook
