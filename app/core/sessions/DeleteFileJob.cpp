#include "sessions/DeleteFileJob.h"

#include "sessions/ServiceVersion.h"
#include "sessions/SessionFileReader.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

DeleteFileJob::DeleteFileJob(const SessionPlace &place, const QString &remoteName, QObject *parent)
    : SessionJob(place, parent)
    , m_remoteName(remoteName)
{
}

Result<RestJob::Request, RestError> DeleteFileJob::request()
{
    const RemotePath path(m_remoteName, version());
    Request request = sessionRequest("DELETE", u"files/"_s + path.name);
    path.addTo(request.query);
    return request;
}

std::optional<RestError> DeleteFileJob::replyFinished(QNetworkReply &, const QByteArray &)
{
    return std::nullopt;
}

} // namespace sessionbook
