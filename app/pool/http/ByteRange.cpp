#include "ByteRange.h"

#include <algorithm>

namespace sessionbook {

std::optional<ByteRange> ByteRange::of(const httplib::Ranges &ranges, qint64 size)
{
    if (ranges.size() != 1)
        return ByteRange{.first = 0, .length = size, .isPart = false};
    const auto [from, to] = ranges.front();
    const bool isSuffix = from < 0;
    const qint64 first = isSuffix ? std::max<qint64>(size - to, 0) : from;
    const qint64 last = isSuffix || to < 0 ? size - 1 : std::min<qint64>(to, size - 1);
    if (first > last)
        return std::nullopt;
    return ByteRange{.first = first, .length = last - first + 1, .isPart = true};
}

} // namespace sessionbook
