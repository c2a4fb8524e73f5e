#pragma once

#include "rebuild/SessionRecord.h"

namespace sessionbook {

/// Whether a file that was sent can be sent again as it was. A value.
struct SentFileCheck
{
    enum class Finding {
        Same,
        Changed, ///< it holds something else now, or changed already while it was sent
        Gone,
        Unreadable
    };

    SentFile file;
    Finding finding = Finding::Same;
    FileFingerprint present = {}; ///< of what it holds now; null where it cannot be read

    /// Reads the file: blocks on the disk; thread-safe.
    [[nodiscard]] static SentFileCheck of(const SentFile &file);
    /// Null where it cannot be read. Blocks on the disk; thread-safe.
    [[nodiscard]] static FileFingerprint fingerprintOf(const QString &path);

    bool operator==(const SentFileCheck &) const = default;
};

} // namespace sessionbook
