#include "credentials/managed/ManagedIdentitySource.h"

#include "credentials/managed/ArcKeyFile.h"
#include "credentials/managed/ManagedIdentityRun.h"

#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkProxy>

using namespace Qt::StringLiterals;

namespace sessionbook {

ManagedIdentitySource::ManagedIdentitySource(Clock &clock, Probe probe)
    : ManagedIdentitySource(clock, probe, u"/opt/azcmagent/bin/himds"_s,
                            sessionbook::arcKeyDirectory())
{
}

ManagedIdentitySource::ManagedIdentitySource(Clock &clock, Probe probe, QString arcAgent,
                                             QString arcKeyDirectory)
    : m_clock(clock)
    , m_probe(probe)
    , m_arcAgent(std::move(arcAgent))
    , m_arcKeyDirectory(std::move(arcKeyDirectory))
{
}

ManagedIdentitySource::~ManagedIdentitySource() = default;

QString ManagedIdentitySource::name() const
{
    return u"managed identity"_s;
}

void ManagedIdentitySource::fetch(const TokenQuery &query, QObject *context, Callback callback)
{
    const auto environment = QProcessEnvironment::systemEnvironment();
    const auto host = ManagedIdentityHost::in(environment, QFileInfo::exists(m_arcAgent));
    if (!host.endpoint.isValid())
        return callback(SourceFailure::unavailable(
            u"the environment names no usable address of %1"_s.arg(host.name())));
    if (!host.clientId.isEmpty() && !host.takesClientId())
        return callback(SourceFailure::unavailable(
            u"%1 has one identity only, but AZURE_CLIENT_ID names another"_s.arg(host.name())));
    if (!m_network) {
        m_network = std::make_unique<QNetworkAccessManager>();
        m_network->setProxy(QNetworkProxy::NoProxy);
    }
    const bool probesFirst = m_probe == Probe::First && !host.isConfigured(environment);
    auto *run = new ManagedIdentityRun(*m_network, m_clock,
                                       {.host = host,
                                        .environment = environment,
                                        .query = query,
                                        .probesFirst = probesFirst,
                                        .keyDirectory = m_arcKeyDirectory},
                                       std::move(callback), context);
    run->start();
}

} // namespace sessionbook
