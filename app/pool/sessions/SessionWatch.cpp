#include "SessionWatch.h"

#include "UsageRules.h"

#include "base/Logging.h"

#include <algorithm>
#include <vector>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

constexpr Steady::duration ShortestRest = 100ms;
constexpr Steady::duration LongestRest = 2s;
/// Of this many looks, one is at the sessions at rest too.
constexpr int LooksAtRest = 10;

struct KernelUse
{
    std::shared_ptr<KernelProcess> kernel;
    SandboxUsage usage;
};

std::vector<KernelUse> usesOf(PoolSession &session, qint64 maxTasks)
{
    std::vector<KernelUse> uses;
    for (auto &kernel : session.kernels()) {
        const SandboxUsage usage = kernel->usage(session.directory().device(), maxTasks);
        uses.push_back({std::move(kernel), usage});
    }
    return uses;
}

void killFor(const PoolSession &session, KernelProcess &kernel, const QString &reason)
{
    if (!kernel.killReason().isEmpty())
        return; // it is on its way
    qCWarning(lcPool).noquote().nospace()
        << "a kernel of session " << session.identifier() << " was ended because " << reason;
    kernel.killFor(reason);
}

qint64 memoryBytes(const std::vector<KernelUse> &uses)
{
    qint64 bytes = 0;
    for (const KernelUse &use : uses)
        bytes += use.usage.memoryBytes();
    return bytes;
}

/// Kills the kernel that takes most when together they take too much.
void keepMemory(const PoolSession &session, std::vector<KernelUse> &uses,
                const SandboxLimits &limits)
{
    if (memoryExcess(memoryBytes(uses), limits).isEmpty())
        return;
    for (KernelUse &use : uses)
        use.usage = use.kernel->exactUsage(use.usage);
    const QString reason = memoryExcess(memoryBytes(uses), limits);
    if (reason.isEmpty())
        return;
    const auto largest = std::ranges::max_element(
        uses, {}, [](const KernelUse &use) { return use.usage.memoryBytes(); });
    killFor(session, *largest->kernel, reason);
}

} // namespace

SessionWatch::SessionWatch(SessionRegistry &registry, const SandboxLimits &limits)
    : m_registry(registry)
    , m_limits(limits)
    , m_thread([this] { work(); })
{
}

SessionWatch::~SessionWatch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void SessionWatch::work()
{
    std::unique_lock lock(m_mutex);
    Steady::duration rest = ShortestRest;
    for (int look = 0; !m_wake.wait_for(lock, rest, [this] { return m_stopping; }); ++look) {
        lock.unlock();
        const auto started = Steady::now();
        lookAtAll(look % LooksAtRest == 0);
        rest = std::clamp((Steady::now() - started) * 9, ShortestRest, LongestRest);
        lock.lock();
    }
}

void SessionWatch::lookAtAll(bool alsoAtRest)
{
    QSet<QString> busy;
    for (const auto &session : m_registry.all()) {
        if (session->isBusy())
            busy.insert(session->guid());
        // Once more after the end of what it ran, too.
        if (alsoAtRest || session->isBusy() || m_busy.contains(session->guid()))
            lookAt(session);
    }
    m_busy = std::move(busy);
}

void SessionWatch::lookAt(std::shared_ptr<PoolSession> session)
{
    auto uses = usesOf(*session, m_limits.processes);
    qint64 nameless = 0;
    for (const KernelUse &use : uses) {
        nameless += use.usage.namelessDiskBytes;
        if (const QString reason = excessOf(use.usage, m_limits); !reason.isEmpty())
            killFor(*session, *use.kernel, reason);
    }
    keepMemory(*session, uses, m_limits);
    const QString reason = diskExcess(session->directory().usage(), nameless, m_limits);
    if (!reason.isEmpty())
        m_registry.endFor(std::move(session), reason);
}

} // namespace sessionbook
