#pragma once

#include <QJsonArray>
#include <QString>

namespace sessionbook {

/// The helper's Python (resources/helper), as it is vendored into the program. Read once.
struct HelperSource
{
    QString installer; ///< runs in the kernel, see install.py
    QJsonArray modules; ///< [name, source], each after those that it imports
    QString version; ///< changes with every change of the modules

    [[nodiscard]] static const HelperSource &get();
};

} // namespace sessionbook
