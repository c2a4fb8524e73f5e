#include "Display.h"

#include <QCoreApplication>

#include <algorithm>

namespace sessionbook {

bool hasDisplay()
{
    constexpr const char *variables[] = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
    return std::ranges::any_of(variables,
                               [](const char *name) { return !qEnvironmentVariableIsEmpty(name); });
}

QString displayMissingText()
{
    return QCoreApplication::translate("sessionbook::Display",
                                       "There is no display to open a window on. To execute a "
                                       "notebook without one, use sessionbook-run.");
}

} // namespace sessionbook
