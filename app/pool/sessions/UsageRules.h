#pragma once

#include "pool/files/DiskUsage.h"
#include "pool/sandbox/SandboxGauge.h"
#include "pool/sandbox/WorkerSandbox.h"

namespace sessionbook {

// Each gives the rest of a sentence that begins "it was ended because"; empty when all is well.

/// What is wrong with one kernel by itself.
[[nodiscard]] QString excessOf(const SandboxUsage &kernel, const SandboxLimits &limits);
/// What is wrong with the memory that a session's kernels take together.
[[nodiscard]] QString memoryExcess(qint64 bytes, const SandboxLimits &limits);
/// What is wrong with a session's files; `nameless` are those that are deleted but held open.
[[nodiscard]] QString diskExcess(const DiskUsage &usage, qint64 namelessBytes,
                                 const SandboxLimits &limits);

} // namespace sessionbook
