#include "notebookview/SidewaysWheel.h"

#include <QWheelEvent>

namespace sessionbook {

namespace {

constexpr int anglePerStep = 120;
constexpr int pixelsPerStep = 60;

/// The part of a wheel's movement that goes sideways.
int sideways(QPoint delta, bool isTurned)
{
    if (isTurned && delta.x() == 0)
        return delta.y();
    return qAbs(delta.x()) > qAbs(delta.y()) ? delta.x() : 0;
}

} // namespace

int SidewaysWheel::pixels(const QWheelEvent &event)
{
    const bool isTurned = event.modifiers().testFlag(Qt::ShiftModifier);
    if (!event.pixelDelta().isNull())
        return -sideways(event.pixelDelta(), isTurned);
    return -sideways(event.angleDelta(), isTurned) * pixelsPerStep / anglePerStep;
}

} // namespace sessionbook
