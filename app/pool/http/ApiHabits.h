#pragma once

#include <chrono>

namespace sessionbook {

/// What clients and sources disagree about, settled by the pool's options.
struct ApiHabits
{
    bool anyVersion = false; ///< requests may name any api-version, or none
    int executeStatus = 202; ///< of POST executions
    std::chrono::seconds longestExecution{0}; ///< zero: no bound
};

} // namespace sessionbook
