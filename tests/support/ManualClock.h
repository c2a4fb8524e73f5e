#pragma once

#include "base/Clock.h"

#include <QPointer>

#include <vector>

namespace sessionbook {

/// A clock that stands still until told: what is due fires inside advance(), in order of time.
class ManualClock final : public Clock
{
public:
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return m_now; }
    [[nodiscard]] QDateTime now() const override;
    void callAfter(std::chrono::milliseconds delay, QObject *context,
                   std::function<void()> callback) override;

    void advance(std::chrono::milliseconds duration);
    /// How many callbacks wait whose context lives.
    [[nodiscard]] int pending() const;
    /// The delays that were asked for, in order.
    [[nodiscard]] const std::vector<std::chrono::milliseconds> &askedDelays() const
    {
        return m_askedDelays;
    }

private:
    struct Call
    {
        std::chrono::milliseconds at;
        QPointer<QObject> context;
        bool hasContext;
        std::function<void()> callback;

        [[nodiscard]] bool isAlive() const { return !hasContext || context; }
    };

    std::chrono::milliseconds m_now{0};
    std::vector<Call> m_calls;
    std::vector<std::chrono::milliseconds> m_askedDelays;
};

} // namespace sessionbook
