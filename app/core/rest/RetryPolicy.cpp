#include "rest/RetryPolicy.h"

namespace sessionbook {

namespace {

using namespace std::chrono_literals;

constexpr int maximumAttempts = 3;
constexpr std::chrono::seconds longestWait{60};
/// A place comes free when somebody's session ends, at any moment.
constexpr std::chrono::seconds longestPause{30};
/// A pool that names a longer pause is asked sooner: people wait, and an answer costs it little.
constexpr std::chrono::minutes longestObeyed{10};
constexpr int serviceUnavailable = 503;

/// The gateway's words (Envoy, in front of Azure's services) for a connection that broke while the
/// service behind it had the request.
bool brokeBehindTheGateway(const RestError &error)
{
    return error.detail.contains(QLatin1StringView("reset before headers"))
        && !error.detail.contains(QLatin1StringView("connection failure"));
}

bool certainlyNotBegun(const RestError &error)
{
    return error.kind == RestError::Kind::Throttled
        || error.kind == RestError::Kind::ConnectionRefused
        || (error.httpStatus == serviceUnavailable && !brokeBehindTheGateway(error));
}

std::chrono::milliseconds shortened(std::chrono::milliseconds pause, double random)
{
    return pause - std::chrono::milliseconds(qint64(double(pause.count()) * random / 2));
}

bool mayPass(int attempt, const RestError &error)
{
    switch (error.kind) {
    case RestError::Kind::Throttled:
    case RestError::Kind::ServerError:
    case RestError::Kind::ConnectionRefused:
    case RestError::Kind::ConnectionLost:
    case RestError::Kind::HostNotFound:
        return true;
    case RestError::Kind::ProxyFailed:
        return error.httpStatus == 0; // else it refused, and will again
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

RetryPolicy RetryPolicy::waitingForRoom(std::optional<std::chrono::seconds> longest) const
{
    RetryPolicy policy = *this;
    policy.m_waitsForRoom = m_mode != Mode::Never;
    policy.m_longestWait = longest;
    return policy;
}

bool RetryPolicy::waitsFor(const RestError &error) const
{
    return m_waitsForRoom && error.kind == RestError::Kind::Throttled;
}

std::optional<std::chrono::milliseconds>
RetryPolicy::delayBefore(int attempt, const RestError &error, const RetryPast &past) const
{
    if (waitsFor(error))
        return pauseForRoom(attempt, error, past);
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
    return shortened(first * (1 << (attempt - 1)), past.random);
}

std::optional<std::chrono::milliseconds>
RetryPolicy::pauseForRoom(int attempt, const RestError &error, const RetryPast &past) const
{
    constexpr int mostDoublings = 5;
    auto pause = shortened(std::min<std::chrono::milliseconds>(
                               1000ms * (1 << std::min(attempt - 1, mostDoublings)), longestPause),
                           past.random);
    if (error.retryAfter)
        pause = std::clamp<std::chrono::milliseconds>(*error.retryAfter, 100ms, longestObeyed);
    if (!m_longestWait)
        return pause;
    const std::chrono::milliseconds left = *m_longestWait - past.waited;
    if (left <= 0ms)
        return std::nullopt;
    return std::min(pause, left);
}

} // namespace sessionbook
