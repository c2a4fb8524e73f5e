#pragma once

#include "rest/RestError.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QNetworkReply>
#include <QSslError>

#include <optional>

namespace sessionbook {

/// Code and message of an error object `{"code", "message", "details"}`, alone or inside
/// `{"error": …}`. What its details say comes first in the message: they are the narrower.
struct ServiceError
{
    QString code;
    QString message;
};

/// What a finished reply says went wrong; nothing for a whole 2xx one. `body` is the (bounded) body
/// of a reply that is not 2xx: all five shapes of PROTOCOL §4 are read.
[[nodiscard]] std::optional<RestError> errorOfReply(const QNetworkReply &reply,
                                                    const QByteArray &body, const QDateTime &now);
/// Of a Retry-After header, which holds seconds or a date.
[[nodiscard]] std::optional<std::chrono::seconds> retryAfterOf(const QByteArray &header,
                                                               const QDateTime &now);
/// How a certificate was not acceptable: code "CertificateOutOfDate", "UnknownAuthority",
/// "HostNameMismatch" or "", and the library's words.
[[nodiscard]] ServiceError tlsProblem(const QList<QSslError> &errors);
[[nodiscard]] int httpStatusOf(const QNetworkReply &reply);
[[nodiscard]] bool isSuccessStatus(int httpStatus);
[[nodiscard]] ServiceError readServiceError(const QByteArray &body);
[[nodiscard]] ServiceError readServiceError(const QJsonObject &object);

} // namespace sessionbook
