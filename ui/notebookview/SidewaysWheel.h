#pragma once

class QWheelEvent;

namespace sessionbook {

/// What a turn of the wheel means sideways: a tilted wheel, a swipe on a touch pad, or the wheel
/// turned with Shift held, as in browsers.
class SidewaysWheel
{
public:
    /// Pixels to the right, negative to the left; 0 where the event scrolls the page.
    [[nodiscard]] static int pixels(const QWheelEvent &event);
};

} // namespace sessionbook
