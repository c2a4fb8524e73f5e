#pragma once

#include <QString>

#include <optional>

namespace sessionbook {

/// What went wrong, as a kind that code can act on; core/wording turns a kind into a sentence for
/// people.
enum class ErrorKind {
    NotFound, ///< the file or directory does not exist
    IsDirectory, ///< a file was expected, a directory found
    PermissionDenied,
    DiskFull,
    ReadFailed,
    WriteFailed,
    EmptyFile,
    InvalidJson, ///< line and column say where
    NotANotebook, ///< valid JSON of another shape
    NotText, ///< not UTF-8; line and column say where
    UnsupportedFormat, ///< a notebook of a format version we cannot read
    InvalidArgument,
    TooLarge, ///< above a stated limit
    ProcessFailed, ///< a child program could not start or ended early
    Cancelled,
    ChangedOutside, ///< the file on disk is no longer the one that was read
    Internal
};

/// A failure as a value. `detail` is technical and untranslated (it may be shown below the
/// sentence); it never holds a secret.
struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    QString detail;
    QString path = {}; ///< the file concerned, where there is one
    std::optional<int> line = {}; ///< 1-based, for InvalidJson
    std::optional<int> column = {}; ///< 1-based, in characters

    bool operator==(const Error &) const = default;
};

} // namespace sessionbook
