#pragma once

#include "base/FileDescriptor.h"
#include "base/Result.h"

#include <QString>

#include <memory>

namespace sessionbook {

/// What the processes of one session may take together, kept by the kernel.
struct CgroupLimits
{
    qint64 memoryBytes = 0; ///< swap none
    qint64 tasks = 0; ///< processes and threads
};

/// The control group (cgroup v2) of one session: whatever its processes start is in it too, and
/// nothing leaves it.
///
/// Destroying it kills what is still in it and removes it. Usable from any thread.
class SessionCgroup
{
public:
    /// Makes the group `path`, whose parent has the controllers memory and pids enabled.
    [[nodiscard]] static Result<std::unique_ptr<SessionCgroup>> create(const QString &path,
                                                                       const CgroupLimits &limits);
    ~SessionCgroup();
    SessionCgroup(const SessionCgroup &) = delete;
    SessionCgroup &operator=(const SessionCgroup &) = delete;

    /// A process that writes "0" there is in the group from then on.
    [[nodiscard]] int entrance() const { return m_entrance.get(); }
    /// How many of its processes the kernel has killed because the group ran out of memory.
    [[nodiscard]] qint64 outOfMemoryKills() const;

private:
    SessionCgroup(QString path, FileDescriptor entrance);

    const QString m_path;
    FileDescriptor m_entrance;
};

/// Writes to a file of a control group; false with errno set when the kernel refuses.
[[nodiscard]] bool writeCgroupFile(const QString &path, const QByteArray &value);
/// What such a file says; empty when it cannot be read.
[[nodiscard]] QByteArray readCgroupFile(const QString &path);

} // namespace sessionbook
