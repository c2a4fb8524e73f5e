#pragma once

#include "pool/http/ApiCall.h"
#include "pool/http/ApiHabits.h"
#include "pool/sessions/BackgroundExecutions.h"
#include "pool/sessions/SessionRegistry.h"

#include <chrono>

namespace sessionbook {

/// POST executions (and code/execute, python/execute), GET executions/{id}, POST
/// executions/{id}/cancel. Called from any thread; executing blocks it, except where the request
/// asks for an asynchronous execution.
class ExecutionRoutes
{
public:
    ExecutionRoutes(SessionRegistry &registry, BackgroundExecutions &background, PoolType type,
                    const ApiHabits &habits);

    void execute(const ApiCall &call, const QByteArray &body) const;
    void show(const ApiCall &call) const;
    void cancel(const ApiCall &call) const;

private:
    using Session = std::shared_ptr<PoolSession>;
    /// When the request came and how long it took to get its session.
    struct Arrival
    {
        std::chrono::steady_clock::time_point received;
        double allocationMs = 0;
    };

    void executePlainly(const ApiCall &call, PoolSession &session, const QString &id,
                        const ExecutionRequest &request, const Arrival &arrival) const;
    void executeInBackground(const ApiCall &call, const Session &session, const QString &id,
                             const ExecutionRequest &request, const Arrival &arrival) const;
    /// The body in its flat shape, without what the request's generation does not know.
    [[nodiscard]] QByteArray knownFields(const ApiCall &call, const QByteArray &body) const;
    [[nodiscard]] int acceptedStatus(const ApiCall &call) const;
    void answerRecord(const ApiCall &call, int status, ExecutionRecord record) const;
    void executeAsStream(const ApiCall &call, const Session &session, const QString &id,
                         const ExecutionRequest &request) const;

    SessionRegistry &m_registry;
    BackgroundExecutions &m_background;
    const PoolType m_type;
    const std::chrono::seconds m_longest;
    const int m_executeStatus;
    const bool m_isPlain;
    const bool m_keepsToVersions;
};

} // namespace sessionbook
