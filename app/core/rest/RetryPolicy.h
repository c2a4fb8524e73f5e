#pragma once

#include "rest/RestError.h"

#include <chrono>
#include <optional>

namespace sessionbook {

/// Whether, and after how long, a failed request may be sent again. Pure.
class RetryPolicy
{
public:
    /// Reading and deleting: any passing fault is tried again.
    [[nodiscard]] static RetryPolicy idempotent();
    /// Running code: only when it certainly did not begin (429, 503, connection refused).
    [[nodiscard]] static RetryPolicy onlyIfNotBegun();
    [[nodiscard]] static RetryPolicy never();

    /// Whether the network layer itself may repeat the request when a kept-alive connection turns
    /// out to be closed.
    [[nodiscard]] bool allowsRepetition() const { return m_mode == Mode::Idempotent; }
    /// `attempt` is 1 after the first failure. Nothing: give up.
    [[nodiscard]] std::optional<std::chrono::milliseconds>
    delayBefore(int attempt, const RestError &error) const;

private:
    enum class Mode { Idempotent, OnlyIfNotBegun, Never };
    explicit RetryPolicy(Mode mode)
        : m_mode(mode)
    {
    }
    Mode m_mode;
};

} // namespace sessionbook
