#include "azure/arm/ArmJob.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qint64 largestReply = qint64{16} * 1024 * 1024;

} // namespace

RestError invalidArmReply(const QString &detail)
{
    return {RestError::Kind::InvalidReply, 0, {}, detail};
}

ArmJob::ArmJob(RestClient &client, QObject *parent)
    : RestJob(client, parent)
{
}

RestJob::Request ArmJob::armRequest(const QByteArray &verb, const QString &path,
                                    const QString &apiVersion, const QByteArray &json)
{
    Request request{.verb = verb,
                    .path = path.startsWith(u'/') ? path.mid(1) : path,
                    .query = {{u"api-version"_s, apiVersion}}};
    request.body = json;
    if (verb != "GET" && verb != "DELETE")
        request.contentType = "application/json";
    return request;
}

Result<QJsonObject, RestError> ArmJob::readObject(const QByteArray &body)
{
    if (body.trimmed().isEmpty())
        return QJsonObject();
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return invalidArmReply(u"not a JSON object"_s);
    return document.object();
}

Result<void, RestError> ArmJob::outcome() const
{
    if (!isFinished())
        return RestError{RestError::Kind::Cancelled, 0, {}, u"not finished"_s};
    if (error())
        return *error();
    return {};
}

void ArmJob::replyStarted(QNetworkReply &)
{
    m_received = 0;
}

void ArmJob::dataAvailable(QNetworkReply &reply)
{
    m_received += reply.bytesAvailable();
    if (m_received > largestReply)
        return fail(invalidArmReply(u"the reply is too long"_s));
    RestJob::dataAvailable(reply);
}

} // namespace sessionbook
