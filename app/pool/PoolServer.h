#pragma once

#include "pool/kernel/KernelKeeper.h"
#include "pool/files/PoolDirectory.h"
#include "PoolOptions.h"
#include "pool/door/PoolDoor.h"
#include "pool/faults/FaultInjector.h"
#include "pool/routes/PoolRoutes.h"
#include "pool/sessions/SessionRegistry.h"
#include "pool/sessions/SessionWatch.h"
#include "pool/sandbox/WorkerSandbox.h"
#include "pool/tls/LocalCertificates.h"
#include "pool/tls/TlsContext.h"

#include "base/Clock.h"

#include <memory>

namespace sessionbook {

/// The whole pool: its directory, its kernels, its sessions and the HTTP server.
///
/// Lives in the main thread; requests are served by threads of its own. start() once. stop() ends
/// every kernel and removes every directory; requests under way may still be blocked then, so that
/// the process is to exit without destroying it.
class PoolServer
{
public:
    explicit PoolServer(PoolOptions options);
    ~PoolServer();

    /// Listens when this returns without an error; kernels may still be starting.
    [[nodiscard]] Result<void> start();
    /// Where programs of this computer reach the pool.
    [[nodiscard]] QString endpoint() const;
    /// The authority that clients must trust; null where we made none.
    [[nodiscard]] const LocalCertificates *certificates() const { return m_certificates.get(); }
    /// To be called now and then: ends sessions whose time is over.
    void tidy();
    void stop();

private:
    [[nodiscard]] Result<void> prepareSandbox();
    void prepareCgroups();
    [[nodiscard]] Result<void> prepareFaults();
    [[nodiscard]] Result<void> prepareTls();
    [[nodiscard]] Result<void> listen();
    [[nodiscard]] std::unique_ptr<Wire> wireOf(FileDescriptor socket) const;

    PoolOptions m_options;
    SystemClock m_clock;
    std::unique_ptr<PoolDirectory> m_directory;
    std::unique_ptr<WorkerSandbox> m_sandbox;
    std::unique_ptr<CgroupTree> m_cgroups; ///< null where the user may make none
    std::unique_ptr<KernelKeeper> m_keeper;
    std::unique_ptr<SessionRegistry> m_registry;
    std::unique_ptr<SessionWatch> m_watch;
    BackgroundExecutions m_background;
    std::unique_ptr<PoolRoutes> m_routes;
    std::unique_ptr<SessionFaults> m_sessionFaults;
    std::unique_ptr<FaultInjector> m_faults; ///< before the routes; only with --faults
    std::unique_ptr<LocalCertificates> m_certificates; ///< only with --tls auto
    std::unique_ptr<TlsContext> m_tls; ///< only with --tls
    std::unique_ptr<PoolDoor> m_door;
};

} // namespace sessionbook
