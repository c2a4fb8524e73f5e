#include "ApiCall.h"

#include "RequestGuard.h"

#include <QJsonDocument>
#include <QStringList>

#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QString decoded(QByteArrayView text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.toByteArray()));
}

QString joined(const QList<QByteArray> &parts)
{
    QStringList names;
    for (const QByteArray &part : parts)
        names.append(decoded(part));
    return names.join(u'/');
}

/// Where the resource begins: after `/subscriptions/…/sessionPools/NAME` if the path begins so,
/// else at the first word that names a resource.
qsizetype resourceStart(const QList<QByteArray> &parts)
{
    constexpr std::array words{"executions", "files", "session", "listSessions", "metadata"};
    const bool isAzurePath = parts.size() > 6 && parts.first() == "subscriptions";
    for (qsizetype i = isAzurePath ? 6 : 0; i < parts.size(); ++i) {
        if (std::ranges::any_of(words, [&](const char *word) { return parts.at(i) == word; }))
            return i;
    }
    return -1;
}

RoutePath::Kind kindOfExecution(const QList<QByteArray> &rest)
{
    if (rest.isEmpty())
        return RoutePath::Kind::Executions;
    if (rest.size() == 1)
        return RoutePath::Kind::Execution;
    const bool isCancel = rest.size() == 2 && rest.last() == "cancel";
    return isCancel ? RoutePath::Kind::CancelExecution : RoutePath::Kind::Unknown;
}

RoutePath::Kind kindOfSession(const QList<QByteArray> &rest)
{
    if (rest.isEmpty())
        return RoutePath::Kind::Session;
    const bool isRestart = rest.size() == 1 && rest.first() == "restart";
    return isRestart ? RoutePath::Kind::RestartSession : RoutePath::Kind::Unknown;
}

} // namespace

RoutePath RoutePath::parse(const QByteArray &target)
{
    const QByteArray path
        = target.left(target.indexOf('?') < 0 ? target.size() : target.indexOf('?'));
    QList<QByteArray> parts = path.split('/');
    parts.removeAll(QByteArray());
    const qsizetype start = resourceStart(parts);
    if (start < 0)
        return {};
    RoutePath route;
    for (const QByteArray &part : parts.first(start))
        route.base += u'/' + QString::fromLatin1(part);
    const QByteArray word = parts.at(start);
    QList<QByteArray> rest = parts.sliced(start + 1);
    if (word == "executions") {
        route.kind = kindOfExecution(rest);
        route.name = rest.isEmpty() ? QString() : decoded(rest.first());
    } else if (word == "files") {
        const bool isContent = rest.size() > 1 && rest.last() == "content";
        if (isContent)
            rest.removeLast();
        route.kind = rest.isEmpty() ? Kind::Files : isContent ? Kind::FileContent : Kind::File;
        route.name = joined(rest);
    } else if (word == "session") {
        route.kind = kindOfSession(rest);
    } else if (rest.isEmpty()) {
        route.kind = word == "metadata" ? Kind::Metadata : Kind::ListSessions;
    }
    return route;
}

ApiCall::ApiCall(const httplib::Request &theRequest, httplib::Response &theResponse)
    : request(theRequest)
    , response(theResponse)
    , route(RoutePath::parse(QByteArray::fromStdString(theRequest.target)))
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

void ApiCall::setHeader(const char *name, const QByteArray &value) const
{
    response.set_header(name, value.toStdString());
}

void ApiCall::answer(int status, const QJsonObject &body) const
{
    response.status = status;
    const QByteArray bytes = QJsonDocument(body).toJson(QJsonDocument::Compact);
    // The charset also keeps the library from compressing, which would cost more time than the
    // loopback saves.
    response.set_content(bytes.constData(), size_t(bytes.size()),
                         "application/json; charset=utf-8");
}

void ApiCall::answerEmpty(int status) const
{
    response.status = status;
}

void ApiCall::refuse(const ApiError &error) const
{
    setHeader("x-ms-error-code", error.code.toLatin1());
    answer(error.status,
           {{u"error"_s, QJsonObject{{u"code"_s, error.code}, {u"message"_s, error.message}}}});
}

} // namespace sessionbook
