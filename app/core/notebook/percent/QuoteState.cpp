#include "notebook/percent/QuoteState.h"

namespace sessionbook {

namespace {

bool isQuote(QChar c)
{
    return c == u'"' || c == u'\'';
}

bool isThird(QStringView line, qsizetype at)
{
    return at >= 2 && line[at - 1] == line[at] && line[at - 2] == line[at];
}

} // namespace

void QuoteState::read(QStringView line)
{
    if (!isOpen() && line.trimmed().startsWith(u'#'))
        return;
    QChar single;
    qsizetype lastTriple = -1;
    for (qsizetype at = 0; at < line.size(); ++at) {
        const QChar c = line[at];
        if (c == u'#' && single.isNull() && !isOpen())
            return;
        if (!isQuote(c) || (at > 0 && line[at - 1] == u'\\'))
            continue;
        if (!single.isNull()) {
            if (single == c)
                single = {};
        } else if (isThird(line, at) && at >= lastTriple + 3) {
            if (!isOpen() || m_triple == c) {
                m_triple = isOpen() ? QChar() : c;
                lastTriple = at;
            }
        } else if (!isOpen()) {
            single = c;
        }
    }
}

} // namespace sessionbook
