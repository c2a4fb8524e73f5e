#include "sessions/CancelExecutionJob.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

CancelExecutionJob::CancelExecutionJob(const SessionPlace &place, const QString &executionId,
                                       QObject *parent)
    : SessionJob(place, parent)
    , m_executionId(executionId)
{
}

Result<RestJob::Request, RestError> CancelExecutionJob::request()
{
    Request request = sessionRequest("POST", u"executions/%1/cancel"_s.arg(m_executionId));
    request.contentType = "application/json";
    request.body = "{}";
    return request;
}

std::optional<RestError> CancelExecutionJob::replyFinished(QNetworkReply &, const QByteArray &)
{
    return std::nullopt;
}

} // namespace sessionbook
