#pragma once

#include "base/Result.h"

#include <QJsonObject>
#include <QString>

namespace sessionbook {

/// Why a request is refused: the HTTP status, and the code and message of the error body (PROTOCOL
/// §4).
struct ApiError
{
    int status = 500;
    QString code;
    QString message;

    [[nodiscard]] QJsonObject toJson() const
    {
        return {
            {QStringLiteral("error"),
             QJsonObject{{QStringLiteral("code"), code}, {QStringLiteral("message"), message}}}};
    }
};

template<typename T> using ApiResult = Result<T, ApiError>;

} // namespace sessionbook
