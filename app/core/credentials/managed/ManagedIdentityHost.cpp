#include "credentials/managed/ManagedIdentityHost.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

using Kind = ManagedIdentityHost::Kind;
using Fields = QList<std::pair<QByteArray, QByteArray>>;

constexpr QLatin1String identityEndpoint("IDENTITY_ENDPOINT");
constexpr QLatin1String identityHeader("IDENTITY_HEADER");
constexpr QLatin1String thumbprint("IDENTITY_SERVER_THUMBPRINT");
constexpr QLatin1String msiEndpoint("MSI_ENDPOINT");
constexpr QLatin1String msiSecret("MSI_SECRET");
constexpr QLatin1String imdsEndpoint("IMDS_ENDPOINT");
constexpr QLatin1String imdsHost("AZURE_POD_IDENTITY_AUTHORITY_HOST");
constexpr QLatin1String metadataPath("/metadata/identity/oauth2/token");

bool has(const QProcessEnvironment &environment, QLatin1String name)
{
    return !environment.value(name).isEmpty();
}

Kind kindIn(const QProcessEnvironment &environment, bool isArcInstalled)
{
    if (has(environment, identityEndpoint) && has(environment, identityHeader))
        return has(environment, thumbprint) ? Kind::ServiceFabric : Kind::AppService;
    if (has(environment, msiEndpoint))
        return has(environment, msiSecret) ? Kind::MachineLearning : Kind::CloudShell;
    if (isArcInstalled || (has(environment, identityEndpoint) && has(environment, imdsEndpoint)))
        return Kind::Arc;
    return Kind::Imds;
}

QString addressOf(Kind kind, const QProcessEnvironment &environment)
{
    switch (kind) {
    case Kind::ServiceFabric:
    case Kind::AppService:
        return environment.value(identityEndpoint);
    case Kind::MachineLearning:
    case Kind::CloudShell:
        return environment.value(msiEndpoint);
    case Kind::Arc:
        return environment.value(identityEndpoint, u"http://127.0.0.1:40342"_s + metadataPath);
    case Kind::Imds:
        break;
    }
    QString host = environment.value(imdsHost, u"http://169.254.169.254"_s);
    while (host.endsWith(u'/'))
        host.chop(1);
    return host + metadataPath;
}

QUrl usable(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    return url.isValid() && isHttp && !url.host().isEmpty() ? url : QUrl();
}

QUrl withQuery(const QUrl &endpoint, const Fields &fields)
{
    QByteArray query = endpoint.query(QUrl::FullyEncoded).toLatin1();
    if (!query.isEmpty())
        query += '&';
    query += identityForm(fields).reveal();
    QUrl url = endpoint;
    url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    return url;
}

QByteArray versionOf(Kind kind)
{
    switch (kind) {
    case Kind::ServiceFabric:
        return "2019-07-01-preview";
    case Kind::AppService:
        return "2019-08-01";
    case Kind::MachineLearning:
        return "2017-09-01";
    case Kind::Arc:
        return "2020-06-01";
    case Kind::CloudShell:
    case Kind::Imds:
        break;
    }
    return "2018-02-01";
}

QList<std::pair<QByteArray, Secret>> headersOf(Kind kind, const QProcessEnvironment &environment)
{
    const std::pair<QByteArray, Secret> metadata{"Metadata", Secret("true")};
    switch (kind) {
    case Kind::ServiceFabric:
        return {{"secret", Secret(environment.value(identityHeader).toUtf8())}};
    case Kind::AppService:
        return {{"X-IDENTITY-HEADER", Secret(environment.value(identityHeader).toUtf8())}};
    case Kind::MachineLearning:
        return {{"secret", Secret(environment.value(msiSecret).toUtf8())}, metadata};
    case Kind::CloudShell:
    case Kind::Arc:
    case Kind::Imds:
        break;
    }
    return {metadata};
}

} // namespace

ManagedIdentityHost ManagedIdentityHost::in(const QProcessEnvironment &environment,
                                            bool isArcInstalled)
{
    const Kind kind = kindIn(environment, isArcInstalled);
    QString clientId = environment.value(u"AZURE_CLIENT_ID"_s).trimmed();
    if (kind == Kind::MachineLearning && clientId.isEmpty())
        clientId = environment.value(u"DEFAULT_IDENTITY_CLIENT_ID"_s).trimmed();
    return {.kind = kind,
            .endpoint = usable(addressOf(kind, environment)),
            .clientId = kind == Kind::ServiceFabric ? QString() : clientId};
}

QString ManagedIdentityHost::name() const
{
    switch (kind) {
    case Kind::ServiceFabric:
        return u"Service Fabric"_s;
    case Kind::AppService:
        return u"App Service"_s;
    case Kind::MachineLearning:
        return u"Machine Learning"_s;
    case Kind::CloudShell:
        return u"Cloud Shell"_s;
    case Kind::Arc:
        return u"Azure Arc"_s;
    case Kind::Imds:
        break;
    }
    return u"metadata service"_s;
}

bool ManagedIdentityHost::isConfigured(const QProcessEnvironment &environment) const
{
    return kind != Kind::Imds || has(environment, imdsHost);
}

bool ManagedIdentityHost::takesClientId() const
{
    return kind != Kind::Arc && kind != Kind::CloudShell;
}

IdentityRequest::Question ManagedIdentityHost::question(const QProcessEnvironment &environment,
                                                        const TokenQuery &query) const
{
    const auto headers = headersOf(kind, environment);
    const std::pair<QByteArray, QByteArray> resource{"resource", query.audience.toUtf8()};
    if (kind == Kind::CloudShell)
        return {
            .url = endpoint, .headers = headers, .isPost = true, .form = identityForm({resource})};
    Fields fields{{"api-version", versionOf(kind)}, resource};
    if (!clientId.isEmpty())
        fields.append(
            {kind == Kind::MachineLearning ? "clientid" : "client_id", clientId.toUtf8()});
    return {.url = withQuery(endpoint, fields), .headers = headers};
}

IdentityRequest::Question ManagedIdentityHost::probe() const
{
    return {.url = endpoint};
}

IdentityRetry ManagedIdentityHost::retry() const
{
    return kind == Kind::Imds ? IdentityRetry::Imds : IdentityRetry::Endpoint;
}

} // namespace sessionbook
