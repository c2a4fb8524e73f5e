#pragma once

#include "pool/http/RoutePath.h"
#include "pool/sessions/ExecutionRecord.h"

#include <string>

namespace sessionbook {

/// What tells of an execution, as compact JSON: in the shape of its path, its number as Python
/// wrote it.
[[nodiscard]] std::string executionReply(const ExecutionRecord &record, RoutePath::Shape shape);
/// The last line of a stream, without its end.
[[nodiscard]] std::string executionReplyLine(const ExecutionRecord &record);

} // namespace sessionbook
