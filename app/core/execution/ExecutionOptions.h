#pragma once

#include <QtGlobal>

#include <chrono>
#include <optional>

namespace sessionbook {

struct ExecutionOptions
{
    bool stopOnFailure = true; ///< a failed run cancels those queued behind it
    std::chrono::seconds cellTimeout{0}; ///< 0: none of ours
    /// How long a cell waits for a free session in a full pool; nothing: until interrupted.
    std::optional<std::chrono::seconds> longestWait = std::nullopt;
    /// Of text kept a cell: the beginning and the end, with a line that says what was left out.
    qint64 maximumOutputBytes = 8 * 1024 * 1024;
    /// Of pictures, markup and JSON kept a cell: the first and the last ones.
    qint64 maximumRichBytes = 64 * 1024 * 1024;
};

} // namespace sessionbook
