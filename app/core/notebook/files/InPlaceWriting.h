#pragma once

#include "base/Result.h"
#include "notebook/files/FileState.h"
#include "notebook/json/ByteSlice.h"

#include <QList>
#include <QString>

namespace sessionbook {

struct FilePlace;
struct PresentFile;

/// Saves into the file that is there, where it must stay the very same file (it has several names)
/// or no new one can take its place. Before the first byte is written, the old text lies durable in
/// the state directory: a write that fails puts it back at once, one that was cut off is mended
/// when the file is opened next.
namespace InPlaceWriting {

/// ChangedOutside where the file no longer holds what is `expected`; a null state is not compared.
[[nodiscard]] Result<FileState> write(const FilePlace &place, const PresentFile &present,
                                      const QList<ByteSlice> &pieces, const FileState &expected);
/// Puts the old text back where a save of the file was cut off and left neither the old text nor
/// the new one, nor anything that somebody else made of it: a notebook, a merge of git. What was
/// found there is kept in the state directory. Waits for a save that is under way.
void mend(const QString &path);

} // namespace InPlaceWriting

} // namespace sessionbook
