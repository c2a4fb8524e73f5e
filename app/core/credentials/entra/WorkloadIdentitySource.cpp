#include "credentials/entra/WorkloadIdentitySource.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qint64 largestFile = qint64{64} * 1024;

Result<Secret, SourceFailure> assertionIn(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return SourceFailure::refused(u"%1 cannot be read"_s.arg(path), u"SignInFederatedFile"_s);
    Secret assertion(file.read(largestFile).trimmed());
    if (!isUsableToken(assertion))
        return SourceFailure::refused(u"%1 holds no token"_s.arg(path), u"SignInFederatedFile"_s);
    return assertion;
}

} // namespace

WorkloadIdentitySource::WorkloadIdentitySource(Authority authority,
                                               const IdentityServices &services)
    : m_authority(std::move(authority))
    , m_services(services)
{
}

QString WorkloadIdentitySource::name() const
{
    return u"workload identity"_s;
}

void WorkloadIdentitySource::fetch(const TokenQuery &query, QObject *context, Callback callback)
{
    const QString path = qEnvironmentVariable("AZURE_FEDERATED_TOKEN_FILE");
    const QString tenant = qEnvironmentVariable("AZURE_TENANT_ID").trimmed();
    const QString clientId = qEnvironmentVariable("AZURE_CLIENT_ID").trimmed();
    if (path.isEmpty() || tenant.isEmpty() || clientId.isEmpty())
        return callback(SourceFailure::unavailable(
            u"AZURE_FEDERATED_TOKEN_FILE, AZURE_TENANT_ID and AZURE_CLIENT_ID are not all set"_s));
    if (!isUsableTenant(tenant))
        return callback(SourceFailure::refused(
            u"AZURE_TENANT_ID is neither an identifier nor a domain"_s, u"SignInTenant"_s));
    const auto assertion = assertionIn(path);
    if (!assertion)
        return callback(assertion.error());
    requestEntraToken(m_services, m_authority.tokenUrl(tenant),
                      clientCredentialsFields(clientId, query) + assertionFields(*assertion),
                      context, accessOnly(std::move(callback)));
}

} // namespace sessionbook
