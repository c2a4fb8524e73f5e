#pragma once

#include <QByteArray>
#include <QList>

#include <condition_variable>
#include <mutex>
#include <set>

#include <sys/types.h>

namespace sessionbook {

/// While it lives, it stands between the program and the disk: sees which journals take the place
/// of another one without being on the disk before, and holds flushes back. There is one at a time.
/// A program that links it has its fdatasync() and rename() instead of the C library's.
class WatchedDisk
{
public:
    WatchedDisk();
    ~WatchedDisk();
    WatchedDisk(const WatchedDisk &) = delete;
    WatchedDisk &operator=(const WatchedDisk &) = delete;

    /// The next flush of a file that has no journal's name yet waits for release().
    void holdUnpublished();
    void release();
    [[nodiscard]] bool isHolding();
    /// Names that files took from others without having been flushed.
    [[nodiscard]] QList<QByteArray> unsafeReplacements();

    static int flush(int descriptor);
    static int rename(const char *from, const char *to);

private:
    void flushing(int descriptor);
    void flushed(int descriptor);
    void renaming(const char *from, const char *to);

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::set<ino_t> m_flushed;
    QList<QByteArray> m_unsafe;
    bool m_mayHold = false;
    bool m_isHolding = false;
};

} // namespace sessionbook
