#pragma once

#include "SessionRegistry.h"
#include "pool/sandbox/WorkerSandbox.h"

#include <QSet>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace sessionbook {

/// Looks again and again at what the sessions use, and ends what goes beyond the limits that the
/// kernel does not keep by itself.
///
/// A kernel with too many processes or too much memory is killed; the session's files stay. A
/// session whose files take too much of the disk is ended with them. Looks ten times a second at
/// sessions that run something and once a second at the others, but spends at most a tenth of one
/// processor on that. Has a thread of its own, from the constructor to the destructor.
class SessionWatch
{
public:
    SessionWatch(SessionRegistry &registry, const SandboxLimits &limits);
    ~SessionWatch();
    SessionWatch(const SessionWatch &) = delete;
    SessionWatch &operator=(const SessionWatch &) = delete;

private:
    void work();
    void lookAtAll(bool alsoAtRest);
    void lookAt(std::shared_ptr<PoolSession> session);

    SessionRegistry &m_registry;
    const SandboxLimits m_limits;
    QSet<QString> m_busy; ///< the sessions that ran something when last looked at
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace sessionbook
