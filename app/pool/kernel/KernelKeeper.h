#pragma once

#include "KernelPlace.h"
#include "KernelProcess.h"
#include "pool/files/SessionDirectory.h"
#include "pool/sandbox/CgroupTree.h"
#include "pool/sandbox/WorkerSandbox.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

namespace sessionbook {

/// A kernel with the directory it sees: all a new session needs. The kernel may still be starting.
struct PreparedSession
{
    KernelKind kind = KernelKind::Synchronous; ///< of the kernel
    std::shared_ptr<SessionDirectory> directory;
    KernelPlace place; ///< that of this kernel, and of those to come
    std::shared_ptr<KernelProcess> kernel;
};

/// Starts every kernel of the pool, from one thread that lives as long as they do, and keeps some
/// of the kind that sessions begin with ready ahead of need.
///
/// Refilling waits until the pool has been quiet for a moment, so that it does not take the
/// processor from the cell the last kernel was claimed for. What stands ready imports the heavy
/// libraries meanwhile, but not in a crowd: 25 MB and a second of the processor for each of many
/// sessions, for libraries that they may not need. claim() and launch() may be called from any
/// thread.
class KernelKeeper
{
public:
    /// `sessionsPath` is where the sessions' directories are made, `cgroups` their control groups
    /// unless it is null, `first` what they begin with.
    KernelKeeper(const WorkerSandbox &sandbox, QString sessionsPath, CgroupTree *cgroups, int ready,
                 KernelKind first);
    ~KernelKeeper();

    [[nodiscard]] Result<PreparedSession> claim();
    [[nodiscard]] Result<std::shared_ptr<KernelProcess>> launch(const KernelPlace &place,
                                                                KernelKind kind);

private:
    using Kernel = Result<std::shared_ptr<KernelProcess>>;
    void work();
    void refill(std::unique_lock<std::mutex> &lock);
    [[nodiscard]] Result<PreparedSession> prepare();
    [[nodiscard]] Result<std::shared_ptr<SessionCgroup>> makeCgroup();
    [[nodiscard]] Kernel start(const KernelPlace &place, KernelKind kind);

    const WorkerSandbox &m_sandbox;
    QString m_sessionsPath;
    CgroupTree *m_cgroups;
    int m_ready;
    const KernelKind m_first;
    quint64 m_directoryNumber = 0;

    /// Of kernels alive. Those that are claimed may outlive the keeper.
    std::shared_ptr<std::atomic<int>> m_alive = std::make_shared<std::atomic<int>>(0);
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::packaged_task<void()>> m_tasks;
    std::deque<PreparedSession> m_prepared;
    std::chrono::steady_clock::time_point m_refillAt;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace sessionbook
