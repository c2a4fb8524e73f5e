#include "rest/ReplyError.h"

#include "rest/RestUrl.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qsizetype maximumDetailLength = 500;

// Text of a stranger, to be shown on one line.
QString tidied(QString text)
{
    for (QChar &c : text) {
        if (!c.isPrint())
            c = u' ';
    }
    text = text.simplified();
    return text.size() <= maximumDetailLength ? text : text.left(maximumDetailLength) + u'…';
}

// ASP.NET's problem details: {"title", "errors": {"field": ["…"]}}.
QString problemDetails(const QJsonObject &object)
{
    QStringList parts{object.value("title"_L1).toString()};
    const QJsonObject errors = object.value("errors"_L1).toObject();
    for (auto it = errors.begin(); it != errors.end(); ++it)
        parts += u"%1: %2"_s.arg(it.key(), it.value().toArray().first().toString());
    parts.removeAll(QString());
    return parts.join("; "_L1);
}

// Resource Manager's outer message is often "One or more errors occurred", its details say which.
QString withDetails(const QString &message, const QJsonArray &details)
{
    QString text;
    for (const QJsonValue &detail : details) {
        const QString more = readServiceError(detail.toObject()).message;
        if (!text.contains(more) && text.size() < maximumDetailLength)
            text += more + u' ';
    }
    return tidied(text.contains(message) ? text : text + message);
}

RestError::Kind kindOfStatus(int status)
{
    switch (status) {
    case 401:
        return RestError::Kind::Unauthorized;
    case 403:
        return RestError::Kind::Forbidden;
    case 404:
        return RestError::Kind::NotFound;
    case 407:
        return RestError::Kind::ProxyFailed;
    case 409:
        return RestError::Kind::Conflict;
    case 413:
        return RestError::Kind::TooLarge;
    case 429:
        return RestError::Kind::Throttled;
    default:
        break;
    }
    if (status >= 500)
        return RestError::Kind::ServerError;
    return status >= 400 ? RestError::Kind::BadRequest : RestError::Kind::InvalidReply;
}

RestError::Kind kindOfNetworkError(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return RestError::Kind::ConnectionRefused;
    case QNetworkReply::HostNotFoundError:
        return RestError::Kind::HostNotFound;
    case QNetworkReply::TimeoutError:
        return RestError::Kind::Timeout;
    case QNetworkReply::SslHandshakeFailedError:
        return RestError::Kind::TlsFailed;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return RestError::Kind::ProxyFailed;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::UnknownContentError:
        return RestError::Kind::InvalidReply;
    default:
        return RestError::Kind::ConnectionLost;
    }
}

// Bearer authorization_uri="https://login.microsoftonline.com/<tenant>", …
QString tenantIn(const QByteArray &header)
{
    static const QRegularExpression pattern(
        uR"(authorization(_uri)?="https://[^/"]+/([0-9A-Za-z.-]{1,100})[/"])"_s);
    const QString tenant = pattern.match(QString::fromLatin1(header)).captured(2);
    return tenant == "common"_L1 || tenant == "organizations"_L1 ? QString() : tenant;
}

RestError redirectError(const QNetworkReply &reply, int status)
{
    const QUrl target = reply.url().resolved(QUrl::fromEncoded(reply.rawHeader("Location")));
    if (!haveSameOrigin(target, reply.url()))
        return {RestError::Kind::Insecure,
                status,
                {},
                u"redirected to %1"_s.arg(tidied(target.host()))};
    return {RestError::Kind::InvalidReply, status, {}, u"HTTP %1: redirected"_s.arg(status)};
}

RestError statusError(const QNetworkReply &reply, int status, const QByteArray &body,
                      const QDateTime &now)
{
    const ServiceError service = readServiceError(body);
    RestError error{kindOfStatus(status), status, service.code, service.message,
                    retryAfterOf(reply.rawHeader("Retry-After"), now)};
    if (error.code.isEmpty())
        error.code = tidied(QString::fromUtf8(reply.rawHeader("x-ms-error-code")));
    if (error.detail.isEmpty())
        error.detail = u"HTTP %1"_s.arg(status);
    if (error.kind == RestError::Kind::Unauthorized)
        error.tenant = tenantIn(reply.rawHeader("WWW-Authenticate"));
    return error;
}

// Qt's own text, unless it quotes the address, whose query belongs in no message.
QString socketDetail(const QNetworkReply &reply)
{
    const QString text = reply.errorString();
    return text.contains("://"_L1) ? u"network error %1"_s.arg(reply.error()) : tidied(text);
}

} // namespace

std::optional<std::chrono::seconds> retryAfterOf(const QByteArray &header, const QDateTime &now)
{
    const QByteArray value = header.trimmed();
    bool isNumber = false;
    const qlonglong seconds = value.toLongLong(&isNumber);
    if (isNumber)
        return seconds >= 0 ? std::optional(std::chrono::seconds(seconds)) : std::nullopt;
    QDateTime date
        = QLocale::c().toDateTime(QString::fromLatin1(value), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return std::chrono::seconds(std::max<qint64>(0, now.secsTo(date)));
}

ServiceError tlsProblem(const QList<QSslError> &errors)
{
    for (const QSslError &error : errors) {
        switch (error.error()) {
        case QSslError::NoError:
            break;
        case QSslError::CertificateExpired:
        case QSslError::CertificateNotYetValid:
            return {u"CertificateOutOfDate"_s, tidied(error.errorString())};
        case QSslError::HostNameMismatch:
            return {u"HostNameMismatch"_s, tidied(error.errorString())};
        case QSslError::SelfSignedCertificate:
        case QSslError::SelfSignedCertificateInChain:
        case QSslError::UnableToGetIssuerCertificate:
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
            return {u"UnknownAuthority"_s, tidied(error.errorString())};
        default:
            return {{}, tidied(error.errorString())};
        }
    }
    return {};
}

int httpStatusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

bool isSuccessStatus(int httpStatus)
{
    return httpStatus >= 200 && httpStatus < 300;
}

ServiceError readServiceError(const QJsonObject &object)
{
    const QJsonValue inner = object.value("error"_L1);
    if (inner.isObject())
        return readServiceError(inner.toObject());
    const QString code = tidied(object.value("code"_L1).toString());
    const QString message
        = withDetails(object.value("message"_L1).toString(), object.value("details"_L1).toArray());
    if (!message.isEmpty())
        return {code, message};
    if (inner.isString())
        return {code, tidied(inner.toString())};
    return {code, tidied(problemDetails(object))};
}

ServiceError readServiceError(const QByteArray &body)
{
    const QByteArray text = body.trimmed();
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (document.isObject())
        return readServiceError(document.object());
    // A bare JSON string is no document to Qt; in an array it is.
    if (text.startsWith('"')) {
        const QJsonArray wrapped = QJsonDocument::fromJson('[' + text + ']').array();
        if (wrapped.size() == 1)
            return {{}, tidied(wrapped.first().toString())};
    }
    if (text.startsWith('<')) // a gateway's page: nothing a person would want to read
        return {};
    return {{}, tidied(QString::fromUtf8(text))};
}

std::optional<RestError> errorOfReply(const QNetworkReply &reply, const QByteArray &body,
                                      const QDateTime &now)
{
    const int status = httpStatusOf(reply);
    if (status >= 300 && status < 400)
        return redirectError(reply, status);
    if (status >= 400)
        return statusError(reply, status, body, now);
    if (reply.error() != QNetworkReply::NoError) {
        // A proxy that asks for a name on the way to https shows no status to us.
        const bool asksForName
            = reply.error() == QNetworkReply::ProxyAuthenticationRequiredError && status == 0;
        return RestError{
            kindOfNetworkError(reply.error()), asksForName ? 407 : status, {}, socketDetail(reply)};
    }
    if (!isSuccessStatus(status))
        return RestError{RestError::Kind::InvalidReply, status, {}, u"HTTP %1"_s.arg(status)};
    return std::nullopt;
}

} // namespace sessionbook
