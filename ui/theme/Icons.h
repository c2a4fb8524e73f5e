#pragma once

#include "theme/Theme.h"

#include <QIcon>
#include <QString>

namespace sessionbook {

/// The icons of resources/icons in the theme's colours, sharp at any device pixel ratio.
class Icons
{
public:
    /// `name` is the file's name without ".svg", such as "play".
    [[nodiscard]] static QIcon icon(const QString &name, const Theme &theme,
                                    ColorRole role = ColorRole::Text);
};

} // namespace sessionbook
