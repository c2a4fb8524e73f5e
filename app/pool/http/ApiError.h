#pragma once

#include "base/Result.h"

#include <QString>

namespace sessionbook {

/// Why a request is refused: the HTTP status, and the code and message of the error body (PROTOCOL
/// §4).
struct ApiError
{
    int status = 500;
    QString code;
    QString message;
};

template<typename T> using ApiResult = Result<T, ApiError>;

} // namespace sessionbook
