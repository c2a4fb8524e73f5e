#pragma once

#include "base/FileDescriptor.h"
#include "base/Result.h"
#include "notebook/files/FileFingerprint.h"

#include <QString>

#include <optional>

namespace sessionbook {

struct FilePlace;
struct PresentFile;

/// The old text of a file that is being written in place, durable in the state directory until the
/// new text is whole on the disk. Found by every name of the file; locked by its writer, so that a
/// reader waits for a save that is under way and can tell it from one that was cut off.
class SafetyCopy
{
public:
    /// Waits for another save of the file, and copies what that one left. `next` is the fingerprint
    /// of what will be written. Errors: those of the state directory,
    /// DiskFull, WriteFailed.
    [[nodiscard]] static Result<SafetyCopy> make(const FilePlace &place, const PresentFile &present,
                                                 const FileFingerprint &next);
    /// The copy that a save left which did not end; waits for one that is under way.
    [[nodiscard]] static std::optional<SafetyCopy> find(const FilePlace &place);

    [[nodiscard]] const FileFingerprint &old() const { return m_old; }
    [[nodiscard]] const FileFingerprint &next() const { return m_next; }
    /// Whether the copy holds the whole old text: the disk may have been full while it was made.
    [[nodiscard]] bool isWhole() const;
    /// Writes the old text to `file`, durably. Returns errno or 0.
    [[nodiscard]] int restore(int file) const;
    /// Keeps what a mend finds in the file, durably beside the copy: somebody may have written it.
    /// Returns its path; nothing where that failed.
    [[nodiscard]] std::optional<QString> keepFound(const QByteArray &bytes) const;
    /// It is not needed any more.
    void remove();

private:
    FileDescriptor m_copy; ///< a head that says of what, then the text
    QString m_path;
    FileFingerprint m_old;
    FileFingerprint m_next;
};

} // namespace sessionbook
