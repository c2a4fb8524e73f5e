#include "credentials/exchange/IdentityRetry.h"

#include <algorithm>

namespace sessionbook {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds longestWait{60};
constexpr int ordinaryTries = 3;
// 410 means that the machine's metadata service is being updated, which takes up to a minute.
constexpr int triesWhileUpdating = 7;
constexpr int updating = 410;

bool mayPass(IdentityRetry rule, int status)
{
    switch (rule) {
    case IdentityRetry::Never:
        return false;
    case IdentityRetry::Entra:
        return status == 429 || status >= 500;
    case IdentityRetry::Imds:
        return status == 404 || status == 408 || status == updating || status == 429
            || status >= 500;
    case IdentityRetry::Endpoint:
        return status == 404 || status == 408 || status == 429 || status == 500 || status == 503
            || status == 504;
    }
    return false;
}

std::chrono::milliseconds ownDelay(IdentityRetry rule, int attempt, int status)
{
    if (rule == IdentityRetry::Imds && status == updating)
        return 10s;
    if (rule == IdentityRetry::Endpoint)
        return 1s;
    return std::min<std::chrono::milliseconds>(1s * (1 << (attempt - 1)), 4s);
}

} // namespace

std::optional<std::chrono::milliseconds>
delayBeforeRetry(IdentityRetry rule, int attempt, int httpStatus,
                 std::optional<std::chrono::seconds> retryAfter)
{
    const bool isUpdating = rule == IdentityRetry::Imds && httpStatus == updating;
    if (!mayPass(rule, httpStatus) || attempt >= (isUpdating ? triesWhileUpdating : ordinaryTries))
        return std::nullopt;
    if (!retryAfter)
        return ownDelay(rule, attempt, httpStatus);
    if (*retryAfter > longestWait)
        return std::nullopt;
    return std::max<std::chrono::milliseconds>(*retryAfter, 100ms);
}

} // namespace sessionbook
