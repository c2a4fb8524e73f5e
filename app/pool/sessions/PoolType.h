#pragma once

namespace sessionbook {

/// What the sessions of a pool run: cells of Python, or commands, each in a new shell.
enum class PoolType { Python, Shell };

} // namespace sessionbook
