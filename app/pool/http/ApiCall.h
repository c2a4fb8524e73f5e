#pragma once

#include "ApiError.h"
#include "ApiVersion.h"
#include "RoutePath.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <httplib.h>

namespace sessionbook {

/// One request on its way through the routes, and its answer.
struct ApiCall
{
    const httplib::Request &request;
    httplib::Response &response;
    RoutePath route;
    ApiVersion version;
    httplib::Ranges ranges; ///< of bytes, as asked for; only downloads have them

    ApiCall(const httplib::Request &request, httplib::Response &response);

    [[nodiscard]] QByteArray header(const char *name) const;
    /// A query parameter, percent-decoded; a plus sign stays one.
    [[nodiscard]] QString parameter(QLatin1StringView name) const;
    /// The `identifier` parameter when it keeps the service's rule.
    [[nodiscard]] ApiResult<QString> identifier() const;

    /// How the reply is to look. The path says it, except for `files` and `files/{name}`, which
    /// both generations have: there the version does.
    [[nodiscard]] RoutePath::Shape shape() const;
    /// The pool's address as the client wrote it, for links in replies.
    [[nodiscard]] QString poolUrl() const;

    void setHeader(const char *name, const QByteArray &value) const;
    void answer(int status, const QJsonObject &body) const;
    /// `json` is a whole document.
    void answerJson(int status, std::string json) const;
    void answerText(int status, const QString &text) const;
    void answerEmpty(int status) const;
    void refuse(const ApiError &error) const;
};

} // namespace sessionbook
