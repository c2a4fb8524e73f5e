#include "FaultAnswer.h"

#include "pool/http/ApiError.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QString usualCode(int status)
{
    switch (status) {
    case 401:
        return u"Unauthorized"_s;
    case 404:
        return u"SessionNotFound"_s;
    case 409:
        return u"Conflict"_s;
    case 413:
        return u"RequestEntityTooLarge"_s;
    case 429:
        return u"TooManyRequests"_s;
    case 503:
        return u"ServiceUnavailable"_s;
    default:
        return status < 500 ? u"InvalidRequest"_s : u"InternalServerError"_s;
    }
}

QByteArray asObject(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray asText(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.sliced(1, list.size() - 2);
}

QByteArray bodyOf(ErrorShape shape, int status, const QString &code, const QString &message)
{
    switch (shape) {
    case ErrorShape::Error:
        return asObject(ApiError{status, code, message}.toJson());
    case ErrorShape::Message:
        return asObject({{u"message"_s, message}});
    case ErrorShape::Problem:
        return asObject(
            {{u"type"_s, u"https://tools.ietf.org/html/rfc9110#section-15"_s},
             {u"title"_s, message},
             {u"status"_s, status},
             {u"errors"_s, QJsonObject{{code, QJsonArray{message}}}},
             {u"traceId"_s, u"00-0123456789abcdef0123456789abcdef-0123456789abcdef-00"_s}});
    case ErrorShape::Text:
        return asText(message);
    case ErrorShape::Empty:
        break;
    }
    return {};
}

const char *contentTypeOf(ErrorShape shape)
{
    return shape == ErrorShape::Problem ? "application/problem+json; charset=utf-8"
                                        : "application/json; charset=utf-8";
}

} // namespace

void answerWith(const StatusFault &fault, httplib::Response &response)
{
    const QString code = fault.code.isEmpty() ? usualCode(fault.status) : fault.code;
    const QString message = fault.message.isEmpty()
        ? u"The fault script answers %1 to this request."_s.arg(fault.status)
        : fault.message;
    const QByteArray body = bodyOf(fault.shape, fault.status, code, message);
    response.status = fault.status;
    if (!body.isEmpty())
        response.set_content(body.constData(), size_t(body.size()), contentTypeOf(fault.shape));
    if (fault.shape == ErrorShape::Error)
        response.set_header("x-ms-error-code", code.toStdString());
    if (fault.status == 401)
        response.set_header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    if (fault.retryAfterSeconds)
        response.set_header("Retry-After", std::to_string(*fault.retryAfterSeconds));
}

} // namespace sessionbook
