#include "helper/SegmentJob.h"

#include "sessions/SessionFileReader.h"

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

SegmentJob::SegmentJob(RestClient &client, const QString &identifier, const QString &remoteName,
                       QObject *parent)
    : SessionJob(client, identifier, parent)
    , m_remoteName(remoteName)
{
    setRetryPolicy(RetryPolicy::never());
    setIdleTimeout(10s);
}

Result<QByteArray, RestError> SegmentJob::result() const
{
    const auto done = outcome();
    if (!done)
        return done.error();
    return m_bytes;
}

Result<RestJob::Request, RestError> SegmentJob::request()
{
    const RemotePath path(m_remoteName);
    Request request = sessionRequest("GET", u"files/%1/content"_s.arg(path.name));
    path.addTo(request.query);
    request.accept = "*/*";
    return request;
}

std::optional<RestError> SegmentJob::replyFinished(QNetworkReply &, const QByteArray &body)
{
    m_bytes = body;
    return std::nullopt;
}

} // namespace sessionbook
