#pragma once

#include <QString>

namespace sessionbook {

/// The kernels a session has (PROTOCOL §4). Variables are each one's own, /mnt/data is shared.
enum class KernelKind {
    Synchronous, ///< the usual one; imports the heavy libraries ahead of need
    Empty, ///< imports nothing ahead of need
    Asynchronous ///< of asynchronous executions; event loops may run within each other
};

/// What the worker is told on its command line.
[[nodiscard]] inline QString wordOf(KernelKind kind)
{
    switch (kind) {
    case KernelKind::Synchronous:
        return QStringLiteral("synchronous");
    case KernelKind::Empty:
        return QStringLiteral("empty");
    case KernelKind::Asynchronous:
        break;
    }
    return QStringLiteral("asynchronous");
}

} // namespace sessionbook
