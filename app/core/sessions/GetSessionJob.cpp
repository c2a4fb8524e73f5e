#include "sessions/GetSessionJob.h"

#include "sessions/SessionFileReader.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sessionbook {

GetSessionJob::GetSessionJob(RestClient &client, const QString &identifier, QObject *parent)
    : SessionJob(client, identifier, parent)
{
}

Result<SessionInfo, RestError> GetSessionJob::result() const
{
    const auto done = outcome();
    if (!done)
        return done.error();
    return m_info;
}

Result<RestJob::Request, RestError> GetSessionJob::request()
{
    return sessionRequest("GET", u"session"_s);
}

std::optional<RestError> GetSessionJob::replyFinished(QNetworkReply &, const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return invalidReply(u"not a session"_s);
    const QJsonObject object = document.object();
    m_info = {.identifier = object.value("identifier"_L1).toString(),
              .createdAt = readTime(object.value("createdAt"_L1).toString()),
              .lastAccessedAt = readTime(object.value("lastAccessedAt"_L1).toString()),
              .expiresAt = readTime(object.value("expireAt"_L1).toString())};
    return std::nullopt;
}

} // namespace sessionbook
