#include "credentials/entra/ClientAssertion.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qint64 lifeSeconds = 600;

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray part(const QJsonObject &object)
{
    return base64Url(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonArray chainOf(const ClientCertificate &certificate)
{
    QJsonArray chain;
    for (const QByteArray &der : certificate.chain())
        chain.append(QString::fromLatin1(der.toBase64())); // plain base64, RFC 7515 §4.1.6
    return chain;
}

} // namespace

Secret ClientAssertion::signedWith(const ClientCertificate &certificate) const
{
    QJsonObject header{{u"alg"_s, u"PS256"_s},
                       {u"typ"_s, u"JWT"_s},
                       {u"x5t#S256"_s, QString::fromLatin1(base64Url(certificate.sha256()))}};
    if (chain == Chain::Send)
        header.insert(u"x5c"_s, chainOf(certificate));
    const qint64 seconds = now.toSecsSinceEpoch();
    const QJsonObject payload{{u"aud"_s, audience.toString(QUrl::FullyEncoded)},
                              {u"iss"_s, clientId},
                              {u"sub"_s, clientId},
                              {u"jti"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)},
                              {u"nbf"_s, seconds},
                              {u"exp"_s, seconds + lifeSeconds}};
    const QByteArray message = part(header) + '.' + part(payload);
    const QByteArray signature = certificate.sign(message);
    return signature.isEmpty() ? Secret() : Secret(message + '.' + base64Url(signature));
}

} // namespace sessionbook
