#include "sessions/DeleteFileJob.h"

#include "sessions/SessionFileReader.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

DeleteFileJob::DeleteFileJob(RestClient &client, const QString &identifier,
                             const QString &remoteName, QObject *parent)
    : SessionJob(client, identifier, parent)
    , m_remoteName(remoteName)
{
}

Result<RestJob::Request, RestError> DeleteFileJob::request()
{
    const RemotePath path(m_remoteName);
    Request request = sessionRequest("DELETE", u"files/"_s + path.name);
    path.addTo(request.query);
    return request;
}

std::optional<RestError> DeleteFileJob::replyFinished(QNetworkReply &, const QByteArray &)
{
    return std::nullopt;
}

} // namespace sessionbook
