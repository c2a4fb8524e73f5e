#pragma once

#include "SessionCgroup.h"

#include <atomic>
#include <memory>

namespace sessionbook {

/// The control group of one pool, which those of its sessions lie in; removed when destroyed, after
/// all of them.
///
/// It lies where the pool's own group is or above it, wherever the user may make groups with
/// limits: root almost anywhere, others in what systemd delegated to them. It is locked while the
/// pool lives, so that the next pool can remove what one that was killed left behind. makeSession()
/// may be called from any thread.
class CgroupTree
{
public:
    /// The error says why the kernel keeps no limits for this user on this machine.
    [[nodiscard]] static Result<std::unique_ptr<CgroupTree>> create();
    /// The same in this very directory of a cgroup v2 hierarchy.
    [[nodiscard]] static Result<std::unique_ptr<CgroupTree>> createIn(const QString &directory);
    ~CgroupTree();
    CgroupTree(const CgroupTree &) = delete;
    CgroupTree &operator=(const CgroupTree &) = delete;

    [[nodiscard]] Result<std::shared_ptr<SessionCgroup>> makeSession(const CgroupLimits &limits);
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    [[nodiscard]] static Result<std::unique_ptr<CgroupTree>> make(const QString &directory);
    CgroupTree(QString path, FileDescriptor lock);

    const QString m_path;
    FileDescriptor m_lock;
    std::atomic<quint64> m_sessionNumber = 0;
};

} // namespace sessionbook
