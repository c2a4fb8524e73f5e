#pragma once

#include "notebook/Output.h"
#include "sessions/ExecutionReply.h"

#include <QList>

#include <optional>

namespace sessionbook {

/// What a pool without the stream extension answers at the end of a run, as the outputs a stream
/// would have brought (PROTOCOL §4 and §5). Pure.
namespace PlainReply {

[[nodiscard]] QList<OutputContent> outputs(const ExecutionReply &reply,
                                           std::optional<int> executionCount);
/// How a command ended that did not end well: its exit code, and the signal that it stands for, or
/// what the pool says of it. Nothing for commands that did, and for code.
[[nodiscard]] std::optional<ErrorContent> failedCommand(const ExecutionReply &reply);

} // namespace PlainReply
} // namespace sessionbook
