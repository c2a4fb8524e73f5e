#pragma once

#include "base/Result.h"
#include "credentials/AccessToken.h"
#include "rest/RestError.h"

#include <QByteArray>

namespace sessionbook {

/// Reads what `az account get-access-token --output json` prints. Pure. Errors are NoCredential and
/// never quote the output, which may hold the token.
[[nodiscard]] Result<AccessToken, RestError> readToolToken(const QByteArray &standardOutput);
/// Why the tool failed, from its exit code and what it wrote to standard error: what to do where
/// that is known.
[[nodiscard]] RestError toolFailure(int exitCode, const QByteArray &standardError);

} // namespace sessionbook
