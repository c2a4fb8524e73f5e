#pragma once

#include <QtGlobal>

namespace sessionbook {

/// What a directory tree takes of the disk.
struct DiskUsage
{
    qint64 bytes = 0; ///< blocks in use, so that holes in files count nothing
    qint64 entries = 0; ///< files, directories and all else that has a name
    bool isComplete = true; ///< false: there is more, deeper down or beyond `maxEntries`
};

/// Measures the tree below the open directory, stopping once it holds more than `maxEntries`.
///
/// Its owner may be hostile: no link is followed, no other file system entered, directories without
/// permission are looked into (and left as they were), descriptors and stack stay few at any depth.
[[nodiscard]] DiskUsage diskUsageOf(int directory, qint64 maxEntries);

} // namespace sessionbook
