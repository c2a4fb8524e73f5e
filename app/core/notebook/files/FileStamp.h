#pragma once

#include <QtGlobal>

struct stat;

namespace sessionbook {

/// What the file system says of a file without reading it. Only a shortcut: an equal and certain
/// stamp proves that the content is the same, a different one proves nothing (a `touch`, our own
/// save), and then the content decides.
struct FileStamp
{
    quint64 device = 0;
    quint64 inode = 0;
    qint64 sizeBytes = 0;
    qint64 modifiedNs = 0;
    qint64 changedNs = 0; ///< of the inode: nobody can set it back
    /// Two seconds or more passed between the last change and the stamp, on a disk of this
    /// computer. Without that the clock of the file system may not have ticked since, and a change
    /// that comes right after would leave the same stamp (git calls such a file racy).
    bool isCertain = false;

    [[nodiscard]] static FileStamp of(const struct stat &status, qint64 nowNs, bool isLocal);
    /// Of an open file, now. Not certain and all zero where the system does not tell.
    [[nodiscard]] static FileStamp of(int descriptor);

    /// Whether a file with the stamp `later` certainly holds what it held when this one was taken.
    [[nodiscard]] bool provesSame(const FileStamp &later) const;
    /// Device and inode: the very same file, whatever its names.
    [[nodiscard]] bool isSameFile(const FileStamp &other) const;
};

} // namespace sessionbook
