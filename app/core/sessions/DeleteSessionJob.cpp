#include "sessions/DeleteSessionJob.h"

#include "sessions/ServiceVersion.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

DeleteSessionJob::DeleteSessionJob(const SessionPlace &place, QObject *parent)
    : SessionJob(place, parent)
{
    requireVersionThat(&ServiceVersion::managesSessions);
}

Result<RestJob::Request, RestError> DeleteSessionJob::request()
{
    if (const auto error = unavailable())
        return *error;
    return sessionRequest("DELETE", u"session"_s);
}

std::optional<RestError> DeleteSessionJob::replyFinished(QNetworkReply &, const QByteArray &)
{
    return std::nullopt;
}

} // namespace sessionbook
