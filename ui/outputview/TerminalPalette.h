#pragma once

#include "outputs/AnsiText.h"
#include "theme/Theme.h"

#include <QColor>

namespace sessionbook {

/// The colours terminal text is painted in on a given ground; only valid colours of `background`
/// are filled.
struct TerminalColors
{
    QColor foreground;
    QColor background;
};

/// Turns the styles a program asked for into colours that can be read on the theme's ground.
class TerminalPalette
{
public:
    /// `theme` must outlive the palette.
    TerminalPalette(const Theme &theme, ColorRole ground);

    [[nodiscard]] TerminalColors colors(const AnsiStyle &style) const;
    /// The page's text colour or its ground, whichever can be read better on `ground`.
    [[nodiscard]] static QColor inkOn(const QColor &ground, const Theme &theme);

private:
    [[nodiscard]] QColor color(const AnsiColor &wanted) const;

    const Theme &m_theme;
    ColorRole m_ground;
};

} // namespace sessionbook
