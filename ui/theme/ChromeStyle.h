#pragma once

#include "theme/Theme.h"

#include <QPalette>
#include <QString>

namespace sessionbook {

/// The look of everything around the notebook, from a theme's roles. Pure.
class ChromeStyle
{
public:
    /// resources/themes/chrome.qss with its @roles replaced.
    [[nodiscard]] static QString styleSheet(const Theme &theme);
    /// For what a style sheet does not reach: native dialogs of the style, text views, item views.
    [[nodiscard]] static QPalette palette(const Theme &theme);
};

} // namespace sessionbook
