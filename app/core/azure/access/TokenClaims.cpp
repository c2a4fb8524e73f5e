#include "azure/access/TokenClaims.h"

#include "azure/arm/ArmResource.h"
#include "credentials/TokenQuery.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qsizetype longestToken = 64 * 1024;

QString withoutSlash(QString text)
{
    while (text.endsWith(u'/'))
        text.chop(1);
    return text;
}

QStringList audiencesOf(const QJsonValue &value)
{
    QStringList audiences;
    const QJsonArray list = value.isArray() ? value.toArray() : QJsonArray{value};
    for (const QJsonValue &audience : list) {
        const QString text = withoutSlash(armText(audience));
        if (!text.isEmpty())
            audiences.append(text);
    }
    return audiences;
}

QString firstOf(const QJsonObject &claims, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        const QString text = armText(claims.value(name));
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QString guidIn(const QJsonValue &value)
{
    const QString text = value.toString();
    return isGuid(text) ? text : QString();
}

} // namespace

std::optional<TokenClaims> TokenClaims::read(const Secret &token)
{
    if (token.reveal().size() > longestToken)
        return std::nullopt;
    const QList<QByteArray> parts = token.reveal().split('.');
    if (parts.size() != 3)
        return std::nullopt;
    const auto payload = QByteArray::fromBase64Encoding(
        parts.at(1),
        QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals
            | QByteArray::AbortOnBase64DecodingErrors);
    const QJsonDocument document = QJsonDocument::fromJson(payload.decoded);
    if (payload.decodingStatus != QByteArray::Base64DecodingStatus::Ok || !document.isObject())
        return std::nullopt;
    const QJsonObject claims = document.object();
    const qint64 expiry = claims.value("exp"_L1).toInteger();
    return TokenClaims{
        .audiences = audiencesOf(claims.value("aud"_L1)),
        .tenant = guidIn(claims.value("tid"_L1)),
        .objectId = guidIn(claims.value("oid"_L1)),
        .account = firstOf(claims, {"upn"_L1, "preferred_username"_L1, "unique_name"_L1}),
        .isProgram = claims.value("idtyp"_L1).toString() == "app"_L1,
        .expiresAt = expiry > 0 ? QDateTime::fromSecsSinceEpoch(expiry, Qt::UTC) : QDateTime()};
}

bool TokenClaims::isFor(const QString &audience) const
{
    const QString wanted = withoutSlash(audience);
    // What the service was called before 2024; it is accepted still.
    const QString former = u"https://acasessions.io"_s;
    return audiences.contains(wanted) || (wanted == poolAudience() && audiences.contains(former));
}

} // namespace sessionbook
