#include "EntraAuthorizer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// Clocks of clients are rarely exact.
constexpr qint64 LeewaySeconds = 60;

std::optional<QByteArray> decodedPart(const QByteArray &part)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        part,
        QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals
            | QByteArray::AbortOnBase64DecodingErrors);
    // Padding is not part of a token, though the decoder would take it.
    if (!decoded || part.isEmpty() || part.contains('='))
        return {};
    return *decoded;
}

std::optional<QJsonObject> objectOf(const QByteArray &part)
{
    const auto decoded = decodedPart(part);
    const auto document = QJsonDocument::fromJson(decoded.value_or(QByteArray()));
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

QByteArray reasonAgainstHeader(const QJsonObject &header)
{
    const QString algorithm = header["alg"_L1].toString();
    if (algorithm.isEmpty() || algorithm.compare("none"_L1, Qt::CaseInsensitive) == 0)
        return "The token is not signed.";
    const QString type = header["typ"_L1].toString();
    const bool isJwt = type.compare("JWT"_L1, Qt::CaseInsensitive) == 0
        || type.compare("at+jwt"_L1, Qt::CaseInsensitive) == 0;
    return isJwt ? QByteArray() : "The token's header has no typ JWT.";
}

bool isAudienceOfSessions(const QJsonValue &value)
{
    QString audience = value.toString();
    if (audience.endsWith(u'/'))
        audience.chop(1);
    return audience == "https://dynamicsessions.io"_L1 || audience == "https://acasessions.io"_L1;
}

QByteArray reasonAgainstAudience(const QJsonValue &audience)
{
    const QJsonArray all = audience.isArray() ? audience.toArray() : QJsonArray{audience};
    return std::ranges::any_of(all, isAudienceOfSessions)
        ? QByteArray()
        : "The token's audience is not https://dynamicsessions.io.";
}

QByteArray reasonAgainstIssuer(const QJsonValue &issuer)
{
    const bool isFine = issuer.isUndefined() || issuer.toString().startsWith("https://"_L1);
    return isFine ? QByteArray() : "The token's issuer is not an https address.";
}

} // namespace

std::optional<QByteArray> EntraAuthorizer::challenge(const QByteArray &authorizationHeader) const
{
    const auto token = bearerToken(authorizationHeader);
    if (!token)
        return bearerChallenge({});
    const QByteArray reason = reasonAgainst(*token);
    return reason.isEmpty() ? std::nullopt : std::optional(bearerChallenge(reason));
}

QByteArray EntraAuthorizer::reasonAgainst(const QByteArray &token) const
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3)
        return "The token is not a JWT of three parts.";
    const auto header = objectOf(parts.at(0));
    const auto claims = objectOf(parts.at(1));
    if (!header || !claims || !decodedPart(parts.at(2)))
        return "The token's parts are not base64url, or not JSON.";
    for (const QByteArray &reason :
         {reasonAgainstHeader(*header), reasonAgainstAudience(claims->value("aud"_L1)),
          reasonAgainstIssuer(claims->value("iss"_L1)), reasonAgainstTimes(*claims)}) {
        if (!reason.isEmpty())
            return reason;
    }
    return {};
}

QByteArray EntraAuthorizer::reasonAgainstTimes(const QJsonObject &claims) const
{
    const auto now = double(m_clock.now().toSecsSinceEpoch());
    const QJsonValue end = claims["exp"_L1];
    const QJsonValue begin = claims["nbf"_L1];
    if (!end.isDouble() || !(begin.isUndefined() || begin.isDouble()))
        return "The token does not say as numbers from when until when it holds.";
    if (now >= end.toDouble() + LeewaySeconds)
        return "The token expired.";
    if (now < begin.toDouble(now) - LeewaySeconds)
        return "The token is not valid yet.";
    return {};
}

} // namespace sessionbook
