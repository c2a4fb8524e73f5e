#pragma once

#include "base/Result.h"
#include "rest/RestError.h"
#include "sessions/ExecutionReply.h"

#include <QByteArray>
#include <QJsonObject>

namespace sessionbook {

/// Reads an execution resource of any generation, of code or of a command (PROTOCOL §3, §4, §10).
/// Pure. Unknown fields are passed over, a missing or
/// unknown status is an error.
[[nodiscard]] Result<ExecutionReply, RestError> readExecutionReply(const QJsonObject &resource);
[[nodiscard]] Result<ExecutionReply, RestError> readExecutionReply(const QByteArray &body);
[[nodiscard]] bool isFinal(ExecutionStatus status);

} // namespace sessionbook
