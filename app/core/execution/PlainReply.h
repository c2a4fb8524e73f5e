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

} // namespace PlainReply
} // namespace sessionbook
