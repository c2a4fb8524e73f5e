#include "notebook/files/FileStamp.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <array>
#include <algorithm>
#include <ctime>

namespace sessionbook {

namespace {

constexpr qint64 nsPerSecond = 1'000'000'000;
/// FAT counts in two seconds, everything else in one or less.
constexpr qint64 certainAfterNs = 2 * nsPerSecond;

qint64 toNs(const timespec &time)
{
    return time.tv_sec * nsPerSecond + time.tv_nsec;
}

qint64 nowNs()
{
    timespec now = {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return toNs(now);
}

/// Elsewhere another clock gives the times, and what was seen of the file may be a copy of old.
bool isOnThisComputer(int descriptor)
{
    // Beside those of linux/magic.h: cifs, fuse, ceph, and what virtual machines share (vboxsf).
    constexpr std::array<quint32, 10> elsewhere
        = {NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, CODA_SUPER_MAGIC, AFS_SUPER_MAGIC, V9FS_MAGIC,
           0xFE534D42,      0xFF534D42,      0x65735546,       0x00C36400,      0x786F4256};
    struct statfs system = {};
    if (::fstatfs(descriptor, &system) != 0)
        return false;
    return !std::ranges::count(elsewhere, static_cast<quint32>(system.f_type));
}

} // namespace

FileStamp FileStamp::of(const struct stat &status, qint64 nowNs, bool isLocal)
{
    FileStamp stamp;
    stamp.device = status.st_dev;
    stamp.inode = status.st_ino;
    stamp.sizeBytes = status.st_size;
    stamp.modifiedNs = toNs(status.st_mtim);
    stamp.changedNs = toNs(status.st_ctim);
    stamp.isCertain
        = isLocal && std::max(stamp.modifiedNs, stamp.changedNs) + certainAfterNs <= nowNs;
    return stamp;
}

FileStamp FileStamp::of(int descriptor)
{
    struct stat status = {};
    const qint64 now = nowNs(); // before: what happens meanwhile makes it less certain, not more
    if (::fstat(descriptor, &status) != 0)
        return {};
    return of(status, now, isOnThisComputer(descriptor));
}

bool FileStamp::provesSame(const FileStamp &later) const
{
    return isCertain && isSameFile(later) && sizeBytes == later.sizeBytes
        && modifiedNs == later.modifiedNs && changedNs == later.changedNs;
}

bool FileStamp::isSameFile(const FileStamp &other) const
{
    return inode != 0 && device == other.device && inode == other.inode;
}

} // namespace sessionbook
