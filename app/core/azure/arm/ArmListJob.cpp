#include "azure/arm/ArmListJob.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace sessionbook {

ArmListJob::ArmListJob(RestClient &client, const QString &path, const QString &apiVersion,
                       QObject *parent)
    : ArmJob(client, parent)
    , m_path(path)
    , m_apiVersion(apiVersion)
{
}

Result<RestJob::Request, RestError> ArmListJob::request()
{
    Request request = armRequest("GET", m_path, m_apiVersion);
    request.url = m_nextLink;
    return request;
}

std::optional<RestError> ArmListJob::replyFinished(QNetworkReply &, const QByteArray &body)
{
    const auto page = readObject(body);
    if (!page)
        return page.error();
    const QJsonValue values = page->value("value"_L1);
    if (!values.isArray())
        return invalidArmReply(u"a list without values"_s);
    for (const QJsonValue &value : values.toArray())
        m_objects.append(value.toObject());
    const QString next = page->value("nextLink"_L1).toString();
    if (next.isEmpty())
        return std::nullopt;
    if (++m_pages >= mostPages || m_objects.size() >= mostItems)
        return invalidArmReply(u"a list without end"_s);
    m_nextLink = QUrl(next, QUrl::StrictMode);
    if (!m_nextLink.isValid())
        return invalidArmReply(u"the next page has no address"_s);
    continueAfter(std::chrono::milliseconds(0));
    return std::nullopt;
}

} // namespace sessionbook
