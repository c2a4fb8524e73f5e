#pragma once

#include "ExecutionControl.h"
#include "ExecutionRecord.h"

#include <optional>

namespace sessionbook {

/// What an execution that was stopped is told; nothing when nobody stopped it.
[[nodiscard]] std::optional<ExecutionFailure> stopFailure(const ExecutionControl &control);
/// Whether the session lives on after such a stop, so that it matters what it lost.
[[nodiscard]] bool sessionLivesOn(StopReason reason);
/// The status of an execution that failed so.
[[nodiscard]] ExecutionStatus statusOf(const ExecutionFailure &failure);

} // namespace sessionbook
