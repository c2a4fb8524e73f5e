#include "sessions/SessionInfoReader.h"

#include "rest/ReplyError.h"
#include "sessions/SessionFileReader.h"
#include "sessions/SessionJob.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

EndedSessionInfo endedOf(const QJsonObject &object)
{
    const ServiceError reason = readServiceError(object.value("endReason"_L1).toObject());
    return {.identifier = object.value("identifier"_L1).toString(),
            .endedAt = readTime(object.value("endedAt"_L1).toString()),
            .code = reason.code,
            .message = reason.message};
}

} // namespace

SessionInfo readSession(const QJsonObject &object)
{
    return {.identifier = object.value("identifier"_L1).toString(),
            .createdAt = readTime(object.value("createdAt"_L1).toString()),
            .lastAccessedAt = readTime(object.value("lastAccessedAt"_L1).toString()),
            .expiresAt = readTime(object.value("expireAt"_L1).toString()),
            .etag = object.value("etag"_L1).toString()};
}

Result<SessionPage, RestError> readSessionPage(const QByteArray &body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    if (!object.value("sessions"_L1).isArray())
        return invalidReply(u"not a list of sessions"_s);
    SessionPage page;
    for (const QJsonValue &entry : object.value("sessions"_L1).toArray()) {
        const SessionInfo info = readSession(entry.toObject());
        if (!info.identifier.isEmpty())
            page.sessions.append(info);
    }
    for (const QJsonValue &entry : object.value("endedSessions"_L1).toArray()) {
        const EndedSessionInfo info = endedOf(entry.toObject());
        if (!info.identifier.isEmpty())
            page.ended.append(info);
    }
    page.nextLink = object.value("nextLink"_L1).toString();
    return page;
}

} // namespace sessionbook
