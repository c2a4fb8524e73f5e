#include "credentials/tools/ToolReplies.h"

#include "credentials/entra/TokenReply.h"
#include "credentials/exchange/ReplyNumber.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

using Answer = CredentialSource::Answer;

constexpr int commandNotFound = 127;

QString lastLine(const QByteArray &text)
{
    return oneLineOf(QString::fromUtf8(text.trimmed()).section(u'\n', -1));
}

// What is left when no known sign was found: its last words.
SourceFailure unknownFailure(const ToolResult &result, const QByteArray &errors)
{
    const QString line = lastLine(errors);
    const QString code = entraCodeIn(QString::fromUtf8(errors));
    return SourceFailure::unavailable(
        line.isEmpty() ? u"it ended with exit code %1"_s.arg(result.exitCode) : line, code);
}

Answer tokenOf(const QJsonObject &object, QLatin1String name, const QDateTime &expiresAt)
{
    Secret token(object.value(name).toString().toUtf8());
    if (!isUsableToken(token))
        return SourceFailure::unavailable(u"its output holds no usable token"_s);
    return AccessToken{std::move(token), expiresAt};
}

QDateTime cliExpiry(const QJsonObject &object)
{
    if (const auto seconds = numberIn(object.value("expires_on"_L1), latestEpoch))
        return QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC);
    // The CLI before 2.54 has local time without a zone only, with six digits of fraction.
    const QString local = object.value("expiresOn"_L1).toString().left(19);
    return QDateTime::fromString(local, u"yyyy-MM-dd HH:mm:ss"_s).toUTC();
}

QDateTime isoExpiry(const QJsonObject &object, QLatin1String name)
{
    const QString text = object.value(name).toString();
    static const QRegularExpression milliseconds(u"^/Date\\((\\d+)\\)/$"_s); // PowerShell 5
    const auto match = milliseconds.match(text);
    if (match.hasMatch())
        return QDateTime::fromMSecsSinceEpoch(match.captured(1).toLongLong(), Qt::UTC);
    return QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
}

// A profile or a module may print around what we asked for.
QJsonObject objectWithin(const QByteArray &output)
{
    const QJsonDocument whole = QJsonDocument::fromJson(output.trimmed());
    if (whole.isObject())
        return whole.object();
    for (const QByteArray &line : output.split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line.trimmed()).object();
        if (object.contains("Token"_L1))
            return object;
    }
    return {};
}

// azd wraps its words: {"type":"consoleMessage","data":{"message":"\nERROR: …\n"}}.
QByteArray unwrapped(const QByteArray &errors)
{
    QByteArray text;
    for (const QByteArray &line : errors.split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        const QString message = object.value("data"_L1)["message"_L1].toString();
        text += (message.isEmpty() ? line : message.trimmed().toUtf8()) + '\n';
    }
    return text;
}

} // namespace

Answer readAzureCliReply(const ToolResult &result)
{
    const QByteArray &errors = result.errors;
    if (result.exitCode == 0) {
        const QJsonDocument document = QJsonDocument::fromJson(result.output.reveal().trimmed());
        if (!document.isObject())
            return SourceFailure::unavailable(u"its output is not the JSON expected"_s);
        return tokenOf(document.object(), "accessToken"_L1, cliExpiry(document.object()));
    }
    if (result.exitCode == commandNotFound)
        return SourceFailure::unavailable(u"az is not installed"_s);
    const bool needsScopedLogin = errors.contains("az login --scope");
    if (!needsScopedLogin && !errors.contains("AADSTS")
        && (errors.contains("az login") || errors.contains("az account set")))
        return SourceFailure::unavailable(u"not signed in: run “az login”"_s);
    return unknownFailure(result, errors);
}

Answer readPowerShellReply(const ToolResult &result)
{
    const QByteArray &errors = result.errors;
    if (result.exitCode == 0) {
        const QJsonObject object = objectWithin(result.output.reveal());
        if (!object.isEmpty())
            return tokenOf(object, "Token"_L1, isoExpiry(object, "ExpiresOn"_L1));
        if (errors.trimmed().isEmpty())
            return SourceFailure::unavailable(u"its output is not the JSON expected"_s);
    }
    if (errors.contains("Connect-AzAccount"))
        return SourceFailure::unavailable(u"not signed in: run “Connect-AzAccount”"_s);
    if (errors.contains("Az.Accounts"))
        return SourceFailure::unavailable(
            u"its module Az.Accounts 2.2 or newer is not installed"_s);
    return unknownFailure(result, errors);
}

Answer readDeveloperCliReply(const ToolResult &result)
{
    if (result.exitCode == 0) {
        const QJsonDocument document = QJsonDocument::fromJson(result.output.reveal().trimmed());
        if (!document.isObject())
            return SourceFailure::unavailable(u"its output is not the JSON expected"_s);
        return tokenOf(document.object(), "token"_L1, isoExpiry(document.object(), "expiresOn"_L1));
    }
    const QByteArray errors = unwrapped(result.errors);
    if (errors.contains("azd auth login") || errors.contains("azd login"))
        return SourceFailure::unavailable(u"not signed in: run “azd auth login”"_s,
                                          entraCodeIn(QString::fromUtf8(errors)));
    return unknownFailure(result, errors);
}

} // namespace sessionbook
