#include "outputview/TerminalPalette.h"

#include "outputs/ColorContrast.h"

namespace sessionbook {
namespace {

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
    return {ColorContrast::readable(foreground, background.isValid() ? background : ground),
            background};
}

QColor TerminalPalette::inkOn(const QColor &ground, const Theme &theme)
{
    const QColor &text = theme.color(ColorRole::Text);
    const QColor &page = theme.color(ColorRole::Page);
    return ColorContrast::between(text, ground) >= ColorContrast::between(page, ground) ? text
                                                                                        : page;
}

QColor TerminalPalette::color(const AnsiColor &wanted) const
{
    if (wanted.index >= 0 && wanted.index < std::ssize(m_theme.ansi))
        return m_theme.ansi[static_cast<size_t>(wanted.index)];
    return QColor(wanted.rgb);
}

} // namespace sessionbook
