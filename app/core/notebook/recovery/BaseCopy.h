#pragma once

#include "base/Result.h"
#include "notebook/files/FileFingerprint.h"
#include "notebook/json/ByteSlice.h"

#include <QString>

namespace sessionbook {

/// A copy of the file that a journal's changes are told against, for the case that somebody changes
/// or removes it before the changes were recovered. Functions block on the disk; thread-safe.
namespace BaseCopy {

/// Larger files are copied only where the file system can do it without copying bytes: compressing
/// 16 MiB takes 50 ms of a worker thread each time a file that was saved is changed again.
constexpr qsizetype largestCompressed = 16 * 1024 * 1024;

/// Makes `copy` of the file at `path`, which holds what `expected` says; false where it does not,
/// or where there is no way to do so at a bearable price: the journal then does without. `content`
/// is what the file holds, where somebody has it in memory, or empty.
bool make(const QString &copy, const QString &path, const FileFingerprint &expected,
          const ByteSlice &content);
/// Error ReadFailed and others of files; ChangedOutside where it is not a copy of what `expected`
/// says.
[[nodiscard]] Result<QByteArray> read(const QString &copy, const FileFingerprint &expected);

} // namespace BaseCopy

} // namespace sessionbook
