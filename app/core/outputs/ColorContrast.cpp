#include "outputs/ColorContrast.h"

#include <algorithm>
#include <cmath>

namespace sessionbook {
namespace {

double linear(double channel)
{
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

} // namespace

double ColorContrast::between(const QColor &one, const QColor &other)
{
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor ColorContrast::readable(QColor color, const QColor &ground)
{
    const bool lighten = luminance(ground) < 0.2;
    for (int step = 0; step < 20 && between(color, ground) < readableText; ++step) {
        const int target = lighten ? 255 : 0;
        const auto moved = [target](int channel) {
            return channel + (target - channel) * 15 / 100 + (target > channel ? 1 : -1);
        };
        color.setRgb(std::clamp(moved(color.red()), 0, 255),
                     std::clamp(moved(color.green()), 0, 255),
                     std::clamp(moved(color.blue()), 0, 255));
    }
    return color;
}

} // namespace sessionbook
