#include "support/ui/TestTheme.h"

#include "theme/ThemeFile.h"

namespace sessionbook {

Theme testTheme(const QString &name)
{
    const auto theme = ThemeFile::builtIn(name);
    if (!theme)
        qFatal("No theme: %s", qPrintable(theme.error().detail));
    return *theme;
}

} // namespace sessionbook
