#pragma once

#include "base/Result.h"
#include "notebook/merge/MergedNotebook.h"

#include <QString>

namespace sessionbook {

/// A notebook whose file holds conflict markers, as cells to choose from. A value.
struct ConflictedNotebook
{
    MergedNotebook merged;
    QString oursName; ///< as the markers name the sides; may be empty
    QString theirsName;
};

/// Reads files that a merge of git left unfinished: both sides are made whole, read and merged cell
/// by cell, three ways where the markers tell what both began with. Pure and thread-safe.
namespace ConflictReader {

/// The file is no valid JSON; whoever read it knows that. Errors: NotANotebook where there are no
/// (well-formed) markers; InvalidJson, with the line in the file, and the other errors of
/// IpynbReader where a side cannot be read, their detail naming the markers and the side.
[[nodiscard]] Result<ConflictedNotebook> read(const QByteArray &bytes);

} // namespace ConflictReader

} // namespace sessionbook
