#pragma once

#include <QStringList>

#include <chrono>

namespace sessionbook {

/// What clients and sources disagree about, settled by the pool's options.
struct ApiHabits
{
    bool anyVersion = false; ///< requests may name any api-version, or none
    /// Not empty: these api-versions alone, each with its own paths and fields.
    QStringList onlyVersions;
    bool isPlain = false; ///< nothing that the service is not known to have
    int executeStatus = 202; ///< of POST executions
    std::chrono::seconds longestExecution{0}; ///< zero: no bound
};

} // namespace sessionbook
