#include "notebook/percent/PercentReader.h"

#include "notebook/json/FileStyle.h"
#include "notebook/json/JsonFaultPlace.h"
#include "notebook/json/JsonFields.h"
#include "notebook/json/JsonText.h"
#include "notebook/json/Utf8.h"
#include "notebook/percent/PercentCell.h"
#include "notebook/percent/PercentHeader.h"
#include "notebook/percent/PercentText.h"
#include "notebook/percent/ScriptCells.h"

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxFaults = 100;

class Script
{
public:
    explicit Script(const QByteArray &bytes)
        : m_file(bytes)
        , m_textBegin(QByteArrayView(bytes).startsWith(Utf8::byteOrderMark)
                          ? Utf8::byteOrderMark.size()
                          : 0)
        , m_lineEnd(FileStyle::lineEndOf(bytes))
        , m_lines(PercentText::lines(m_file.view().sliced(m_textBegin), m_lineEnd))
        , m_starts(PercentText::lineStarts(m_file.view().sliced(m_textBegin)))
        , m_header(PercentHeader::fromLines(m_lines))
        , m_magics(m_header.dialect())
    {
        m_starts += bytes.size() - m_textBegin;
    }

    NotebookData read()
    {
        const QList<qsizetype> markers = ScriptCells::markers(m_lines, m_header.size, m_magics);
        const qsizetype first = markers.value(0, m_lines.size());
        const qsizetype unmarked = unmarkedBegin(first);
        // A script is at least one cell, but what says that it is a notebook may have none.
        if (unmarked < first || (markers.isEmpty() && m_header.yamlBegin < 0))
            addCell(unmarked, first, false);
        for (qsizetype i = 0; i < markers.size(); ++i)
            addCell(markers.at(i), markers.value(i + 1, m_lines.size()), true);
        setOrigin(unmarked);
        listFaults();
        return m_data;
    }

private:
    /// Where the cell begins that has no marker; `first` where there is none but empty lines.
    [[nodiscard]] qsizetype unmarkedBegin(qsizetype first) const
    {
        const bool isEmpty
            = std::all_of(m_lines.begin() + m_header.size, m_lines.begin() + first,
                          [](const QString &line) { return PercentText::isBlank(line); });
        if (isEmpty)
            return first;
        const bool isApart
            = m_header.yamlBegin >= 0 && PercentText::isBlank(m_lines.at(m_header.size));
        return m_header.size + (isApart ? 1 : 0);
    }

    void addCell(qsizetype begin, qsizetype end, bool hasMarker)
    {
        const auto read
            = PercentCell::fromLines(m_lines.mid(begin, end - begin), hasMarker, m_magics);
        Cell cell;
        cell.kind = read.marker.kind;
        cell.source = read.source;
        if (!read.marker.metadata.all().isEmpty())
            cell.metadata = read.marker.metadata.toJson();
        cell.originalJson = {m_file.whole(), m_textBegin + m_starts.at(begin),
                             m_starts.at(end) - m_starts.at(begin)};
        m_data.cells += cell;
        if (!read.marker.isUnderstood)
            addFault(u"cell %1: the metadata in its marker is not understood"_s.arg(
                m_data.cells.size()));
    }

    void setOrigin(qsizetype firstCell)
    {
        JsonFields metadata(m_header.metadata);
        if (!metadata.contains(u"kernelspec"_s))
            metadata.set(u"kernelspec"_s,
                         JsonFields(NotebookData::empty().metadata).value(u"kernelspec"_s));
        m_data.metadata = metadata.toJson();
        m_data.style.lineEnd = m_lineEnd;
        m_data.style.finalNewline = m_file.isEmpty() || m_file.view().endsWith('\n');
        m_data.origin.text = m_file;
        m_data.origin.cellsBegin = m_textBegin + m_starts.at(firstCell);
        m_data.origin.cellsEnd = m_file.size();
        m_data.origin.metadata = m_data.metadata;
        m_data.origin.formatMinor = m_data.formatMinor;
        m_data.origin.format = DocumentFormat::PercentScript;
    }

    void listFaults()
    {
        if (!m_header.isUnderstood)
            addFault(u"the YAML of the header is not understood; kept as it is"_s);
    }

    void addFault(const QString &fault)
    {
        if (m_data.faults.size() < maxFaults)
            m_data.faults += fault;
    }

    ByteSlice m_file;
    qsizetype m_textBegin;
    QByteArray m_lineEnd;
    QStringList m_lines;
    QList<qsizetype> m_starts; ///< one more than lines
    PercentHeader m_header;
    MagicLines m_magics;
    NotebookData m_data;
};

} // namespace

Result<NotebookData> PercentReader::read(const QByteArray &bytes)
{
    if (JsonText::isValidUtf8(bytes))
        return Script(bytes).read();
    Error error = JsonFaultPlace::error(
        bytes, {JsonFaultPlace::firstInvalidUtf8(bytes), QStringLiteral("not UTF-8")});
    error.kind = ErrorKind::NotText;
    return error;
}

} // namespace sessionbook
