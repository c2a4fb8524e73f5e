#pragma once

struct stat;

namespace sessionbook {

/// What a file has beside its content: owner, group, mode, access lists, extended attributes.
namespace FileAttributes {

/// Gives them to the file `to`, which is of our own making. False where something of it may not be
/// given; `status` is that of `from`.
[[nodiscard]] bool copy(int from, const struct stat &status, int to);

} // namespace FileAttributes

} // namespace sessionbook
