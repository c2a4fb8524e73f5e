#pragma once

#include "rest/RestError.h"

#include <QByteArray>
#include <QDateTime>
#include <QNetworkReply>

#include <optional>

namespace sessionbook {

/// What a finished reply says went wrong; nothing for a whole 2xx one. `body` is the (bounded) body
/// of a reply that is not 2xx: all five shapes of PROTOCOL §4 are read.
[[nodiscard]] std::optional<RestError> errorOfReply(const QNetworkReply &reply,
                                                    const QByteArray &body, const QDateTime &now);
/// Of a Retry-After header, which holds seconds or a date.
[[nodiscard]] std::optional<std::chrono::seconds> retryAfterOf(const QByteArray &header,
                                                               const QDateTime &now);
[[nodiscard]] int httpStatusOf(const QNetworkReply &reply);
[[nodiscard]] bool isSuccessStatus(int httpStatus);

/// Code and message of an error object `{"code", "message"}`, alone or inside `{"error": …}`.
struct ServiceError
{
    QString code;
    QString message;
};
[[nodiscard]] ServiceError readServiceError(const QByteArray &body);

} // namespace sessionbook
