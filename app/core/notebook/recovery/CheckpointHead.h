#pragma once

#include "notebook/recovery/CellDifference.h"

#include <QByteArray>

#include <optional>

namespace sessionbook {

/// What stands before the compressed text of a checkpoint, so that a list needs no text: what
/// changed since the version before. It is a frame that zstd skips, so `zstd -d` gives the text.
struct CheckpointHead
{
    CellDifferences differences;
    bool isFirst = false;

    static constexpr qsizetype bytesAtMost = 64 * 1024;

    [[nodiscard]] QByteArray toFrame() const;
    /// From the beginning of a file; nothing where it is no head of ours.
    [[nodiscard]] static std::optional<CheckpointHead> fromFrame(const QByteArray &bytes);
};

} // namespace sessionbook
