#pragma once

#include "base/FileDescriptor.h"
#include "base/Result.h"

#include <QByteArray>
#include <QString>

namespace sessionbook {

/// Where a file really is: an open directory, and a name in it that was no symbolic link when it
/// was looked for. What is done by the descriptor stays in that directory, whatever becomes of the
/// path.
struct FilePlace
{
    FileDescriptor directory;
    QByteArray name;
    QString path; ///< of the file itself, behind all links to it

    /// Follows links to files, also to one that does not exist yet. Errors: IsDirectory,
    /// PermissionDenied, WriteFailed (the directory is missing, links without end).
    [[nodiscard]] static Result<FilePlace> find(const QString &path);
};

} // namespace sessionbook
