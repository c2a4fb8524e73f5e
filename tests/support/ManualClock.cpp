#include "support/ManualClock.h"

#include <algorithm>

namespace sessionbook {

QDateTime ManualClock::now() const
{
    return QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC).addMSecs(m_now.count());
}

void ManualClock::callAfter(std::chrono::milliseconds delay, QObject *context,
                            std::function<void()> callback)
{
    m_askedDelays.push_back(delay);
    m_calls.push_back({m_now + delay, context, context != nullptr, std::move(callback)});
}

void ManualClock::advance(std::chrono::milliseconds duration)
{
    const auto end = m_now + duration;
    while (true) {
        const auto next = std::ranges::min_element(m_calls, {}, &Call::at);
        if (next == m_calls.end() || next->at > end)
            break;
        const Call call = *next;
        m_calls.erase(next);
        m_now = std::max(m_now, call.at);
        if (call.isAlive())
            call.callback();
    }
    m_now = end;
}

int ManualClock::pending() const
{
    return static_cast<int>(std::ranges::count_if(m_calls, &Call::isAlive));
}

} // namespace sessionbook
