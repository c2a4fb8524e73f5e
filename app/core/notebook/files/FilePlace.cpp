#include "notebook/files/FilePlace.h"

#include "notebook/files/SystemError.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sessionbook {

namespace {

constexpr int linksAtMost = 40; // as the kernel

/// Of a directory that may be entered but not listed only the path: it can then not be synced.
FileDescriptor openDirectory(const QByteArray &path)
{
    constexpr int flags = O_DIRECTORY | O_CLOEXEC;
    FileDescriptor directory(::open(path.constData(), O_RDONLY | flags));
    if (!directory.isOpen() && errno == EACCES)
        directory = FileDescriptor(::open(path.constData(), O_PATH | flags));
    return directory;
}

/// Empty where the name is no link, or nothing at all.
QByteArray targetOf(const FilePlace &place)
{
    QByteArray target(PATH_MAX, Qt::Uninitialized);
    const ssize_t length = ::readlinkat(place.directory.get(), place.name.constData(),
                                        target.data(), static_cast<size_t>(target.size()));
    return length > 0 ? target.first(length) : QByteArray();
}

QByteArray joined(const QByteArray &directory, const QByteArray &name)
{
    if (name.startsWith('/'))
        return name;
    return directory.endsWith('/') ? directory + name : directory + '/' + name;
}

} // namespace

Result<FilePlace> FilePlace::find(const QString &path)
{
    QByteArray whole = QFile::encodeName(QDir::current().absoluteFilePath(path));
    for (int links = 0; links <= linksAtMost; ++links) {
        const qsizetype slash = whole.lastIndexOf('/');
        FilePlace place;
        place.name = whole.sliced(slash + 1);
        if (place.name.isEmpty() || place.name == "." || place.name == "..")
            return Error{ErrorKind::IsDirectory, QStringLiteral("a directory"), path};
        const QByteArray directory = slash == 0 ? QByteArray("/") : whole.first(slash);
        place.directory = openDirectory(directory);
        if (!place.directory.isOpen())
            return SystemError::writing(path, "open the directory", errno);
        const QByteArray target = targetOf(place);
        if (target.isEmpty()) {
            place.path = QFile::decodeName(whole);
            return place;
        }
        whole = joined(directory, target);
    }
    return SystemError::writing(path, "follow the link", ELOOP);
}

} // namespace sessionbook
