#pragma once

#include "base/FileDescriptor.h"
#include "base/Result.h"
#include "notebook/files/FileState.h"

#include <sys/stat.h>

namespace sessionbook {

struct FilePlace;

/// The file that a save is about to replace, open for reading, or that there is none yet.
struct PresentFile
{
    FileDescriptor descriptor; ///< not open: there is no file
    struct stat status = {};

    /// Errors: IsDirectory, PermissionDenied (also where it may not be written), WriteFailed (no
    /// regular file).
    [[nodiscard]] static Result<PresentFile> open(const FilePlace &place);

    [[nodiscard]] bool exists() const { return descriptor.isOpen(); }
    [[nodiscard]] bool hasOtherNames() const { return status.st_nlink > 1; }
    /// Whether it holds what was known of it; reads it only where the stamp does not prove that.
    [[nodiscard]] bool holds(const FileState &known) const;
    /// Whether the name still means this file, and nobody wrote to it since it was opened.
    [[nodiscard]] bool isStillAt(const FilePlace &place) const;
};

} // namespace sessionbook
