#pragma once

#include "rest/RestError.h"

#include <QDateTime>
#include <QString>

#include <chrono>
#include <optional>

namespace sessionbook {

enum class RunState {
    Idle, ///< never run since the notebook was opened
    Queued,
    Running,
    Done,
    Failed,
    Cancelled
};

enum class RunFailure {
    None,
    Code, ///< the code raised; the outputs show it
    OutOfMemory, ///< the code raised because the session has no more memory; variables are kept
    SessionEnded, ///< the kernel died or the session is gone; variables are lost
    TimedOut,
    Transport ///< the pool could not be reached or refused; see error
};

/// Whether the code itself raised: the session lives, and the outputs hold the traceback.
[[nodiscard]] constexpr bool isRaisedByCode(RunFailure failure)
{
    return failure == RunFailure::Code || failure == RunFailure::OutOfMemory;
}

/// All that is known of a cell's last run. A value.
struct CellRunInfo
{
    RunState state = RunState::Idle;
    RunFailure failure = RunFailure::None;
    QString detail = {}; ///< technical: the kernel's exit, the Python error's name and message
    std::optional<RestError> error = {};
    QDateTime startedAt = {}; ///< UTC
    std::chrono::milliseconds duration{
        0}; ///< of an ended run; while Running see ExecutionQueue::elapsed()

    bool operator==(const CellRunInfo &) const = default;
};

} // namespace sessionbook
