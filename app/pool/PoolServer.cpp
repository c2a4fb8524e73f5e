#include "PoolServer.h"

#include "RegistryFaults.h"
#include "pool/door/PlainWire.h"
#include "pool/http/EntraAuthorizer.h"
#include "pool/http/TokenAuthorizer.h"
#include "pool/sandbox/EgressLink.h"
#include "pool/tls/TlsWire.h"

#include "base/Logging.h"

#include <unistd.h>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<Authorizer> makeAuthorizer(const PoolOptions &options, const Clock &clock)
{
    switch (options.doors.auth) {
    case DoorOptions::Auth::Entra:
        return std::make_unique<EntraAuthorizer>(clock);
    case DoorOptions::Auth::None:
        return std::make_unique<OpenAuthorizer>();
    case DoorOptions::Auth::Token:
        break;
    }
    return std::make_unique<TokenAuthorizer>(options.token);
}

} // namespace

PoolServer::PoolServer(PoolOptions options)
    : m_options(std::move(options))
{
}

PoolServer::~PoolServer() = default;

Result<void> PoolServer::start()
{
    if (const auto prepared = prepareTls(); !prepared)
        return prepared;
    if (const auto prepared = prepareSandbox(); !prepared)
        return prepared;
    m_keeper = std::make_unique<KernelKeeper>(
        *m_sandbox, m_directory->sessionsPath(), m_cgroups.get(), m_options.ready,
        m_options.type == PoolType::Shell ? KernelKind::Shell : KernelKind::Synchronous);
    m_registry = std::make_unique<SessionRegistry>(*m_keeper, m_clock, m_options.sessions);
    m_watch = std::make_unique<SessionWatch>(*m_registry, m_options.limits);
    RequestGuard guard(makeAuthorizer(m_options, m_clock),
                       HostRules(m_options.doors.acceptedHosts()));
    m_routes
        = std::make_unique<PoolRoutes>(*m_registry, m_background, std::move(guard), m_options.type,
                                       m_options.habits, m_options.token, m_clock.now());
    if (const auto prepared = prepareFaults(); !prepared)
        return prepared;
    return listen();
}

Result<void> PoolServer::prepareFaults()
{
    if (m_options.faultsFile.isEmpty())
        return {};
    auto script = FaultScript::read(m_options.faultsFile);
    if (!script)
        return script.error();
    m_sessionFaults = std::make_unique<RegistryFaults>(*m_registry);
    m_faults
        = std::make_unique<FaultInjector>(std::move(*script), *m_routes, *m_sessionFaults, m_clock);
    return {};
}

Result<void> PoolServer::prepareSandbox()
{
    auto directory = PoolDirectory::create(PoolDirectory::defaultSharedPath());
    if (!directory)
        return directory.error();
    m_directory = std::make_unique<PoolDirectory>(std::move(*directory));
    m_sandbox = std::make_unique<WorkerSandbox>(m_directory->supportPath(), m_options.limits,
                                                m_options.egress);
    if (m_options.egress == Egress::On) {
        if (const auto possible = EgressLink::check(); !possible)
            return possible;
    }
    if (const auto prepared = m_sandbox->prepare(); !prepared)
        return prepared;
    if (const auto probed = m_sandbox->probe(); !probed)
        return probed;
    prepareCgroups();
    return {};
}

void PoolServer::prepareCgroups()
{
    auto cgroups = CgroupTree::create();
    if (cgroups) {
        m_cgroups = std::move(*cgroups);
        return;
    }
    qCDebug(lcPool).noquote() << "sessions have no control groups, limits are kept by watching:"
                              << cgroups.error().detail << cgroups.error().path;
    if (geteuid() == 0)
        qCWarning(lcPool) << "this pool runs as root and without control groups: no limit of the "
                             "kernel holds a session that starts processes without end. Run it as "
                             "an ordinary user.";
}

Result<void> PoolServer::prepareTls()
{
    if (m_options.doors.tls == DoorOptions::Tls::Off)
        return {};
    QString certificateFile = m_options.doors.certificateFile;
    QString keyFile = m_options.doors.keyFile;
    if (m_options.doors.tls == DoorOptions::Tls::Auto) {
        m_certificates = std::make_unique<LocalCertificates>();
        if (const auto prepared = m_certificates->prepare(m_clock.now()); !prepared)
            return prepared;
        certificateFile = m_certificates->certificateFile();
        keyFile = m_certificates->keyFile();
    }
    auto context = TlsContext::fromFiles(certificateFile, keyFile);
    if (!context)
        return context.error();
    m_tls = std::make_unique<TlsContext>(std::move(*context));
    return {};
}

std::unique_ptr<Wire> PoolServer::wireOf(FileDescriptor socket) const
{
    if (m_tls)
        return std::make_unique<TlsWire>(std::move(socket), *m_tls);
    return std::make_unique<PlainWire>(std::move(socket));
}

Result<void> PoolServer::listen()
{
    RequestHandler &routes = *m_routes;
    m_door = std::make_unique<PoolDoor>(
        m_faults ? *m_faults : routes, DoorLimits(),
        [this](FileDescriptor socket) { return wireOf(std::move(socket)); });
    return m_door->open(m_options.doors.address, m_options.port);
}

QString PoolServer::endpoint() const
{
    return u"%1://%2:%3"_s.arg(m_options.doors.urlScheme(), m_options.doors.urlHost())
        .arg(m_door->port());
}

void PoolServer::tidy()
{
    m_registry->endExpired();
}

void PoolServer::stop()
{
    if (m_door)
        m_door->close();
    m_watch.reset();
    if (m_registry)
        m_registry->close();
    m_background.finish();
    m_keeper.reset();
    m_cgroups.reset();
    m_directory.reset();
}

} // namespace sessionbook
