#pragma once

namespace sessionbook {

/// What sessionbook-run says to the shell.
enum class ExitCode {
    AllRan = 0,
    CellFailed = 1,
    BadUse = 2, ///< bad arguments, unreadable input, output that cannot be written
    PoolFailed = 3,
    Interrupted = 130 ///< as shells report a program that Ctrl+C ended
};

} // namespace sessionbook
