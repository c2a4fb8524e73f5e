#include "rebuild/RebuildReport.h"

#include <algorithm>

namespace sessionbook {

int RebuildReport::count(RebuiltCell::Result result) const
{
    return int(std::ranges::count(cells, result, &RebuiltCell::result));
}

int RebuildReport::comparableCount() const
{
    return int(cells.size()) - count(RebuiltCell::Result::NotRepeatable);
}

} // namespace sessionbook
