#pragma once

#include "notebook/files/FileFingerprint.h"
#include "notebook/files/FileStamp.h"

namespace sessionbook {

/// What a file held when we last read or wrote it, to notice that somebody else changed it.
struct FileState
{
    FileFingerprint fingerprint; ///< null: we know nothing of the file
    FileStamp stamp = {};

    [[nodiscard]] bool isNull() const { return fingerprint.isNull(); }
};

} // namespace sessionbook
