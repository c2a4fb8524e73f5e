#pragma once

#include <chrono>
#include <optional>

namespace sessionbook {

/// Whether a request to a giver of tokens is repeated, each giver as it asks for. Pure.
enum class IdentityRetry {
    Never,
    Entra, ///< 429 and 5xx: three tries, 1 and 2 s apart
    Imds, ///< 404, 408, 429, 5xx: three tries, 1 to 4 s apart; 410: seven, 10 s apart
    Endpoint ///< other managed identities: 404, 408, 429, 500, 503, 504: three tries, 1 s apart
};

/// How long to wait before the next try, or nothing. `attempt` is 1 after the first reply; a
/// Retry-After goes before our own times, one above a minute is not waited for.
[[nodiscard]] std::optional<std::chrono::milliseconds>
delayBeforeRetry(IdentityRetry rule, int attempt, int httpStatus,
                 std::optional<std::chrono::seconds> retryAfter);

} // namespace sessionbook
