#include "notebook/files/FileAttributes.h"

#include <QByteArray>
#include <QList>

#include <cerrno>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace sessionbook {

namespace {

/// Empty also where the file system knows no attributes.
QList<QByteArray> namesOf(int file)
{
    QByteArray names(XATTR_LIST_MAX, Qt::Uninitialized);
    const ssize_t size = ::flistxattr(file, names.data(), static_cast<size_t>(names.size()));
    QList<QByteArray> found;
    if (size > 0)
        found = names.first(size - 1).split('\0');
    // These are sums over the content or the file itself, and the kernel makes them anew.
    found.removeIf(
        [](const QByteArray &name) { return name == "security.ima" || name == "security.evm"; });
    return found;
}

QByteArray valueOf(int file, const QByteArray &name, bool &isKnown)
{
    QByteArray value(XATTR_SIZE_MAX, Qt::Uninitialized);
    const ssize_t size
        = ::fgetxattr(file, name.constData(), value.data(), static_cast<size_t>(value.size()));
    isKnown = size >= 0;
    return isKnown ? value.first(size) : QByteArray();
}

bool copyOne(int from, int to, const QByteArray &name)
{
    bool isKnown = false;
    const QByteArray wanted = valueOf(from, name, isKnown);
    if (!isKnown)
        return false;
    bool isThere = false;
    // A label that the new file has already needs no right to be set.
    if (valueOf(to, name, isThere) == wanted && isThere)
        return true;
    return ::fsetxattr(to, name.constData(), wanted.constData(), static_cast<size_t>(wanted.size()),
                       0)
        == 0;
}

/// What a new file has of its directory and the old one has not, such as an access list.
bool removeOthers(const QList<QByteArray> &wanted, int to)
{
    for (const QByteArray &name : namesOf(to)) {
        const bool isForeign = !wanted.contains(name) && !name.startsWith("security.");
        if (isForeign && ::fremovexattr(to, name.constData()) != 0)
            return false;
    }
    return true;
}

bool copyOwner(const struct stat &wanted, int to)
{
    struct stat status = {};
    if (::fstat(to, &status) != 0)
        return false;
    if (status.st_uid == wanted.st_uid && status.st_gid == wanted.st_gid)
        return true;
    return ::fchown(to, wanted.st_uid, wanted.st_gid) == 0;
}

} // namespace

bool FileAttributes::copy(int from, const struct stat &status, int to)
{
    const QList<QByteArray> names = namesOf(from);
    if (!copyOwner(status, to) || !removeOthers(names, to))
        return false;
    // After the owner, as a change of owner takes bits of the mode; before the access list, which
    // says the same and more.
    if (::fchmod(to, status.st_mode & 07777) != 0)
        return false;
    for (const QByteArray &name : names) {
        if (!copyOne(from, to, name))
            return false;
    }
    return true;
}

} // namespace sessionbook
