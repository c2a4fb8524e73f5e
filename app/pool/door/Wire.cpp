#include "Wire.h"

#include <errno.h>
#include <poll.h>

#include <algorithm>

namespace sessionbook {

bool Wire::waitFor(short events, Deadline deadline) const
{
    using namespace std::chrono;
    pollfd entry{socket(), events, 0};
    while (true) {
        // Rounded up, or the last millisecond would be spent asking again and again.
        const auto left = ceil<milliseconds>(deadline - steady_clock::now()).count();
        const int found = poll(&entry, 1, int(std::clamp<decltype(left)>(left, 0, 3'600'000)));
        if (found > 0 || (found < 0 && errno != EINTR))
            return found > 0;
        if (found == 0 && steady_clock::now() >= deadline)
            return false;
    }
}

} // namespace sessionbook
