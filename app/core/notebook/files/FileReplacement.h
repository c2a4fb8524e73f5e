#pragma once

#include "base/Result.h"
#include "notebook/files/FileState.h"
#include "notebook/json/ByteSlice.h"

#include <QList>

#include <optional>

namespace sessionbook {

struct FilePlace;
struct PresentFile;

/// Saves by writing a new file beside the old one and giving it the name: at every moment, a power
/// cut included, the name means the whole old text or the whole new one. The new file has the old
/// one's owner, mode, access lists and extended attributes.
///
/// It has no name until it is complete, where the file system can do so, so that not even a killed
/// program leaves anything behind.
namespace FileReplacement {

struct Outcome
{
    std::optional<FileState> saved;
    std::optional<Error> error;
    /// Neither saved nor failed: no new file may take the place of this one (the directory may not
    /// be written, the owner cannot be kept, the name is a mount), which may be written itself.
    [[nodiscard]] bool isForbidden() const { return !saved && !error; }
};

/// What no longer holds what is `expected` at the end is not replaced: ChangedOutside. A null state
/// is not compared.
[[nodiscard]] Outcome write(const FilePlace &place, const PresentFile &present,
                            const QList<ByteSlice> &pieces, const FileState &expected);

} // namespace FileReplacement

} // namespace sessionbook
