#include "DiskUsage.h"

#include "pool/process/DirectoryStream.h"

#include <QByteArray>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace sessionbook {

namespace {

constexpr int DirectoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr qint64 BlockBytes = 512;
/// Each level holds a descriptor while what is below it is measured.
constexpr int MaxDepth = 100;

/// An open directory, and the permissions that it gets back when it has been read: until then its
/// owner may read it whatever they were.
struct Opened
{
    FileDescriptor directory;
    std::optional<mode_t> modeBefore = {};
};

/// `handle` may be open for its path only.
Opened openForced(const FileDescriptor &handle)
{
    struct stat status
    {
    };
    if (!handle.isOpen() || fstat(handle.get(), &status) != 0)
        return {};
    // By a name it could have become a link to something of the host's meanwhile.
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(handle.get());
    chmod(path.constData(), 0700);
    return {FileDescriptor(open(path.constData(), DirectoryFlags & ~O_NOFOLLOW)),
            status.st_mode & 07777};
}

Opened openDirectory(int parent, const char *name)
{
    FileDescriptor directory(openat(parent, name, DirectoryFlags));
    // Without the right to search a directory, its names can be read but not what they stand for.
    if (directory.isOpen() && faccessat(directory.get(), ".", X_OK, AT_EACCESS) == 0)
        return {std::move(directory)};
    if (!directory.isOpen() && errno != EACCES)
        return {};
    return openForced(FileDescriptor(openat(parent, name, DirectoryFlags | O_PATH)));
}

/// The same directory once more, because reading moves a position that copies would share.
Opened openAgain(int directory)
{
    Opened again = openDirectory(directory, ".");
    if (again.directory.isOpen() || errno != EACCES)
        return again;
    return openForced(FileDescriptor(fcntl(directory, F_DUPFD_CLOEXEC, 0)));
}

class Measurement
{
public:
    Measurement(dev_t device, qint64 maxEntries)
        : m_device(device)
        , m_maxEntries(maxEntries)
    {
    }

    void addContent(Opened opened, int depth)
    {
        DirectoryStream stream(std::move(opened.directory));
        const char *name = nullptr;
        while (m_usage.entries <= m_maxEntries && (name = stream.next()) != nullptr) {
            ++m_usage.entries;
            addEntry(stream.descriptor(), name, depth);
        }
        if (opened.modeBefore)
            fchmod(stream.descriptor(), *opened.modeBefore);
    }
    [[nodiscard]] DiskUsage usage() const
    {
        DiskUsage usage = m_usage;
        usage.isComplete = usage.isComplete && usage.entries <= m_maxEntries;
        return usage;
    }

private:
    void addEntry(int parent, const char *name, int depth)
    {
        struct stat status
        {
        };
        if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || status.st_dev != m_device)
            return; // gone meanwhile
        if (!S_ISDIR(status.st_mode)) {
            // A file with several names lies under all of them here.
            m_usage.bytes
                += status.st_blocks * BlockBytes / qint64(std::max<nlink_t>(1, status.st_nlink));
            return;
        }
        m_usage.bytes += status.st_blocks * BlockBytes;
        if (depth >= MaxDepth)
            m_usage.isComplete = false;
        else
            addDirectory(openDirectory(parent, name), depth + 1);
    }

    void addDirectory(Opened opened, int depth)
    {
        // It may have gone meanwhile, or become something else. What stays closed to its owner is
        // kept so by force.
        if (opened.directory.isOpen())
            addContent(std::move(opened), depth);
        else if (errno == EACCES)
            m_usage.isComplete = false;
    }

    dev_t m_device;
    qint64 m_maxEntries;
    DiskUsage m_usage;
};

} // namespace

DiskUsage diskUsageOf(int directory, qint64 maxEntries)
{
    struct stat status
    {
    };
    Opened opened = openAgain(directory);
    if (!opened.directory.isOpen() || fstat(directory, &status) != 0)
        return {.isComplete = false};
    Measurement measurement(status.st_dev, maxEntries);
    measurement.addContent(std::move(opened), 0);
    return measurement.usage();
}

} // namespace sessionbook
