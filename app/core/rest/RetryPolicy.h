#pragma once

#include "rest/RestError.h"

#include <chrono>
#include <optional>

namespace sessionbook {

/// What else a pause depends on.
struct RetryPast
{
    double random = 0; ///< at least 0, less than 1
    std::chrono::milliseconds waited{0}; ///< for room in a full pool, so far
};

/// Whether, and after how long, a failed request may be sent again. Pure.
///
/// Pauses grow and are shortened at random by up to a half, so that those who were refused together
/// do not come back together; a pause that the server names is kept as it is.
class RetryPolicy
{
public:
    /// Reading and deleting: any passing fault is tried again.
    [[nodiscard]] static RetryPolicy idempotent();
    /// Running code: only when it certainly did not begin (429, 503, connection refused).
    [[nodiscard]] static RetryPolicy onlyIfNotBegun();
    [[nodiscard]] static RetryPolicy never();
    /// The same, but a full pool is asked again until it has room, or until `longest` has passed.
    [[nodiscard]] RetryPolicy waitingForRoom(std::optional<std::chrono::seconds> longest
                                             = std::nullopt) const;

    /// Whether the network layer itself may repeat the request when a kept-alive connection turns
    /// out to be closed.
    [[nodiscard]] bool allowsRepetition() const { return m_mode == Mode::Idempotent; }
    /// Whether a failure of this kind is waited out instead of being counted.
    [[nodiscard]] bool waitsFor(const RestError &error) const;
    /// `attempt` is 1 after the first failure that is counted with this one. Nothing: give up.
    [[nodiscard]] std::optional<std::chrono::milliseconds>
    delayBefore(int attempt, const RestError &error, const RetryPast &past = {}) const;

private:
    enum class Mode { Idempotent, OnlyIfNotBegun, Never };
    explicit RetryPolicy(Mode mode)
        : m_mode(mode)
    {
    }
    [[nodiscard]] std::optional<std::chrono::milliseconds>
    pauseForRoom(int attempt, const RestError &error, const RetryPast &past) const;

    Mode m_mode;
    bool m_waitsForRoom = false;
    std::optional<std::chrono::seconds> m_longestWait;
};

} // namespace sessionbook
