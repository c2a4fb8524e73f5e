#pragma once

#include <QDateTime>

#include <chrono>
#include <functional>

class QObject;

namespace sessionbook {

/// Time as a dependency: what waits or measures takes a Clock, so that tests need not wait
/// (tests/support/ManualClock.h).
class Clock
{
public:
    virtual ~Clock() = default;

    /// Never goes back; for durations and deadlines.
    [[nodiscard]] virtual std::chrono::milliseconds monotonic() const = 0;
    /// The wall clock in UTC; for what people or files see.
    [[nodiscard]] virtual QDateTime now() const = 0;
    /// Calls `callback` once from the event loop after `delay`, unless `context` was destroyed
    /// before.
    virtual void callAfter(std::chrono::milliseconds delay, QObject *context,
                           std::function<void()> callback)
        = 0;
};

/// The machine's own clock and Qt's timers.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] std::chrono::milliseconds monotonic() const override;
    [[nodiscard]] QDateTime now() const override;
    void callAfter(std::chrono::milliseconds delay, QObject *context,
                   std::function<void()> callback) override;
};

} // namespace sessionbook
