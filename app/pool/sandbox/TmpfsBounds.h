#pragma once

#include "base/Result.h"

#include <QtGlobal>

namespace sessionbook {

/// Bounds how many files a sandbox's own /tmp and /dev/shm hold, which bubblewrap has no option
/// for: each file takes a kilobyte of the kernel's memory, whatever the size of the file system.
///
/// The kernel keeps the bound from then on: further files are refused with ENOSPC. `initPid` is the
/// sandbox's process 1; who started it has the right to do this, root or not. Call it before code
/// of a user runs. Usable from any thread.
[[nodiscard]] Result<void> boundFilesInTmpfs(int initPid, qint64 files);

} // namespace sessionbook
