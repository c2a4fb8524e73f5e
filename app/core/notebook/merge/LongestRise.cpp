#include "notebook/merge/LongestRise.h"

#include <algorithm>

namespace sessionbook {

QList<qsizetype> longestRise(const QList<qsizetype> &values)
{
    QList<qsizetype> ends; // ends[n]: where the row of length n + 1 with the smallest end ends
    QList<qsizetype> before(values.size(), -1);
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (values.at(i) < 0)
            continue;
        const auto place = std::ranges::lower_bound(
            ends, values.at(i), {}, [&values](qsizetype end) { return values.at(end); });
        const qsizetype length = place - ends.begin();
        if (length > 0)
            before[i] = ends.at(length - 1);
        if (length == ends.size())
            ends += i;
        else
            ends[length] = i;
    }
    QList<qsizetype> rise;
    for (qsizetype i = ends.isEmpty() ? -1 : ends.last(); i >= 0; i = before.at(i))
        rise.prepend(i);
    return rise;
}

} // namespace sessionbook
