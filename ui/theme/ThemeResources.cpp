#include "theme/ThemeResources.h"

#include <QtCore/qglobal.h>

// Q_INIT_RESOURCE declares its function where it stands, so it must not stand inside a namespace.
static void registerThemeResources()
{
    Q_INIT_RESOURCE(themes);
    Q_INIT_RESOURCE(icons);
}

namespace sessionbook {

void ensureThemeResources()
{
    registerThemeResources();
}

} // namespace sessionbook
