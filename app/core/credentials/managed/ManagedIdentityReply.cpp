#include "credentials/managed/ManagedIdentityReply.h"

#include "credentials/entra/TokenReply.h"
#include "credentials/exchange/ReplyNumber.h"
#include "rest/ReplyError.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qint64 longLifeSeconds = qint64{2} * 3600;

// "1/2/2026 3:04:05 AM +00:00"
QDateTime dateOf(QString text)
{
    const qsizetype zone = text.lastIndexOf(" +"_L1);
    text.truncate(zone < 0 ? text.size() : zone);
    QDateTime date = QLocale::c().toDateTime(text, u"M/d/yyyy h:mm:ss AP"_s);
    if (date.isValid())
        date.setTimeSpec(Qt::UTC);
    return date;
}

QDateTime expiryOf(const QJsonObject &object, const QDateTime &now)
{
    const QJsonValue end = object.value("expires_on"_L1);
    if (const auto seconds = numberIn(end, latestEpoch))
        return QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC);
    if (const auto seconds = numberIn(object.value("expires_in"_L1), latestEpoch))
        return now.addSecs(*seconds);
    return dateOf(end.toString());
}

QDateTime renewalOf(const QDateTime &expiresAt, const QDateTime &now)
{
    const qint64 life = expiresAt.isValid() ? now.secsTo(expiresAt) : 0;
    return life > longLifeSeconds ? now.addSecs(life / 2) : QDateTime();
}

SourceFailure refusal(const IdentityReply &reply)
{
    const QJsonObject object = QJsonDocument::fromJson(reply.body.reveal()).object();
    QString text = object.value("error_description"_L1).toString();
    if (text.isEmpty())
        text = object.value("message"_L1).toString();
    if (text.isEmpty())
        text = object.value("error"_L1).toString();
    const QString reason = oneLineOf(text);
    return SourceFailure::refused(
        reason.isEmpty() ? u"it answered HTTP %1"_s.arg(reply.httpStatus)
                         : u"it answered HTTP %1: %2"_s.arg(reply.httpStatus).arg(reason),
        u"SignInManagedIdentity"_s);
}

} // namespace

CredentialSource::Answer readManagedIdentityReply(const IdentityReply &reply, const QDateTime &now)
{
    if (!isSuccessStatus(reply.httpStatus))
        return refusal(reply);
    const QJsonObject object = QJsonDocument::fromJson(reply.body.reveal()).object();
    Secret token(object.value("access_token"_L1).toString().toUtf8());
    if (!isUsableToken(token))
        return SourceFailure::refused(u"its answer holds no usable token"_s,
                                      u"SignInManagedIdentity"_s);
    const QDateTime expiresAt = expiryOf(object, now);
    return AccessToken{std::move(token), expiresAt, renewalOf(expiresAt, now)};
}

} // namespace sessionbook
