#pragma once

#include "base/Result.h"
#include "notebook/files/FileState.h"
#include "notebook/json/ByteSlice.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace sessionbook {

/// Reading and writing whole contents by descriptor. Functions block on the disk.
namespace FileContent {

struct Read
{
    QByteArray bytes;
    FileState state;
};

/// Errors: NotFound, IsDirectory, PermissionDenied, ReadFailed (also for what is no regular file:
/// pipes and devices may never end).
[[nodiscard]] Result<Read> read(const QString &path);
/// From the start, wherever the descriptor stands; null where it cannot be read.
[[nodiscard]] FileFingerprint fingerprintOf(int descriptor);
/// Of what write() would write.
[[nodiscard]] FileFingerprint fingerprintOf(const QList<ByteSlice> &pieces);

struct Written
{
    int error = 0; ///< errno; what was written until then is there
    FileFingerprint fingerprint = {};
};

/// Writes the pieces one behind the other from where the descriptor stands, takes their fingerprint
/// on the way, and has the disk begin before the end.
[[nodiscard]] Written write(int descriptor, const QList<ByteSlice> &pieces);
/// The rest of `from` to `to`. Returns errno or 0.
[[nodiscard]] int copy(int from, int to);

} // namespace FileContent

} // namespace sessionbook
