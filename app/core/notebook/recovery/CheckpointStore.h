#pragma once

#include "base/Result.h"
#include "notebook/json/ByteSlice.h"
#include "notebook/recovery/Checkpoint.h"
#include "notebook/recovery/CheckpointHead.h"

#include <QByteArray>

namespace sessionbook {

/// Keeps the last saved versions of each document, compressed, in the state directory: twenty of
/// each and a gigabyte of all, oldest going first, but never the newest of the document that was
/// just saved. A version that is saved again takes the place of its older self.
///
/// Blocks on the disk; thread-safe, also between processes: what another one removes is passed
/// over.
class CheckpointStore
{
public:
    static constexpr int versionsAtMost = 20;
    static constexpr qint64 bytesAtMost = qint64(1) << 30;

    struct Version
    {
        QString path; ///< of the document; must exist
        QDateTime savedAt;
        QList<ByteSlice> pieces; ///< the text
        CheckpointHead head;
    };

    /// `limit` is the size of all checkpoints together. Errors: those of the state directory,
    /// DiskFull, WriteFailed.
    [[nodiscard]] static Result<void> add(const Version &version, qint64 limit = bytesAtMost);
    [[nodiscard]] static CheckpointList list(const QString &path);
    /// The whole text, checked. Errors: NotFound, ReadFailed (damaged).
    [[nodiscard]] static Result<QByteArray> read(const Checkpoint &checkpoint);
};

} // namespace sessionbook
