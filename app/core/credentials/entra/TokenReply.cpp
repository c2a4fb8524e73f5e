#include "credentials/entra/TokenReply.h"

#include "credentials/exchange/ReplyNumber.h"
#include "rest/ReplyError.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qsizetype longestReason = 300;
constexpr qint64 longestLifeSeconds = qint64{366} * 24 * 3600;

QDateTime after(const QDateTime &now, const QJsonValue &value)
{
    const auto seconds = numberIn(value, longestLifeSeconds);
    return seconds ? now.addSecs(*seconds) : QDateTime();
}

// The words by which a device code's life goes on or ends; Entra's number for them says less.
constexpr std::array wordsOfDeviceCodes{
    "authorization_pending"_L1, "slow_down"_L1,     "authorization_declined"_L1,
    "expired_token"_L1,         "access_denied"_L1, "bad_verification_code"_L1,
};

QString codeOf(const QJsonObject &object)
{
    const QString word = object.value("error"_L1).toString().left(64);
    if (std::ranges::find(wordsOfDeviceCodes, word) != wordsOfDeviceCodes.end())
        return word;
    const qint64 number = object.value("error_codes"_L1).toArray().first().toInteger();
    if (number > 0)
        return u"AADSTS%1"_s.arg(number);
    const QString inText = entraCodeIn(object.value("error_description"_L1).toString());
    return inText.isEmpty() ? word : inText;
}

QString withoutSecrets(QString text, const QList<Secret> &secrets)
{
    for (const Secret &secret : secrets) {
        if (!secret.isEmpty())
            text.replace(QString::fromUtf8(secret.reveal()), u"…"_s);
    }
    return text;
}

SourceFailure refusal(const IdentityReply &reply, const QList<Secret> &secrets)
{
    const QJsonObject object = QJsonDocument::fromJson(reply.body.reveal()).object();
    const QString error = object.value("error"_L1).toString();
    if (error.isEmpty())
        return SourceFailure::refused(
            u"the sign-in service answered HTTP %1"_s.arg(reply.httpStatus), u"SignInUnexpected"_s);
    const QString description = object.value("error_description"_L1).toString();
    const QString text = description.isEmpty() ? error : description;
    return SourceFailure::refused(oneLineOf(withoutSecrets(text, secrets)), codeOf(object));
}

} // namespace

QString entraCodeIn(const QString &text)
{
    static const QRegularExpression pattern(u"\\bAADSTS\\d{3,9}\\b"_s);
    return pattern.match(text).captured();
}

QString oneLineOf(const QString &text)
{
    static const QRegularExpression identifiers(u"\\s*(Trace ID|Correlation ID):.*"_s,
                                                QRegularExpression::DotMatchesEverythingOption);
    QString line = text;
    line.remove(identifiers);
    for (QChar &c : line) {
        if (!c.isPrint())
            c = u' ';
    }
    line = line.simplified();
    return line.size() <= longestReason ? line : line.left(longestReason - 1) + u'…';
}

QString accountOfIdToken(const QByteArray &idToken)
{
    const QList<QByteArray> parts = idToken.split('.');
    if (parts.size() != 3)
        return {};
    const auto payload = QByteArray::fromBase64Encoding(
        parts.at(1), QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    if (!payload)
        return {};
    const QJsonObject claims = QJsonDocument::fromJson(*payload).object();
    for (const auto name : {"preferred_username"_L1, "upn"_L1, "email"_L1, "name"_L1, "oid"_L1}) {
        const QString value = oneLineOf(claims.value(name).toString());
        if (!value.isEmpty())
            return value;
    }
    return {};
}

Result<TokenReply, SourceFailure> readTokenReply(const IdentityReply &reply, const QDateTime &now,
                                                 const QList<Secret> &secrets)
{
    if (!isSuccessStatus(reply.httpStatus))
        return refusal(reply, secrets);
    const QJsonObject object = QJsonDocument::fromJson(reply.body.reveal()).object();
    TokenReply read{.access = {Secret(object.value("access_token"_L1).toString().toUtf8()),
                               after(now, object.value("expires_in"_L1)),
                               after(now, object.value("refresh_in"_L1))},
                    .refreshToken = Secret(object.value("refresh_token"_L1).toString().toUtf8()),
                    .account = accountOfIdToken(object.value("id_token"_L1).toString().toUtf8())};
    if (!isUsableToken(read.access.token))
        return SourceFailure::refused(u"the sign-in service's answer holds no usable token"_s,
                                      u"SignInUnexpected"_s);
    return read;
}

} // namespace sessionbook
