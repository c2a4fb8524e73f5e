#include "rebuild/SentFileCheck.h"

#include "base/FileDescriptor.h"
#include "notebook/files/FileContent.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>

namespace sessionbook {

FileFingerprint SentFileCheck::fingerprintOf(const QString &path)
{
    if (!QFileInfo(path).isFile()) // a pipe may never end
        return {};
    const FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    return file.isOpen() ? FileContent::fingerprintOf(file.get()) : FileFingerprint();
}

SentFileCheck SentFileCheck::of(const SentFile &file)
{
    if (!QFileInfo::exists(file.localPath))
        return {file, Finding::Gone, {}};
    const FileFingerprint present = fingerprintOf(file.localPath);
    if (present.isNull())
        return {file, Finding::Unreadable, {}};
    return {file, present == file.content ? Finding::Same : Finding::Changed, present};
}

} // namespace sessionbook
