#pragma once

#include "notebook/files/FileFingerprint.h"
#include "notebook/recovery/CellDifference.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace sessionbook {

/// A saved version of a document that is kept in the state directory.
struct Checkpoint
{
    QDateTime savedAt; ///< UTC
    FileFingerprint fingerprint; ///< of the whole text, with its size
    qint64 storedBytes = 0; ///< compressed
    /// Since the version before, as far as it was noted; texts and counts for a list.
    CellDifferences differences;
    bool isFirst = false; ///< the version before is not known
    QString file;
};

struct CheckpointList
{
    QList<Checkpoint> checkpoints; ///< newest first
    int damaged = 0; ///< files that could not be read and were passed over
};

} // namespace sessionbook
