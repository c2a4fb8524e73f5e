#include "WatchedDisk.h"

#include <array>
#include <atomic>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sessionbook {

namespace {

std::atomic<WatchedDisk *> watching = nullptr;

QByteArray nameOf(int descriptor)
{
    std::array<char, 4096> name{};
    const QByteArray link = "/proc/self/fd/" + QByteArray::number(descriptor);
    const ssize_t size = ::readlink(link.constData(), name.data(), name.size());
    return size < 0 ? QByteArray() : QByteArray(name.data(), size);
}

} // namespace

WatchedDisk::WatchedDisk()
{
    watching = this;
}

/// Nobody may be flushing any more.
WatchedDisk::~WatchedDisk()
{
    watching = nullptr;
    release();
}

void WatchedDisk::holdUnpublished()
{
    const std::scoped_lock lock(m_mutex);
    m_mayHold = true;
}

void WatchedDisk::release()
{
    const std::scoped_lock lock(m_mutex);
    m_mayHold = false;
    m_isHolding = false;
    m_changed.notify_all();
}

bool WatchedDisk::isHolding()
{
    const std::scoped_lock lock(m_mutex);
    return m_isHolding;
}

QList<QByteArray> WatchedDisk::unsafeReplacements()
{
    const std::scoped_lock lock(m_mutex);
    return m_unsafe;
}

int WatchedDisk::flush(int descriptor)
{
    WatchedDisk *const disk = watching;
    if (disk)
        disk->flushing(descriptor);
    const int result = static_cast<int>(::syscall(SYS_fdatasync, descriptor));
    if (disk && result == 0)
        disk->flushed(descriptor);
    return result;
}

int WatchedDisk::rename(const char *from, const char *to)
{
    if (WatchedDisk *const disk = watching)
        disk->renaming(from, to);
    return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

void WatchedDisk::flushing(int descriptor)
{
    std::unique_lock lock(m_mutex);
    if (!m_mayHold || !nameOf(descriptor).endsWith(".journal-new"))
        return;
    m_mayHold = false;
    m_isHolding = true;
    m_changed.wait(lock, [this] { return !m_isHolding; });
}

void WatchedDisk::flushed(int descriptor)
{
    struct stat status = {};
    const std::scoped_lock lock(m_mutex);
    if (::fstat(descriptor, &status) == 0)
        m_flushed.insert(status.st_ino);
}

void WatchedDisk::renaming(const char *from, const char *to)
{
    struct stat file = {};
    struct stat replaced = {};
    const std::scoped_lock lock(m_mutex);
    if (QByteArray(to).endsWith(".journal") && ::stat(from, &file) == 0
        && ::stat(to, &replaced) == 0 && !m_flushed.contains(file.st_ino))
        m_unsafe += to;
}

} // namespace sessionbook

extern "C" int fdatasync(int descriptor)
{
    return sessionbook::WatchedDisk::flush(descriptor);
}

extern "C" int rename(const char *from, const char *to) noexcept
{
    return sessionbook::WatchedDisk::rename(from, to);
}
