#include "helper/SegmentJob.h"

#include "sessions/ServiceVersion.h"
#include "sessions/SessionFileReader.h"

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

SegmentJob::SegmentJob(const SessionPlace &place, const QString &remoteName, QObject *parent)
    : SessionJob(place, parent)
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
    const RemotePath path(m_remoteName, version());
    Request request = sessionRequest("GET", version().contentPath(path.name));
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
