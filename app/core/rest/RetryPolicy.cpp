#include "rest/RetryPolicy.h"

namespace sessionbook {

namespace {

using namespace std::chrono_literals;

constexpr int maximumAttempts = 3;
constexpr std::chrono::seconds longestWait{60};
constexpr int serviceUnavailable = 503;

bool certainlyNotBegun(const RestError &error)
{
    return error.kind == RestError::Kind::Throttled
        || error.kind == RestError::Kind::ConnectionRefused
        || error.httpStatus == serviceUnavailable;
}

bool mayPass(int attempt, const RestError &error)
{
    switch (error.kind) {
    case RestError::Kind::Throttled:
    case RestError::Kind::ServerError:
    case RestError::Kind::ConnectionRefused:
    case RestError::Kind::ConnectionLost:
    case RestError::Kind::ProxyFailed:
    case RestError::Kind::HostNotFound:
        return true;
    case RestError::Kind::Timeout:
        return attempt == 1; // whoever waits has waited long already
    default:
        return false;
    }
}

} // namespace

RetryPolicy RetryPolicy::idempotent()
{
    return RetryPolicy(Mode::Idempotent);
}

RetryPolicy RetryPolicy::onlyIfNotBegun()
{
    return RetryPolicy(Mode::OnlyIfNotBegun);
}

RetryPolicy RetryPolicy::never()
{
    return RetryPolicy(Mode::Never);
}

std::optional<std::chrono::milliseconds> RetryPolicy::delayBefore(int attempt,
                                                                  const RestError &error) const
{
    if (m_mode == Mode::Never || attempt > maximumAttempts)
        return std::nullopt;
    if (m_mode == Mode::OnlyIfNotBegun ? !certainlyNotBegun(error) : !mayPass(attempt, error))
        return std::nullopt;
    if (error.retryAfter) {
        // Asking earlier than told would be refused again, and nobody waits longer than this for a
        // cell to start.
        if (*error.retryAfter > longestWait)
            return std::nullopt;
        return std::max<std::chrono::milliseconds>(*error.retryAfter, 100ms);
    }
    const auto first = error.kind == RestError::Kind::Throttled ? 1000ms : 250ms;
    return first * (1 << (attempt - 1));
}

} // namespace sessionbook
