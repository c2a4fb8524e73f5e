#include "notebook/percent/PercentText.h"

#include "notebook/json/Utf8.h"

#include <algorithm>

namespace sessionbook {

QList<qsizetype> PercentText::lineStarts(QByteArrayView text)
{
    QList<qsizetype> starts;
    for (qsizetype at = 0; at < text.size();) {
        starts += at;
        const qsizetype end = text.indexOf('\n', at);
        at = end < 0 ? text.size() : end + 1;
    }
    return starts;
}

QStringList PercentText::lines(QByteArrayView text, const QByteArray &lineEnd)
{
    QStringList lines;
    for (const qsizetype start : lineStarts(text)) {
        QByteArrayView line = text.sliced(start);
        if (const qsizetype end = line.indexOf('\n'); end >= 0) {
            line = line.first(end);
            if (lineEnd == "\r\n" && line.endsWith('\r'))
                line.chop(1);
        }
        lines += Utf8::toString(line);
    }
    return lines;
}

bool PercentText::isBlank(QStringView line)
{
    return line.trimmed().isEmpty();
}

qsizetype PercentText::blankLinesAtEnd(const QStringList &lines)
{
    const auto last = std::find_if_not(lines.crbegin(), lines.crend(),
                                       [](const QString &line) { return isBlank(line); });
    return last - lines.crbegin();
}

} // namespace sessionbook
