#pragma once

#include "base/Error.h"

#include <QString>

namespace sessionbook {

/// What the system's error numbers mean to people.
namespace SystemError {

/// The kind for a failure to write or to make something: PermissionDenied, DiskFull,
/// IsDirectory or WriteFailed.
[[nodiscard]] ErrorKind writeKind(int number);
/// PermissionDenied, NotFound, IsDirectory or ReadFailed.
[[nodiscard]] ErrorKind readKind(int number);
/// An error about `path`: what was tried ("open", "rename") and the system's own words.
[[nodiscard]] Error writing(const QString &path, const char *attempt, int number);
[[nodiscard]] Error reading(const QString &path, const char *attempt, int number);

} // namespace SystemError

} // namespace sessionbook
