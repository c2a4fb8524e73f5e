#include "PoolServer.h"

#include "RegistryFaults.h"
#include "pool/http/ElasticTaskQueue.h"
#include "pool/http/EntraAuthorizer.h"
#include "pool/http/TokenAuthorizer.h"
#include "pool/sandbox/EgressLink.h"

#include "base/Logging.h"

#include <sys/socket.h>

#include <limits>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t MaxConnections = 512;
constexpr time_t KeepAliveSeconds = 60;
/// How long a reader may stand still before it counts as gone.
constexpr time_t WriteSeconds = 120;
constexpr time_t ReadSeconds = 30;
/// A multipart body is a little larger than the file in it.
constexpr size_t MultipartSlackBytes = 64 * 1024;

void configure(httplib::Server &server)
{
    server.new_task_queue = [] { return new ElasticTaskQueue(MaxConnections); };
    server.set_tcp_nodelay(true);
    server.set_keep_alive_max_count(std::numeric_limits<size_t>::max());
    server.set_keep_alive_timeout(KeepAliveSeconds);
    server.set_read_timeout(ReadSeconds);
    server.set_write_timeout(WriteSeconds);
    server.set_payload_max_length(size_t(FileRoutes::MaxUploadBytes) + MultipartSlackBytes);
}

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

PoolServer::~PoolServer()
{
    m_server.stop();
    if (m_listener.joinable())
        m_listener.join();
}

Result<void> PoolServer::start()
{
    if (const auto prepared = prepareSandbox(); !prepared)
        return prepared;
    m_keeper = std::make_unique<KernelKeeper>(*m_sandbox, m_directory->sessionsPath(),
                                              m_cgroups.get(), m_options.ready);
    m_registry = std::make_unique<SessionRegistry>(*m_keeper, m_clock, m_options.sessions);
    m_watch = std::make_unique<SessionWatch>(*m_registry, m_options.limits);
    RequestGuard guard(makeAuthorizer(m_options, m_clock),
                       HostRules(m_options.doors.acceptedHosts()));
    m_routes = std::make_unique<PoolRoutes>(*m_registry, m_background, std::move(guard),
                                            m_options.habits, m_clock.now());
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
    auto cgroups = CgroupTree::create();
    if (cgroups)
        m_cgroups = std::move(*cgroups);
    else
        qCDebug(lcPool).noquote() << "sessions have no control groups, limits are kept by watching:"
                                  << cgroups.error().detail << cgroups.error().path;
    return m_sandbox->probe();
}

Result<void> PoolServer::listen()
{
    configure(m_server);
    // The library's default also shares the port with any other process that asks for it.
    m_server.set_socket_options([this](socket_t socket) {
        const int yes = 1;
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        m_listening = socket;
    });
    RequestHandler &routes = *m_routes;
    giveRequestsTo(m_faults ? *m_faults : routes, m_server);
    const std::string address = m_options.doors.address.toStdString();
    if (m_options.port == 0)
        m_port = m_server.bind_to_any_port(address);
    else
        m_port = m_server.bind_to_port(address, m_options.port) ? m_options.port : -1;
    if (m_port < 0)
        return Error{
            ErrorKind::InvalidArgument,
            u"cannot listen on port %1 of %2"_s.arg(m_options.port).arg(m_options.doors.address)};
    // The library lets 5 connections wait, and the system resets whoever sends a body while more
    // do. A second call changes the length of the queue alone.
    ::listen(m_listening, SOMAXCONN);
    // The socket takes connections from here on; they wait for the moment the thread needs to
    // start.
    m_listener = std::thread([this] { m_server.listen_after_bind(); });
    return {};
}

QString PoolServer::endpoint() const
{
    return u"http://%1:%2"_s.arg(m_options.doors.urlHost()).arg(m_port);
}

void PoolServer::tidy()
{
    m_registry->endExpired();
}

void PoolServer::stop()
{
    m_server.stop();
    m_watch.reset();
    if (m_registry)
        m_registry->close();
    m_background.finish();
    m_keeper.reset();
    m_cgroups.reset();
    m_directory.reset();
}

} // namespace sessionbook
