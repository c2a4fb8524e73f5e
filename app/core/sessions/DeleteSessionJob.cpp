#include "sessions/DeleteSessionJob.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

DeleteSessionJob::DeleteSessionJob(RestClient &client, const QString &identifier, QObject *parent)
    : SessionJob(client, identifier, parent)
{
}

Result<RestJob::Request, RestError> DeleteSessionJob::request()
{
    return sessionRequest("DELETE", u"session"_s);
}

std::optional<RestError> DeleteSessionJob::replyFinished(QNetworkReply &, const QByteArray &)
{
    return std::nullopt;
}

} // namespace sessionbook
