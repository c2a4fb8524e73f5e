#include "notebook/percent/PercentCell.h"

#include "notebook/percent/PercentText.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// How many lines at the end only keep the cells apart: as Jupytext has it, one, or both of two.
qsizetype separatingLines(const QStringList &lines, qsizetype bodySize, int ownEmptyLines)
{
    const qsizetype blank = std::min(PercentText::blankLinesAtEnd(lines), bodySize);
    if (ownEmptyLines >= 0)
        return std::max<qsizetype>(blank - ownEmptyLines, 0);
    const bool isPair = blank == 2 && lines.size() > 2;
    return isPair ? 2 : std::min<qsizetype>(blank, 1);
}

/// The text of a cell that is a text in three quotes; whether it is one.
bool takeQuoted(PercentCell &cell)
{
    QString text = cell.body.join(u'\n').trimmed();
    for (const QString &opening :
         {u"\"\"\""_s, u"'''"_s, u"r\"\"\""_s, u"r'''"_s, u"R\"\"\""_s, u"R'''"_s}) {
        const QString closing = opening.right(3);
        if (!text.startsWith(opening) || !text.endsWith(closing)
            || text.size() < opening.size() + closing.size())
            continue;
        cell.openingQuotes = opening;
        cell.closingQuotes = closing;
        text = text.sliced(opening.size()).chopped(closing.size());
        if (text.startsWith(u'\n')) {
            cell.openingQuotes += u'\n';
            text.remove(0, 1);
        }
        if (text.endsWith(u'\n')) {
            cell.closingQuotes.prepend(u'\n');
            text.chop(1);
        }
        cell.source = text;
        return true;
    }
    return false;
}

} // namespace

PercentCell PercentCell::fromLines(const QStringList &lines, bool hasMarker,
                                   const MagicLines &magics)
{
    PercentCell cell;
    cell.hasMarker = hasMarker;
    cell.body = lines;
    if (hasMarker) {
        cell.markerLine = cell.body.takeFirst();
        cell.marker = PercentMarker::fromLine(cell.markerLine);
    }
    const qsizetype behind = separatingLines(lines, cell.body.size(), cell.marker.ownEmptyLines);
    cell.behind = cell.body.last(behind);
    cell.body = cell.body.first(cell.body.size() - behind);
    if (cell.marker.body == PercentMarker::Body::Code)
        cell.source = magics.fromScript(cell.body).join(u'\n');
    else if (!takeQuoted(cell))
        cell.source = magics.fromComments(cell.body).join(u'\n');
    const PercentMarker &marker = cell.marker;
    if (!marker.language.isEmpty())
        cell.source = u"%%"_s + marker.language
            + (marker.languageArguments.isEmpty() ? QString() : u' ' + marker.languageArguments)
            + u'\n' + cell.source;
    return cell;
}

} // namespace sessionbook
