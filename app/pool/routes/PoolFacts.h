#pragma once

#include <QDateTime>
#include <QJsonObject>

namespace sessionbook {

/// What GET metadata tells: Python's version, the packages that sessions have, our extensions to
/// the protocol. Read from file names, so that it needs no Python process.
[[nodiscard]] QJsonObject poolMetadata(const QDateTime &createdAt);

} // namespace sessionbook
