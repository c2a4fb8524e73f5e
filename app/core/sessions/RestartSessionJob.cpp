#include "sessions/RestartSessionJob.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

RestartSessionJob::RestartSessionJob(const SessionPlace &place, QObject *parent)
    : SessionJob(place, parent)
{
}

Result<RestJob::Request, RestError> RestartSessionJob::request()
{
    Request request = sessionRequest("POST", u"session/restart"_s);
    request.contentType = "application/json";
    request.body = "{}";
    return request;
}

std::optional<RestError> RestartSessionJob::replyFinished(QNetworkReply &, const QByteArray &)
{
    return std::nullopt;
}

} // namespace sessionbook
