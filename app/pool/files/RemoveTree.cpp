#include "RemoveTree.h"

#include "base/FileDescriptor.h"

#include <QByteArrayList>
#include <QFileInfo>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

namespace sessionbook {

namespace {

constexpr int DirectoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
/// Deeper directories are moved up instead of being descended into, so that descriptors and stack
/// stay few.
constexpr int MaxDepth = 100;

/// One removal: `top` is where directories that lie too deep are moved to.
struct Removal
{
    int top = -1;
    int moved = 0;

    void removeEntry(int parent, const QByteArray &name, int depth);
    void removeContent(int parent, const QByteArray &name, int depth);
};

QByteArrayList entriesOf(int directory)
{
    QByteArrayList names;
    DIR *stream = fdopendir(fcntl(directory, F_DUPFD_CLOEXEC, 0));
    if (stream == nullptr)
        return names;
    rewinddir(stream);
    while (const dirent *entry = readdir(stream)) {
        const QByteArray name(entry->d_name);
        if (name != "." && name != "..")
            names.append(name);
    }
    closedir(stream);
    return names;
}

FileDescriptor openEvenIfForbidden(int parent, const QByteArray &name)
{
    FileDescriptor directory(openat(parent, name.constData(), DirectoryFlags));
    if (directory.isOpen() || errno != EACCES)
        return directory;
    // Permissions are changed through a descriptor: by its name it could have become a link to
    // something of the host's.
    const FileDescriptor handle(openat(parent, name.constData(), DirectoryFlags | O_PATH));
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(handle.get());
    if (handle.isOpen())
        chmod(path.constData(), 0700);
    return FileDescriptor(openat(parent, name.constData(), DirectoryFlags));
}

void Removal::removeEntry(int parent, const QByteArray &name, int depth)
{
    if (unlinkat(parent, name.constData(), 0) == 0 || errno != EISDIR)
        return;
    if (depth > MaxDepth) {
        const QByteArray aside = ".removing-" + QByteArray::number(++moved);
        renameat(parent, name.constData(), top, aside.constData());
        return;
    }
    removeContent(parent, name, depth);
    unlinkat(parent, name.constData(), AT_REMOVEDIR);
}

void Removal::removeContent(int parent, const QByteArray &name, int depth)
{
    FileDescriptor directory = openEvenIfForbidden(parent, name);
    if (!directory.isOpen())
        return;
    fchmod(directory.get(), 0700);
    if (top < 0)
        top = directory.get();
    for (const QByteArray &entry : entriesOf(directory.get()))
        removeEntry(directory.get(), entry, depth + 1);
    // What was moved up meanwhile, once the levels above it are done.
    for (int pass = 0; top == directory.get() && pass < 10000; ++pass) {
        const QByteArrayList left = entriesOf(directory.get());
        if (left.isEmpty())
            break;
        for (const QByteArray &entry : left)
            removeEntry(directory.get(), entry, depth + 1);
    }
}

} // namespace

Result<void> removeTree(int parent, const QByteArray &name)
{
    Removal removal;
    removal.removeContent(parent, name, 0);
    if (unlinkat(parent, name.constData(), AT_REMOVEDIR) == 0 || errno == ENOENT)
        return {};
    return Error{ErrorKind::WriteFailed, QString::fromLocal8Bit(strerror(errno)),
                 QString::fromUtf8(name)};
}

Result<void> removeTree(const QString &path)
{
    const QFileInfo info(path);
    const FileDescriptor parent(
        open(info.path().toLocal8Bit().constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!parent.isOpen())
        return {};
    return removeTree(parent.get(), info.fileName().toLocal8Bit());
}

} // namespace sessionbook
