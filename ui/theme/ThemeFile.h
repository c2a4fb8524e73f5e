#pragma once

#include "base/Result.h"
#include "theme/Theme.h"

namespace sessionbook {

/// Reads a theme's JSON: every role and sixteen terminal colours must be there, nothing else may
/// be. Pure.
class ThemeFile
{
public:
    /// Errors: InvalidJson, InvalidArgument with the name of the role that is missing, unknown or
    /// no colour.
    [[nodiscard]] static Result<Theme> parse(const QByteArray &json);
    /// One of ours: "light", "dark" or "contrast". Errors: NotFound besides those of parse().
    [[nodiscard]] static Result<Theme> builtIn(const QString &name);
    /// The role's name in the files, such as "mutedText".
    [[nodiscard]] static QString roleName(ColorRole role);
};

} // namespace sessionbook
