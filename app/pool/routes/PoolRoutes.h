#pragma once

#include "ExecutionRoutes.h"
#include "FileRoutes.h"
#include "McpRoutes.h"
#include "pool/http/ApiHabits.h"
#include "pool/http/RequestGuard.h"
#include "pool/http/RequestHandler.h"
#include "SessionRoutes.h"

namespace sessionbook {

/// The way from a request to what answers it: first the guard, then by method and path. Called from
/// any thread.
class PoolRoutes : public RequestHandler
{
public:
    PoolRoutes(SessionRegistry &registry, BackgroundExecutions &background, RequestGuard guard,
               PoolType type, const ApiHabits &habits, Secret mcpKey, QDateTime createdAt);

    [[nodiscard]] RequestVerdict judge(const httplib::Request &head) const override;
    void handle(const httplib::Request &request, httplib::Response &response,
                const httplib::ContentReader *body) override;

private:
    /// What to answer a sender that shows neither a token nor, for MCP, the pool's key.
    [[nodiscard]] std::optional<QByteArray> challenge(const httplib::Request &head,
                                                      const RoutePath &route) const;
    [[nodiscard]] bool admit(const ApiCall &call) const;
    [[nodiscard]] bool acceptVersion(const ApiCall &call) const;
    [[nodiscard]] bool acceptMethod(const ApiCall &call) const;
    /// False for what a plain pool lacks.
    [[nodiscard]] bool offers(const RoutePath &route) const;
    void get(const ApiCall &call) const;
    void post(const ApiCall &call, const httplib::ContentReader &reader) const;
    void remove(const ApiCall &call) const;
    void execute(const ApiCall &call, const httplib::ContentReader &reader) const;
    void speakMcp(const ApiCall &call, const httplib::ContentReader &reader) const;

    RequestGuard m_guard;
    PoolType m_type;
    QDateTime m_createdAt;
    ApiHabits m_habits;
    QStringList m_versions; ///< accepted ones
    ExecutionRoutes m_executions;
    FileRoutes m_files;
    SessionRoutes m_sessions;
    McpRoutes m_mcp;
};

} // namespace sessionbook
