#pragma once

#include "base/Result.h"
#include "rest/RestError.h"
#include "sessions/SessionInfo.h"

#include <QJsonObject>

namespace sessionbook {

struct SessionPage
{
    QList<SessionInfo> sessions;
    QList<EndedSessionInfo> ended;
    QString nextLink; ///< empty: the last page
};

/// Reads what `session` answers (PROTOCOL §8). Pure.
[[nodiscard]] SessionInfo readSession(const QJsonObject &object);
/// Reads what `listSessions` answers; entries without an identifier are passed over. Pure.
[[nodiscard]] Result<SessionPage, RestError> readSessionPage(const QByteArray &body);

} // namespace sessionbook
