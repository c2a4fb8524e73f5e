#include "KernelKeeper.h"

#include "pool/files/RemoveTree.h"

#include "base/Logging.h"

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

constexpr auto QuietBeforeRefill = 400ms;
/// As many kernels are a crowd.
constexpr int Crowd = 8;
/// Beside those that a kernel may have stand two of bubblewrap's and, with a network, two of
/// slirp4netns'.
constexpr qint64 TasksOfSandbox = 4;
constexpr qint64 KernelsOfSession = 3;

DiskQuota quotaOf(const SandboxLimits &limits)
{
    return {.bytes = limits.dataBytes,
            .entries = limits.dataEntries,
            .reserveBytes = limits.diskReserveBytes};
}

CgroupLimits cgroupLimitsOf(const SandboxLimits &limits)
{
    return {.memoryBytes = limits.memoryBytes,
            .tasks = KernelsOfSession * (limits.processes + TasksOfSandbox)};
}

} // namespace

KernelKeeper::KernelKeeper(const WorkerSandbox &sandbox, QString sessionsPath, CgroupTree *cgroups,
                           int ready, KernelKind first)
    : m_sandbox(sandbox)
    , m_sessionsPath(std::move(sessionsPath))
    , m_cgroups(cgroups)
    , m_ready(ready)
    , m_first(first)
    , m_refillAt(Steady::now())
    , m_thread([this] { work(); })
{
}

KernelKeeper::~KernelKeeper()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

Result<PreparedSession> KernelKeeper::claim()
{
    std::unique_lock lock(m_mutex);
    m_refillAt = Steady::now() + QuietBeforeRefill;
    if (!m_prepared.empty()) {
        PreparedSession session = std::move(m_prepared.front());
        m_prepared.pop_front();
        m_wake.notify_all();
        return session;
    }
    std::optional<Result<PreparedSession>> made;
    std::packaged_task<void()> task([this, &made] { made.emplace(prepare()); });
    auto finished = task.get_future();
    m_tasks.push_back(std::move(task));
    m_wake.notify_all();
    lock.unlock();
    finished.wait();
    return made ? std::move(*made)
                : Result<PreparedSession>(Error{ErrorKind::Cancelled, u"the pool ends"_s});
}

Result<std::shared_ptr<KernelProcess>> KernelKeeper::launch(const KernelPlace &place,
                                                            KernelKind kind)
{
    std::optional<Kernel> made;
    std::packaged_task<void()> task([&] { made.emplace(start(place, kind)); });
    auto finished = task.get_future();
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return Error{ErrorKind::Cancelled, u"the pool ends"_s};
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_all();
    finished.wait();
    return made ? std::move(*made) : Kernel(Error{ErrorKind::Cancelled, u"the pool ends"_s});
}

void KernelKeeper::work()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        if (!m_tasks.empty()) {
            std::packaged_task<void()> task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
            lock.lock();
        } else if (int(m_prepared.size()) >= m_ready) {
            m_wake.wait(lock);
        } else if (Steady::now() < m_refillAt) {
            m_wake.wait_until(lock, m_refillAt);
        } else {
            refill(lock);
        }
    }
    m_tasks.clear(); // whoever waits for one is told by the broken promise
}

void KernelKeeper::refill(std::unique_lock<std::mutex> &lock)
{
    lock.unlock();
    auto session = prepare();
    lock.lock();
    if (session) {
        m_prepared.push_back(std::move(*session));
        return;
    }
    qCWarning(lcPool).noquote() << "cannot keep a kernel ready:" << session.error().detail;
    m_refillAt = Steady::now() + 10s;
}

Result<PreparedSession> KernelKeeper::prepare()
{
    auto directory = SessionDirectory::create(
        m_sessionsPath + u'/' + QString::number(++m_directoryNumber), quotaOf(m_sandbox.limits()));
    if (!directory)
        return directory.error();
    PreparedSession session{.kind = m_first, .directory = {}, .place = {}, .kernel = {}};
    session.directory = std::make_shared<SessionDirectory>(std::move(*directory));
    auto cgroup = makeCgroup();
    if (!cgroup)
        return cgroup.error();
    session.place = {session.directory->dataPath(), std::move(*cgroup)};
    auto kernel = start(session.place, m_first);
    if (!kernel)
        return kernel.error();
    session.kernel = std::move(*kernel);
    return session;
}

Result<std::shared_ptr<SessionCgroup>> KernelKeeper::makeCgroup()
{
    if (m_cgroups == nullptr)
        return std::shared_ptr<SessionCgroup>();
    return m_cgroups->makeSession(cgroupLimitsOf(m_sandbox.limits()));
}

KernelKeeper::Kernel KernelKeeper::start(const KernelPlace &place, KernelKind kind)
{
    const bool preloads = kind == KernelKind::Synchronous && *m_alive < Crowd;
    auto kernel = KernelProcess::start(m_sandbox, place, {kind, preloads});
    if (!kernel)
        return kernel.error();
    ++*m_alive;
    return std::shared_ptr<KernelProcess>(kernel->release(),
                                          [alive = m_alive](KernelProcess *process) {
                                              delete process;
                                              --*alive;
                                          });
}

} // namespace sessionbook
