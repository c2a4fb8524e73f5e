#pragma once

#include "pool/http/ApiCall.h"
#include "pool/http/ApiHabits.h"
#include "pool/sessions/SessionRegistry.h"

#include <QJsonArray>

namespace sessionbook {

/// GET and DELETE session, POST session/restart and
/// .management/stopSession, GET listSessions (which tells of those that ended lately, too, unless
/// the pool is plain). Called from any thread.
class SessionRoutes
{
public:
    SessionRoutes(SessionRegistry &registry, const ApiHabits &habits);

    void show(const ApiCall &call) const;
    void remove(const ApiCall &call) const;
    void stop(const ApiCall &call) const;
    void restart(const ApiCall &call) const;
    void list(const ApiCall &call) const;

private:
    [[nodiscard]] ApiError unknownSession(const QString &identifier) const;
    [[nodiscard]] QJsonObject toJson(const PoolSession &session) const;
    [[nodiscard]] QJsonArray endedSessions() const;

    SessionRegistry &m_registry;
    const bool m_isPlain; ///< says nothing of sessions that ended
};

} // namespace sessionbook
