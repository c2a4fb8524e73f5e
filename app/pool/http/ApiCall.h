#pragma once

#include "ApiError.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <httplib.h>

namespace sessionbook {

/// Which resource a path names, whatever lies before it (PROTOCOL §1, the paths of
/// 2025-10-02-preview).
struct RoutePath
{
    enum class Kind {
        Unknown,
        Executions,
        Execution,
        CancelExecution,
        Files,
        File,
        FileContent,
        Session,
        RestartSession,
        ListSessions,
        Metadata
    };

    Kind kind = Kind::Unknown;
    QString
        base; ///< what comes before the resource, without a slash at its end, still percent-encoded
    QString name; ///< of the execution or file

    /// `target` is the request's target as sent: still percent-encoded, perhaps with a query.
    [[nodiscard]] static RoutePath parse(const QByteArray &target);
};

/// One request on its way through the routes, and its answer.
struct ApiCall
{
    const httplib::Request &request;
    httplib::Response &response;
    RoutePath route;

    ApiCall(const httplib::Request &request, httplib::Response &response);

    [[nodiscard]] QByteArray header(const char *name) const;
    /// A query parameter, percent-decoded; a plus sign stays one.
    [[nodiscard]] QString parameter(QLatin1StringView name) const;
    /// The `identifier` parameter when it keeps the service's rule.
    [[nodiscard]] ApiResult<QString> identifier() const;

    void setHeader(const char *name, const QByteArray &value) const;
    void answer(int status, const QJsonObject &body) const;
    void answerEmpty(int status) const;
    void refuse(const ApiError &error) const;
};

} // namespace sessionbook
