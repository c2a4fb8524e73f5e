#include "credentials/ToolOutput.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qsizetype maximumLineLength = 300;

RestError noCredential(const QString &detail)
{
    return {RestError::Kind::NoCredential, 0, {}, detail};
}

QDateTime expiryOf(const QJsonObject &object)
{
    const QJsonValue epoch = object.value("expires_on"_L1);
    const qint64 seconds = epoch.isString() ? epoch.toString().toLongLong() : epoch.toInteger();
    if (seconds > 0)
        return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    // The CLI before 2.54 has local time without a zone only, with six digits of fraction.
    const QString local = object.value("expiresOn"_L1).toString().left(19);
    return QDateTime::fromString(local, u"yyyy-MM-dd HH:mm:ss"_s).toUTC();
}

QString lastLine(const QByteArray &text)
{
    const QString line = QString::fromUtf8(text.trimmed()).section(u'\n', -1).simplified();
    return line.left(maximumLineLength);
}

} // namespace

Result<AccessToken, RestError> readToolToken(const QByteArray &standardOutput)
{
    const QJsonDocument document = QJsonDocument::fromJson(standardOutput.trimmed());
    if (!document.isObject())
        return noCredential(u"its output is not the JSON expected"_s);
    const QJsonObject object = document.object();
    Secret token(object.value("accessToken"_L1).toString().toUtf8());
    if (!isUsableToken(token))
        return noCredential(u"its output holds no usable token"_s);
    return AccessToken{std::move(token), expiryOf(object)};
}

RestError toolFailure(int exitCode, const QByteArray &standardError)
{
    const bool needsScopedLogin = standardError.contains("az login --scope");
    if (!needsScopedLogin
        && (standardError.contains("az login") || standardError.contains("az account set")))
        return noCredential(u"not signed in: run “az login”"_s);
    const QString line = lastLine(standardError);
    return noCredential(line.isEmpty() ? u"it ended with exit code %1"_s.arg(exitCode) : line);
}

} // namespace sessionbook
