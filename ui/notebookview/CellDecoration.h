#pragma once

#include "execution/RunState.h"

#include <QString>

#include <chrono>
#include <optional>

namespace sessionbook {

/// What the view paints beside a cell and cannot know by itself. A value.
struct CellDecoration
{
    CellRunInfo run;
    std::chrono::milliseconds elapsed{0}; ///< while it runs
    /// While it waits for a free session: how long until the pool is asked again.
    std::optional<std::chrono::milliseconds> untilNextTry = {};
    bool isStateLost = false; ///< it ran in a session that is gone, with its variables
    /// Why the last run failed where its outputs do not say it (the session ended, the pool was not
    /// reached); shown below the code in words for people. Empty: nothing.
    QString message = {};
};

} // namespace sessionbook
