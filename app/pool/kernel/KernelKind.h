#pragma once

#include <QString>
#include <QStringList>

namespace sessionbook {

/// The kernels a session has (PROTOCOL §4). Variables are each one's own, /mnt/data is shared.
/// Those of shell pools have the last alone.
enum class KernelKind {
    Synchronous, ///< the usual one; may import the heavy libraries ahead of need
    Empty, ///< imports nothing ahead of need
    Asynchronous, ///< of asynchronous executions; event loops may run within each other
    Shell ///< runs commands, each in a new shell
};

[[nodiscard]] inline QString wordOf(KernelKind kind)
{
    switch (kind) {
    case KernelKind::Synchronous:
        return QStringLiteral("synchronous");
    case KernelKind::Empty:
        return QStringLiteral("empty");
    case KernelKind::Shell:
        return QStringLiteral("shell");
    case KernelKind::Asynchronous:
        break;
    }
    return QStringLiteral("asynchronous");
}

/// How a kernel begins.
struct KernelStart
{
    KernelKind kind = KernelKind::Synchronous;
    bool preloads = false; ///< imports the heavy libraries while it waits for its first cell

    /// What the worker is told on its command line.
    [[nodiscard]] QStringList arguments() const
    {
        return preloads ? QStringList{wordOf(kind), QStringLiteral("preload")}
                        : QStringList{wordOf(kind)};
    }
};

} // namespace sessionbook
