#include "sessions/GetSessionJob.h"

#include "sessions/ServiceVersion.h"
#include "sessions/SessionInfoReader.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sessionbook {

GetSessionJob::GetSessionJob(const SessionPlace &place, QObject *parent)
    : SessionJob(place, parent)
{
    requireVersionThat(&ServiceVersion::managesSessions);
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
    if (const auto error = unavailable())
        return *error;
    return sessionRequest("GET", u"session"_s);
}

std::optional<RestError> GetSessionJob::replyFinished(QNetworkReply &, const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return invalidReply(u"not a session"_s);
    m_info = readSession(document.object());
    return std::nullopt;
}

} // namespace sessionbook
