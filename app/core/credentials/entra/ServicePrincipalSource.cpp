#include "credentials/entra/ServicePrincipalSource.h"

#include "base/Clock.h"
#include "credentials/entra/ClientAssertion.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

bool sendsChain()
{
    const QString value = qEnvironmentVariable("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN").trimmed();
    return value == "1"_L1 || value.compare("true"_L1, Qt::CaseInsensitive) == 0;
}

} // namespace

ServicePrincipalSource::ServicePrincipalSource(Authority authority,
                                               const IdentityServices &services)
    : m_authority(std::move(authority))
    , m_services(services)
{
}

QString ServicePrincipalSource::name() const
{
    return u"environment of an application"_s;
}

void ServicePrincipalSource::fetch(const TokenQuery &query, QObject *context, Callback callback)
{
    const Principal principal{qEnvironmentVariable("AZURE_TENANT_ID").trimmed(),
                              qEnvironmentVariable("AZURE_CLIENT_ID").trimmed()};
    if (principal.tenant.isEmpty() || principal.clientId.isEmpty())
        return callback(
            SourceFailure::unavailable(u"AZURE_TENANT_ID and AZURE_CLIENT_ID are not both set"_s));
    if (!isUsableTenant(principal.tenant))
        return callback(SourceFailure::refused(
            u"AZURE_TENANT_ID is neither an identifier nor a domain"_s, u"SignInTenant"_s));
    const auto proof = proofOf(principal);
    if (!proof)
        return callback(proof.error());
    requestEntraToken(m_services, m_authority.tokenUrl(principal.tenant),
                      clientCredentialsFields(principal.clientId, query) + *proof, context,
                      accessOnly(std::move(callback)));
}

Result<EntraFields, SourceFailure> ServicePrincipalSource::proofOf(const Principal &principal) const
{
    const Secret secret(qgetenv("AZURE_CLIENT_SECRET").trimmed());
    if (!secret.isEmpty())
        return EntraFields{{"client_secret", secret}};
    const QString path = qEnvironmentVariable("AZURE_CLIENT_CERTIFICATE_PATH").trimmed();
    if (!path.isEmpty())
        return certificateProofOf(principal, path);
    if (qEnvironmentVariableIsSet("AZURE_USERNAME"))
        return SourceFailure::unavailable(
            u"signing in by AZURE_USERNAME and AZURE_PASSWORD is not supported; "
            "use a secret or a certificate"_s);
    return SourceFailure::unavailable(
        u"neither AZURE_CLIENT_SECRET nor AZURE_CLIENT_CERTIFICATE_PATH is set"_s);
}

Result<EntraFields, SourceFailure>
ServicePrincipalSource::certificateProofOf(const Principal &principal, const QString &path) const
{
    const Secret password(qgetenv("AZURE_CLIENT_CERTIFICATE_PASSWORD"));
    const auto certificate = ClientCertificate::load(path, password);
    if (!certificate)
        return certificate.error();
    const ClientAssertion assertion{.audience = m_authority.tokenUrl(principal.tenant),
                                    .clientId = principal.clientId,
                                    .now = m_services.clock.now(),
                                    .chain = sendsChain() ? ClientAssertion::Chain::Send
                                                          : ClientAssertion::Chain::Leave};
    const Secret proof = assertion.signedWith(*certificate);
    if (proof.isEmpty())
        return SourceFailure::refused(u"%1: signing with this certificate failed"_s.arg(path),
                                      u"SignInCertificate"_s);
    return assertionFields(proof);
}

} // namespace sessionbook
