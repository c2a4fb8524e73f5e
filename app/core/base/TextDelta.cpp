#include "base/TextDelta.h"

#include <algorithm>

namespace sessionbook {

namespace {

bool splitsSurrogatePair(const QString &text, qsizetype position)
{
    return position > 0 && position < text.size() && text.at(position).isLowSurrogate()
        && text.at(position - 1).isHighSurrogate();
}

} // namespace

TextDelta TextDelta::between(const QString &before, const QString &after)
{
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype start = 0;
    while (start < shorter && before.at(start) == after.at(start))
        ++start;
    if (splitsSurrogatePair(before, start) || splitsSurrogatePair(after, start))
        --start;

    qsizetype tail = 0;
    while (tail < shorter - start
           && before.at(before.size() - 1 - tail) == after.at(after.size() - 1 - tail))
        ++tail;
    if (splitsSurrogatePair(before, before.size() - tail)
        || splitsSurrogatePair(after, after.size() - tail))
        --tail;

    return {start, before.mid(start, before.size() - start - tail),
            after.mid(start, after.size() - start - tail)};
}

QString TextDelta::appliedTo(const QString &text) const
{
    Q_ASSERT(QStringView(text).mid(position, removed.size()) == removed);
    if (removed.size() == text.size())
        return inserted; // shared with whoever holds it: long texts are pasted whole
    QString result = text;
    return result.replace(position, removed.size(), inserted);
}

} // namespace sessionbook
