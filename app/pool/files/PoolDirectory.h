#pragma once

#include "base/FileDescriptor.h"
#include "base/Result.h"

#include <QString>

namespace sessionbook {

/// The directory of one running pool, below a place that all pools of the user share; removed when
/// destroyed.
///
/// It is locked for as long as the pool's process lives, however that ends: making a new one
/// removes those whose lock is free, the leftovers of pools that were killed, with the sandboxes
/// that were caught half made.
class PoolDirectory
{
public:
    [[nodiscard]] static Result<PoolDirectory> create(const QString &sharedPath);
    /// In the user's cache: on disk, and nobody else's.
    [[nodiscard]] static QString defaultSharedPath();

    PoolDirectory(PoolDirectory &&) = default;
    ~PoolDirectory();

    [[nodiscard]] QString supportPath() const { return m_path + QLatin1StringView("/support"); }
    [[nodiscard]] QString sessionsPath() const { return m_path + QLatin1StringView("/sessions"); }

private:
    PoolDirectory(QString path, FileDescriptor lock);

    QString m_path;
    FileDescriptor m_lock;
};

} // namespace sessionbook
