#pragma once

#include <algorithm>
#include <chrono>

namespace sessionbook {

/// How long a poller waits before it asks again: soon where something came, ever less often where
/// nothing does. The longest pause, the 0.3 s that the helper gathers and two ways through the
/// network stay below the two seconds that output may be late. A value.
class PollPace
{
public:
    static constexpr std::chrono::milliseconds shortest{150};
    static constexpr std::chrono::milliseconds first{300};
    static constexpr std::chrono::milliseconds longest{1200};

    [[nodiscard]] std::chrono::milliseconds afterSomething()
    {
        m_pause = first;
        return shortest;
    }
    [[nodiscard]] std::chrono::milliseconds afterNothing()
    {
        const auto pause = m_pause;
        m_pause = std::min(longest, m_pause * 5 / 4);
        return pause;
    }

private:
    std::chrono::milliseconds m_pause = first;
};

} // namespace sessionbook
