#pragma once

#include "LaunchedEnvironments.h"
#include "McpProtocol.h"
#include "pool/http/ApiCall.h"
#include "pool/http/ApiHabits.h"
#include "pool/sessions/SessionRegistry.h"

#include "base/Secret.h"

namespace sessionbook {

/// POST mcp: what the tools of McpProtocol do. An environment is a session, made by the first run
/// in it. Called from any thread; running code blocks it.
class McpRoutes
{
public:
    /// `key` is what requests bring in x-ms-apikey.
    McpRoutes(SessionRegistry &registry, PoolType type, const ApiHabits &habits, Secret key);
    McpRoutes(const McpRoutes &) = delete;
    McpRoutes &operator=(const McpRoutes &) = delete;

    /// Whether the request may pass by its key, which clients of MCP have instead of a token.
    [[nodiscard]] bool hasKey(const httplib::Request &request) const;
    void answer(const ApiCall &call, const QByteArray &body) const;

private:
    using Content = Result<QJsonObject, McpError>;
    [[nodiscard]] Content run(const McpToolCall &call);
    [[nodiscard]] Content runIn(const QString &environment, const ExecutionRequest &request);

    SessionRegistry &m_registry;
    const PoolType m_type;
    const std::chrono::seconds m_longest;
    const Secret m_key;
    LaunchedEnvironments m_launched;
    McpProtocol m_protocol;
};

} // namespace sessionbook
