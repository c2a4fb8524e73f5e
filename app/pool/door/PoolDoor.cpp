#include "PoolDoor.h"

#include "Connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstring>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t length = sizeof(sockaddr_storage);

    [[nodiscard]] sockaddr *get() { return reinterpret_cast<sockaddr *>(&storage); }
};

std::optional<SocketAddress> socketAddress(const QString &numeric, int port)
{
    const QByteArray text = numeric.toLatin1();
    SocketAddress address;
    auto *four = reinterpret_cast<sockaddr_in *>(&address.storage);
    if (inet_pton(AF_INET, text.constData(), &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(quint16(port));
        address.length = sizeof *four;
        return address;
    }
    auto *six = reinterpret_cast<sockaddr_in6 *>(&address.storage);
    if (inet_pton(AF_INET6, text.constData(), &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(quint16(port));
        address.length = sizeof *six;
        return address;
    }
    return {};
}

int boundPort(int socket)
{
    SocketAddress address;
    if (getsockname(socket, address.get(), &address.length) != 0)
        return 0;
    const bool isFour = address.storage.ss_family == AF_INET;
    return ntohs(isFour ? reinterpret_cast<sockaddr_in *>(&address.storage)->sin_port
                        : reinterpret_cast<sockaddr_in6 *>(&address.storage)->sin6_port);
}

void setOption(int socket, int level, int name, int value)
{
    setsockopt(socket, level, name, &value, sizeof value);
}

} // namespace

PoolDoor::PoolDoor(RequestHandler &handler, const DoorLimits &limits, WireMaker makeWire)
    : m_handler(handler)
    , m_limits(limits)
    , m_makeWire(std::move(makeWire))
    , m_answerer(handler, limits.idle)
    , m_connections(limits)
    , m_threads(limits.knownConnections + limits.unknownConnections + limits.leavingConnections)
{
}

PoolDoor::~PoolDoor()
{
    close();
}

Result<void> PoolDoor::open(const QString &address, int port)
{
    auto name = socketAddress(address, port);
    const auto failed = [&] {
        return Error{ErrorKind::InvalidArgument,
                     u"cannot listen on port %1 of %2: %3"_s.arg(port).arg(
                         address, QString::fromLocal8Bit(std::strerror(errno)))};
    };
    if (!name)
        return failed();
    m_listener = FileDescriptor(socket(name->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    setOption(m_listener.get(), SOL_SOCKET, SO_REUSEADDR, 1);
    if (name->storage.ss_family == AF_INET6)
        setOption(m_listener.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
    if (bind(m_listener.get(), name->get(), name->length) != 0
        || listen(m_listener.get(), SOMAXCONN) != 0)
        return failed();
    m_port = boundPort(m_listener.get());
    m_acceptor = std::thread([this] { acceptAll(); });
    return {};
}

void PoolDoor::close()
{
    m_connections.close();
    // On Linux this wakes who waits in accept(); closing does not.
    if (m_listener.isOpen())
        shutdown(m_listener.get(), SHUT_RDWR);
    if (m_acceptor.joinable())
        m_acceptor.join();
    m_listener.reset();
}

void PoolDoor::acceptAll()
{
    while (true) {
        FileDescriptor socket(
            accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!socket.isOpen()) {
            if (errno == EINVAL || errno == EBADF)
                return;
            // Mostly there are no descriptors left; connections that end give some back.
            if (errno != ECONNABORTED && errno != EINTR)
                std::this_thread::sleep_for(20ms);
            continue;
        }
        auto place = m_connections.enter(socket.get());
        if (!place)
            return;
        m_threads.enqueue([this, descriptor = socket.release(), held = place.release()] {
            serve(FileDescriptor(descriptor), std::unique_ptr<Connections::Place>(held));
        });
    }
}

void PoolDoor::serve(FileDescriptor socket, std::unique_ptr<Connections::Place> place)
{
    setOption(socket.get(), IPPROTO_TCP, TCP_NODELAY, 1);
    const std::unique_ptr<Wire> wire = m_makeWire(std::move(socket));
    Connection(*wire, *place, m_handler, m_answerer, m_limits).serve();
    place.reset(); // before the socket is closed, and its number another's
}

} // namespace sessionbook
