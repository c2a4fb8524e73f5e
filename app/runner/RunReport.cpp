#include "RunReport.h"

#include "outputs/AnsiText.h"
#include "wording/ErrorText.h"

#include <QLocale>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestFirstLine = 60;
constexpr qsizetype longestReason = 500;

/// Escapes carried out or dropped, every other control character gone but the line ends.
QString terminalSafe(const QString &text)
{
    QString plain = AnsiText::parse(text).plain;
    plain.removeIf([](QChar c) { return c != u'\n' && c.category() == QChar::Other_Control; });
    return plain;
}

QString lastLine(const QString &text)
{
    const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    return lines.isEmpty() ? QString() : lines.last().trimmed();
}

QString seconds(std::chrono::milliseconds duration)
{
    return QLocale().toString(double(duration.count()) / 1000.0, 'f', 1);
}

} // namespace

RunReport::RunReport(QTextStream &out, int columns)
    : m_out(out)
    , m_columns(columns)
{
}

void RunReport::begin(int codeCells)
{
    m_codeCells = codeCells;
    m_ordinal = 0;
}

void RunReport::cellBegan(int cellNumber, const QString &source)
{
    ++m_ordinal;
    m_cellNumber = cellNumber;
    m_firstLine = firstLine(source);
    cellGoesOn(std::chrono::milliseconds(0));
}

void RunReport::cellGoesOn(std::chrono::milliseconds elapsed)
{
    if (isLive())
        showLive(tr("%1 running for %2 s: %3").arg(place(), seconds(elapsed), m_firstLine));
}

void RunReport::cellWaits(std::chrono::milliseconds untilNextTry)
{
    if (isLive())
        showLive(tr("%1 waiting for a free session, next try in %2 s: %3")
                     .arg(place(), seconds(untilNextTry), m_firstLine));
}

void RunReport::cellEnded(const Cell &cell, const CellRunInfo &info, bool isTolerated)
{
    const QString time = seconds(info.duration);
    if (info.state == RunState::Done)
        return writeLine(tr("%1 done in %2 s: %3").arg(place(), time, m_firstLine));
    if (info.state == RunState::Cancelled)
        return writeLine(tr("%1 interrupted after %2 s: %3").arg(place(), time, m_firstLine));
    if (isTolerated) {
        writeLine(tr("%1 failed after %2 s, which is allowed: %3").arg(place(), time, m_firstLine));
    } else {
        writeLine(tr("%1 failed after %2 s: %3").arg(place(), time, m_firstLine));
    }
    writeLine(u"    "_s + reason(cell, info));
}

void RunReport::say(const QString &sentence, const QString &detail)
{
    writeLine(u"sessionbook-run: "_s + sentence);
    const QString safe = terminalSafe(detail).trimmed().left(longestReason);
    if (!safe.isEmpty())
        writeLine(u"    "_s + QString(safe).replace(u'\n', u"\n    "_s));
}

QString RunReport::firstLine(const QString &source)
{
    for (const QString &line : terminalSafe(source.left(100'000)).split(u'\n')) {
        const QString trimmed = line.trimmed();
        if (!trimmed.isEmpty())
            return trimmed.size() <= longestFirstLine ? trimmed
                                                      : trimmed.left(longestFirstLine) + u'…';
    }
    return {};
}

QString RunReport::lastTracebackLine(const Cell &cell)
{
    for (auto output = cell.outputs.rbegin(); output != cell.outputs.rend(); ++output) {
        const OutputContent content = output->decode();
        const auto *error = std::get_if<ErrorContent>(&content);
        if (!error)
            continue;
        const QString last = lastLine(terminalSafe(error->traceback.join(u'\n').right(100'000)));
        return last.isEmpty() ? terminalSafe(error->name) : last;
    }
    return {};
}

QString RunReport::reason(const Cell &cell, const CellRunInfo &info) const
{
    const QString traceback
        = info.failure == RunFailure::Code ? lastTracebackLine(cell) : QString();
    return terminalSafe(traceback.isEmpty() ? ErrorText::of(info) : traceback).left(longestReason);
}

QString RunReport::place() const
{
    //: Progress: the first two numbers count the code cells, the third is the cell's place among
    //: all cells.
    return tr("[%1/%2] Cell %3").arg(m_ordinal).arg(m_codeCells).arg(m_cellNumber);
}

void RunReport::showLive(const QString &line)
{
    m_out << '\r' << line.left(m_columns - 1) << u"\x1b[K"_s << Qt::flush;
}

void RunReport::writeLine(const QString &line)
{
    if (isLive())
        m_out << u"\r\x1b[K"_s;
    m_out << line << Qt::endl;
}

} // namespace sessionbook
