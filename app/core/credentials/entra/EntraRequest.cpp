#include "credentials/entra/EntraRequest.h"

#include "base/Clock.h"

namespace sessionbook {

namespace {

IdentityRequest::Question questionFor(const QUrl &url, const EntraFields &fields)
{
    QList<std::pair<QByteArray, QByteArray>> revealed;
    for (const auto &[name, value] : fields)
        revealed.append({name, value.reveal()});
    return {.url = url, .isPost = true, .form = identityForm(revealed)};
}

// Values that prove something; the others may be quoted.
QList<Secret> secretsIn(const EntraFields &fields)
{
    static const QByteArrayList names{"client_secret", "client_assertion", "refresh_token",
                                      "code",          "code_verifier",    "device_code"};
    QList<Secret> secrets;
    for (const auto &[name, value] : fields) {
        if (names.contains(name))
            secrets.append(value);
    }
    return secrets;
}

} // namespace

void requestEntraToken(const IdentityServices &services, const QUrl &tokenUrl,
                       const EntraFields &fields, QObject *context, EntraCallback callback)
{
    auto *request = new IdentityRequest(services.network, services.clock,
                                        questionFor(tokenUrl, fields), context);
    request->setRetry(IdentityRetry::Entra);
    request->send([callback = std::move(callback), secrets = secretsIn(fields),
                   &clock = services.clock](const Result<IdentityReply, SourceFailure> &reply) {
        if (!reply)
            return callback(reply.error());
        callback(readTokenReply(*reply, clock.now(), secrets));
    });
}

EntraCallback accessOnly(CredentialSource::Callback callback)
{
    return [callback = std::move(callback)](const Result<TokenReply, SourceFailure> &reply) {
        if (!reply)
            return callback(reply.error());
        callback(reply->access);
    };
}

QByteArray personScope(const TokenQuery &query)
{
    return query.scope().toUtf8() + " openid profile offline_access";
}

EntraFields clientCredentialsFields(const QString &clientId, const TokenQuery &query)
{
    EntraFields fields{{"client_id", Secret(clientId.toUtf8())},
                       {"scope", Secret(query.scope().toUtf8())},
                       {"grant_type", Secret("client_credentials")}};
    if (!query.claims.isEmpty())
        fields.append({"claims", Secret(query.claims)});
    return fields;
}

EntraFields assertionFields(const Secret &assertion)
{
    return {
        {"client_assertion_type", Secret("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")},
        {"client_assertion", assertion}};
}

} // namespace sessionbook
