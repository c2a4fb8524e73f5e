#include "Display.h"

#include <QByteArray>

#include <algorithm>

namespace sessionbook {

bool hasDisplay()
{
    constexpr const char *variables[] = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
    return std::ranges::any_of(variables,
                               [](const char *name) { return !qEnvironmentVariableIsEmpty(name); });
}

} // namespace sessionbook
