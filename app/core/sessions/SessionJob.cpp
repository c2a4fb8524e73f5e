#include "sessions/SessionJob.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

SessionJob::SessionJob(RestClient &client, QString identifier, QObject *parent)
    : RestJob(client, parent)
    , m_identifier(std::move(identifier))
{
}

RestJob::Request SessionJob::sessionRequest(const QByteArray &verb, const QString &path) const
{
    Request request{
        .verb = verb, .path = path, .query = {{u"api-version"_s, u"2025-10-02-preview"_s}}};
    if (!m_identifier.isEmpty())
        request.query.append({u"identifier"_s, m_identifier});
    return request;
}

Result<void, RestError> SessionJob::outcome() const
{
    if (!isFinished())
        return RestError{RestError::Kind::Cancelled, 0, {}, u"not finished"_s};
    if (error())
        return *error();
    return {};
}

RestError invalidReply(const QString &detail)
{
    return {RestError::Kind::InvalidReply, 0, {}, detail};
}

} // namespace sessionbook
