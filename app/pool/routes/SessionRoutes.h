#pragma once

#include "pool/http/ApiCall.h"
#include "pool/sessions/SessionRegistry.h"

namespace sessionbook {

/// GET and DELETE session, POST session/restart and
/// .management/stopSession, GET listSessions. Called from any thread.
class SessionRoutes
{
public:
    explicit SessionRoutes(SessionRegistry &registry);

    void show(const ApiCall &call) const;
    void remove(const ApiCall &call) const;
    void stop(const ApiCall &call) const;
    void restart(const ApiCall &call) const;
    void list(const ApiCall &call) const;

private:
    [[nodiscard]] QJsonObject toJson(const PoolSession &session) const;

    SessionRegistry &m_registry;
};

} // namespace sessionbook
