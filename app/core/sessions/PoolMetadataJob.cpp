#include "sessions/PoolMetadataJob.h"

#include "sessions/ServiceVersion.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString pythonVersionOf(const QJsonArray &runtimes)
{
    for (const QJsonValue &runtime : runtimes) {
        if (runtime["name"_L1].toString().contains("python"_L1, Qt::CaseInsensitive))
            return runtime["version"_L1].toString();
    }
    return {};
}

/// The description requires a kernel of everybody; pools of commands have none to tell of. A wrong
/// guess costs one refused request (ServiceRefusal::aboutKind()).
PoolKind kindOf(const QJsonObject &metadata)
{
    const bool isWhole = metadata.value("runtimes"_L1).isArray()
        && metadata.value("preInstalledPackages"_L1).isArray();
    return isWhole && !metadata.contains("jupyterKernel"_L1) ? PoolKind::Shell : PoolKind::Python;
}

} // namespace

PoolMetadataJob::PoolMetadataJob(const SessionPlace &place, QObject *parent)
    : SessionJob({place.client, place.dialect, {}}, parent)
{
    requireVersionThat(&ServiceVersion::managesSessions);
    askNewestFirst();
}

Result<PoolAbilities, RestError> PoolMetadataJob::result() const
{
    const auto done = outcome();
    if (!done)
        return done.error();
    return m_abilities;
}

Result<RestJob::Request, RestError> PoolMetadataJob::request()
{
    return sessionRequest("GET", u"metadata"_s);
}

std::optional<RestError> PoolMetadataJob::replyFinished(QNetworkReply &, const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return invalidReply(u"not a pool's metadata"_s);
    const QJsonObject object = document.object();
    const QJsonArray extensions = object.value("extensions"_L1).toArray();
    m_abilities = {.stream = extensions.contains(u"stream"_s),
                   .cancel = extensions.contains(u"cancel"_s),
                   .restart = extensions.contains(u"restart"_s),
                   .pythonVersion = pythonVersionOf(object.value("runtimes"_L1).toArray()),
                   .kind = kindOf(object)};
    return std::nullopt;
}

} // namespace sessionbook
