#pragma once

#include "McpProtocol.h"

namespace sessionbook {

/// The tools that a pool offers over MCP (PROTOCOL §11).
namespace McpTools {

/// What tools/list tells.
[[nodiscard]] QJsonArray list(PoolType type);
/// The call that `params` of tools/call describe; the error says which name or argument is wrong.
[[nodiscard]] Result<McpToolCall, McpError> read(PoolType type, const QJsonObject &params);

} // namespace McpTools

} // namespace sessionbook
