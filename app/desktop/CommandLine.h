#pragma once

#include <QString>
#include <QStringList>

namespace sessionbook {

/// What the program was started with. Pure.
struct CommandLine
{
    QStringList files;
    /// To be printed instead of opening a window: help, the version, or what was wrong.
    QString message = {};
    bool isError = false;

    [[nodiscard]] static CommandLine parse(const QStringList &arguments);
};

} // namespace sessionbook
