#include "notebook/percent/ScriptCells.h"

#include "notebook/percent/QuoteState.h"

namespace sessionbook {

namespace {

/// A file that opens one text after another and ends none is looked through this often.
constexpr int maxAttempts = 20;

} // namespace

QList<qsizetype> ScriptCells::markers(const QStringList &lines, qsizetype first,
                                      const MagicLines &magics)
{
    QList<qsizetype> found;
    QuoteState quotes;
    qsizetype opened = first;
    int attempts = 1;
    for (qsizetype i = first; i < lines.size(); ++i) {
        if (!quotes.isOpen()) {
            opened = i;
            if (magics.isMarker(lines.at(i)))
                found += i;
        }
        quotes.read(lines.at(i));
        if (i + 1 == lines.size() && quotes.isOpen() && attempts++ < maxAttempts) {
            quotes = {};
            i = opened; // what opens there is no text: on from the line behind it
        }
    }
    return found;
}

bool ScriptCells::isLeftOpen(const QStringList &lines)
{
    QuoteState quotes;
    for (const QString &line : lines)
        quotes.read(line);
    return quotes.isOpen();
}

} // namespace sessionbook
