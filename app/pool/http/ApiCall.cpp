#include "ApiCall.h"

#include "RequestGuard.h"

#include <QJsonDocument>

#include <utility>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// The library would cut every reply to the ranges, JSON included, and not check that a file has
/// so many bytes; so they are taken from it.
httplib::Ranges takeRanges(const httplib::Request &request)
{
    // The request that the library keeps is not const.
    return std::exchange(const_cast<httplib::Request &>(request).ranges, {});
}

QString decoded(QByteArrayView text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.toByteArray()));
}

} // namespace

ApiCall::ApiCall(const httplib::Request &theRequest, httplib::Response &theResponse)
    : request(theRequest)
    , response(theResponse)
    , route(RoutePath::parse(QByteArray::fromStdString(theRequest.method),
                             QByteArray::fromStdString(theRequest.target)))
    , version(parameter("api-version"_L1))
    , ranges(takeRanges(theRequest))
{
}

QByteArray ApiCall::header(const char *name) const
{
    return QByteArray::fromStdString(request.get_header_value(name));
}

QString ApiCall::parameter(QLatin1StringView name) const
{
    const QByteArray target = QByteArray::fromStdString(request.target);
    const qsizetype question = target.indexOf('?');
    if (question < 0)
        return {};
    for (const QByteArray &pair : target.mid(question + 1).split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0 && decoded(QByteArrayView(pair).first(equals)) == name)
            return decoded(QByteArrayView(pair).sliced(equals + 1));
    }
    return {};
}

ApiResult<QString> ApiCall::identifier() const
{
    const QString value = parameter("identifier"_L1);
    if (isValidSessionIdentifier(value))
        return value;
    return ApiError{
        400, u"InvalidLengthOfSessionIdentifier"_s,
        u"The query parameter `identifier` must have 4 to 128 letters, digits or signs."_s};
}

RoutePath::Shape ApiCall::shape() const
{
    const bool isSharedPath
        = route.kind == RoutePath::Kind::Files || route.kind == RoutePath::Kind::File;
    const bool isFlat = route.shape == RoutePath::Shape::Flat;
    return isFlat && isSharedPath && request.method != "POST" && version.isWrapped()
        ? RoutePath::Shape::Wrapped
        : route.shape;
}

QString ApiCall::poolUrl() const
{
    const QString scheme = request.ssl != nullptr ? u"https"_s : u"http"_s;
    return scheme + "://"_L1 + QString::fromLatin1(header("Host")) + route.base;
}

void ApiCall::setHeader(const char *name, const QByteArray &value) const
{
    response.set_header(name, value.toStdString());
}

void ApiCall::answer(int status, const QJsonObject &body) const
{
    answerJson(status, QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString());
}

void ApiCall::answerJson(int status, std::string json) const
{
    response.status = status;
    // The charset also keeps the library from compressing, which would cost more time than the
    // loopback saves.
    response.set_content({}, "application/json; charset=utf-8");
    response.body = std::move(json); // which set_content() would copy
}

void ApiCall::answerText(int status, const QString &text) const
{
    // Else the library compresses it, whatever its charset.
    const_cast<httplib::Request &>(request).headers.erase("Accept-Encoding");
    response.status = status;
    response.set_content(text.toStdString(), "text/plain; charset=utf-8");
}

void ApiCall::answerEmpty(int status) const
{
    response.status = status;
}

void ApiCall::refuse(const ApiError &error) const
{
    setHeader("x-ms-error-code", error.code.toLatin1());
    answer(error.status, error.toJson());
}

} // namespace sessionbook
