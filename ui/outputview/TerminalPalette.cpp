#include "outputview/TerminalPalette.h"

#include <algorithm>
#include <cmath>

namespace sessionbook {
namespace {

constexpr double readableContrast = 4.5;

double linear(double channel)
{
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

QColor mixed(const QColor &tint, const QColor &ground)
{
    constexpr double share = 0.3;
    const auto mix = [](int one, int other) { return int(one * share + other * (1 - share)); };
    return {mix(tint.red(), ground.red()), mix(tint.green(), ground.green()),
            mix(tint.blue(), ground.blue())};
}

} // namespace

TerminalPalette::TerminalPalette(const Theme &theme, ColorRole ground)
    : m_theme(theme)
    , m_ground(ground)
{
}

TerminalColors TerminalPalette::colors(const AnsiStyle &style) const
{
    const QColor ground = m_theme.color(m_ground);
    QColor foreground
        = style.foreground ? color(*style.foreground) : m_theme.color(ColorRole::Text);
    QColor background = style.background ? color(*style.background) : QColor();
    // The sixteen are made to be read as text; as a ground they are only a tint, or text on them
    // could not be read.
    if (style.background && style.background->index >= 0 && !style.inverse)
        background = mixed(background, ground);
    if (background.isValid() && !style.foreground && !style.inverse)
        return {inkOn(background, m_theme), background};
    if (style.inverse) {
        const QColor text = foreground;
        foreground = background.isValid() ? background : ground;
        background = text;
    }
    // Programs choose colours for a terminal's black or white, not for this page.
    return {readable(foreground, background.isValid() ? background : ground), background};
}

double TerminalPalette::contrast(const QColor &one, const QColor &other)
{
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor TerminalPalette::readable(QColor color, const QColor &ground)
{
    const bool lighten = luminance(ground) < 0.2;
    for (int step = 0; step < 20 && contrast(color, ground) < readableContrast; ++step) {
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

QColor TerminalPalette::inkOn(const QColor &ground, const Theme &theme)
{
    const QColor &text = theme.color(ColorRole::Text);
    const QColor &page = theme.color(ColorRole::Page);
    return contrast(text, ground) >= contrast(page, ground) ? text : page;
}

QColor TerminalPalette::color(const AnsiColor &wanted) const
{
    if (wanted.index >= 0 && wanted.index < std::ssize(m_theme.ansi))
        return m_theme.ansi[static_cast<size_t>(wanted.index)];
    return QColor(wanted.rgb);
}

} // namespace sessionbook
