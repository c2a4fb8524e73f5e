#include "notebook/files/FileReplacement.h"

#include "notebook/files/FileAttributes.h"
#include "notebook/files/FileContent.h"
#include "notebook/files/FilePlace.h"
#include "notebook/files/PresentFile.h"
#include "notebook/files/SystemError.h"

#include <QRandomGenerator>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sessionbook {

namespace {

using Outcome = FileReplacement::Outcome;

/// The new file until it takes the name; removes itself where it does not.
class NewFile
{
public:
    explicit NewFile(const FilePlace &place)
        : m_place(place)
    {
    }
    ~NewFile() { removeName(); }
    Q_DISABLE_COPY_MOVE(NewFile)

    /// Returns errno or 0.
    int create(mode_t mode)
    {
        m_file = FileDescriptor(
            ::openat(m_place.directory.get(), ".", O_TMPFILE | O_RDWR | O_CLOEXEC, mode));
        if (m_file.isOpen())
            return 0;
        // Not every file system has files without a name.
        if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT && errno != EINVAL)
            return errno;
        giveName();
        m_file = FileDescriptor(::openat(m_place.directory.get(), m_name.constData(),
                                         O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
        if (m_file.isOpen())
            return 0;
        m_name.clear();
        return errno;
    }
    [[nodiscard]] int descriptor() const { return m_file.get(); }

    /// Returns errno or 0.
    int takePlace()
    {
        if (const int error = link())
            return error;
        const int directory = m_place.directory.get();
        if (::renameat(directory, m_name.constData(), directory, m_place.name.constData()) != 0)
            return errno;
        m_name.clear();
        return 0;
    }

private:
    void giveName()
    {
        m_name = ".sessionbook-" + QByteArray::number(QRandomGenerator::system()->generate64(), 16)
            + ".tmp";
    }
    void removeName()
    {
        if (!m_name.isEmpty())
            ::unlinkat(m_place.directory.get(), m_name.constData(), 0);
    }
    /// A file without a name can be given one, but not one that is taken.
    int link()
    {
        if (!m_name.isEmpty())
            return 0;
        giveName();
        const QByteArray self = "/proc/self/fd/" + QByteArray::number(m_file.get());
        if (::linkat(AT_FDCWD, self.constData(), m_place.directory.get(), m_name.constData(),
                     AT_SYMLINK_FOLLOW)
            == 0)
            return 0;
        m_name.clear();
        return errno;
    }

    const FilePlace &m_place;
    FileDescriptor m_file;
    QByteArray m_name; ///< empty: it has none (any more)
};

bool forbids(int error)
{
    return error == EACCES || error == EPERM || error == EROFS || error == EBUSY
        || error == ETXTBSY;
}

Outcome failure(const FilePlace &place, const char *attempt, int error)
{
    return {{}, SystemError::writing(place.path, attempt, error)};
}

/// Some file systems have nothing to sync of a directory, and one that may not be read cannot be
/// synced by us.
bool isOfNoWeight(int error)
{
    return error == EINVAL || error == EBADF || error == EROFS;
}

/// It was touched while the new file was written: perhaps nothing but that.
bool holdsStill(const FilePlace &place, const FileState &expected)
{
    const auto now = PresentFile::open(place);
    return now && (!now->exists() || now->holds(expected));
}

} // namespace

Outcome FileReplacement::write(const FilePlace &place, const PresentFile &present,
                               const QList<ByteSlice> &pieces, const FileState &expected)
{
    const bool exists = present.exists();
    NewFile next(place);
    // What takes the place of a file belongs to nobody else before it has that file's mode.
    if (const int error = next.create(exists ? 0600 : 0666))
        return exists && forbids(error) ? Outcome() : failure(place, "create", error);
    if (exists
        && !FileAttributes::copy(present.descriptor.get(), present.status, next.descriptor()))
        return {};
    const auto written = FileContent::write(next.descriptor(), pieces);
    if (written.error)
        return failure(place, "write", written.error);
    if (::fsync(next.descriptor()) != 0)
        return failure(place, "sync", errno);
    if (!expected.isNull() && !present.isStillAt(place) && !holdsStill(place, expected))
        return {{},
                Error{ErrorKind::ChangedOutside,
                      QStringLiteral("the file changed while it was saved"), place.path}};
    if (const int error = next.takePlace())
        return exists && forbids(error) ? Outcome() : failure(place, "rename", error);
    if (::fsync(place.directory.get()) != 0 && !isOfNoWeight(errno))
        return failure(place, "sync the directory", errno);
    return {FileState{written.fingerprint, FileStamp::of(next.descriptor())}, {}};
}

} // namespace sessionbook
