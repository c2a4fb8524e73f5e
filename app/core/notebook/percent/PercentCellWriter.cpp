#include "notebook/percent/PercentCellWriter.h"

#include "notebook/json/JsonEquality.h"
#include "notebook/json/JsonText.h"
#include "notebook/percent/PercentHeader.h"
#include "notebook/percent/PercentText.h"
#include "notebook/percent/ScriptCells.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

PercentMarker markerOf(const Cell &cell)
{
    PercentMarker marker;
    marker.kind = cell.kind;
    marker.metadata = PercentMarker::writable(cell.metadata);
    const bool isScript = cell.kind == CellKind::Code
        || (cell.kind == CellKind::Raw && PercentMarker::isScriptOnly(marker.metadata));
    marker.body = isScript && PercentMarker::isActive(marker.metadata)
        ? PercentMarker::Body::Code
        : PercentMarker::Body::Comments;
    return marker;
}

bool isSameMarker(const PercentMarker &left, const PercentMarker &right)
{
    return left.kind == right.kind && left.language == right.language
        && left.languageArguments == right.languageArguments
        && left.ownEmptyLines == right.ownEmptyLines
        && JsonEquality::isSameObject(left.metadata.toJson(), right.metadata.toJson());
}

/// What the script had for the lines of the notebook, where that is not the same.
QHash<QString, QString> asRead(const std::optional<PercentCell> &before)
{
    QHash<QString, QString> lines;
    if (!before || before->marker.body != PercentMarker::Body::Code)
        return lines;
    const QStringList source = before->source.split(u'\n');
    for (qsizetype i = 0; i < std::min(source.size(), before->body.size()); ++i)
        lines.insert(source.at(i), before->body.at(i));
    return lines;
}

QStringList quotedLines(const Cell &cell, const PercentCell &before)
{
    QString opening = before.openingQuotes;
    const bool isRaw = opening.startsWith(u'r') || opening.startsWith(u'R');
    // In a text in quotes Python would take a backslash for the beginning of something else.
    if (!isRaw && cell.source.contains(u'\\') && !before.source.contains(u'\\'))
        opening.prepend(u'r');
    return (opening + cell.source + before.closingQuotes).split(u'\n');
}

} // namespace

bool PercentCellWriter::isSame(const Cell &cell, const PercentCell &before)
{
    return cell.kind == before.marker.kind && cell.source == before.source
        && JsonEquality::isSameObject(
               PercentMarker::writable(cell.metadata).toJson(),
               PercentMarker::writable(before.marker.metadata.toJson()).toJson());
}

QStringList PercentCellWriter::write(const Cell &cell, const std::optional<PercentCell> &before,
                                     Place place) const
{
    const Attempt attempt{cell, before, place};
    const PercentMarker marker = markerOf(cell);
    if (const auto lines = asLanguage(attempt, marker))
        return *lines;
    if (const auto lines = inItsKind(attempt, marker))
        return *lines;
    return asInactive(attempt, marker);
}

std::optional<QStringList> PercentCellWriter::asLanguage(const Attempt &attempt,
                                                         PercentMarker marker) const
{
    const QString &source = attempt.cell.source;
    const bool hadLanguage = attempt.before && !attempt.before->marker.language.isEmpty();
    const bool isPossible = marker.kind == CellKind::Code
        && marker.body == PercentMarker::Body::Code && source.startsWith("%%"_L1)
        && (m_dialect == PercentDialect::Jupytext || hadLanguage);
    const qsizetype lineEnd = source.indexOf(u'\n');
    if (!isPossible || lineEnd < 0)
        return std::nullopt;
    const QString magic = source.sliced(2, lineEnd - 2);
    marker.language = magic.section(u' ', 0, 0);
    marker.languageArguments = magic.section(u' ', 1);
    marker.body = PercentMarker::Body::Comments;
    if (!PercentMarker::isLanguage(marker.language))
        return std::nullopt;
    return separated(attempt, marker, m_magics.toComments(source.sliced(lineEnd + 1).split(u'\n')));
}

std::optional<QStringList> PercentCellWriter::inItsKind(const Attempt &attempt,
                                                        const PercentMarker &marker) const
{
    const QStringList source = attempt.cell.source.split(u'\n');
    if (marker.body == PercentMarker::Body::Comments) {
        if (attempt.before && !attempt.before->openingQuotes.isEmpty()) {
            const auto quoted
                = separated(attempt, marker, quotedLines(attempt.cell, *attempt.before));
            if (quoted)
                return quoted;
        }
        return separated(attempt, marker, m_magics.toComments(source));
    }
    if (attempt.cell.source.isEmpty())
        return separated(attempt, marker, {});
    const QHash<QString, QString> known = asRead(attempt.before);
    const QStringList body = m_magics.toScript(source, known);
    if (attempt.place.mayLackMarker && marker.kind == CellKind::Code
        && marker.metadata.all().isEmpty() && PercentHeader::fromLines(body).size == 0) {
        if (const auto lines = separated(attempt, marker, body, false))
            return lines;
    }
    if (const auto lines = separated(attempt, marker, body))
        return lines;
    return separated(attempt, marker, m_magics.toScript(source, {}));
}

/// What cannot stand in a script without breaking it, such as a text in quotes that does not end,
/// is a comment there; Jupytext calls that active in notebooks only.
QStringList PercentCellWriter::asInactive(const Attempt &attempt, PercentMarker marker) const
{
    marker.body = PercentMarker::Body::Comments;
    marker.metadata.take(u"active"_s);
    marker.metadata.take(u"run_control"_s);
    if (marker.kind == CellKind::Code)
        marker.metadata.set(u"active"_s, "\"ipynb\"");
    const QStringList body = m_magics.toComments(attempt.cell.source.split(u'\n'));
    if (const auto lines = separated(attempt, marker, body))
        return *lines;
    marker.metadata = {};
    if (marker.kind == CellKind::Code)
        marker.metadata.set(u"active"_s, "\"ipynb\"");
    return (QStringList{marker.toLine()} + body) << QString();
}

std::optional<QStringList> PercentCellWriter::separated(const Attempt &attempt,
                                                        PercentMarker marker,
                                                        const QStringList &body,
                                                        bool hasMarker) const
{
    QList<QStringList> gaps{QStringList(attempt.place.isLast ? 0 : 1, QString())};
    if (attempt.before && attempt.place.keepsGap)
        gaps.prepend(attempt.before->behind);
    gaps += QStringList(1, QString());
    for (const int ownLines : {-1, static_cast<int>(PercentText::blankLinesAtEnd(body))}) {
        marker.ownEmptyLines = ownLines;
        const bool keepsLine = attempt.before && attempt.before->hasMarker
            && !attempt.before->markerLine.endsWith(u'\r')
            && isSameMarker(marker, attempt.before->marker);
        for (const QStringList &gap : std::as_const(gaps)) {
            QStringList lines = body + gap;
            if (hasMarker)
                lines.prepend(keepsLine ? attempt.before->markerLine : marker.toLine());
            if (isReadAs(lines, hasMarker, attempt.cell))
                return lines;
        }
        if (!hasMarker)
            break;
    }
    return std::nullopt;
}

bool PercentCellWriter::isReadAs(const QStringList &lines, bool hasMarker, const Cell &cell) const
{
    const bool isOneCell = ScriptCells::markers(lines, 0, m_magics).size() == (hasMarker ? 1 : 0);
    if (!isOneCell || ScriptCells::isLeftOpen(lines))
        return false;
    const PercentCell read = PercentCell::fromLines(lines, hasMarker, m_magics);
    return read.source == cell.source && read.marker.kind == cell.kind;
}

} // namespace sessionbook
