#include "RequestStream.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace sessionbook {

namespace {

/// The library takes ranges apart before we see the request, by a regular expression whose need of
/// memory grows with their number.
constexpr size_t MaxRangeBytes = 128;

std::string libraryHead(const httplib::Request &request)
{
    std::string head = request.method + " / " + request.version + "\r\n";
    const std::string range = request.get_header_value("Range");
    // Other units than bytes, and more ranges than anybody needs, are ignored (RFC 9110 14.2).
    if (range.starts_with("bytes=") && range.size() <= MaxRangeBytes)
        head += "Range: " + range + "\r\n";
    return head + "\r\n";
}

using Name = int (*)(int, sockaddr *, socklen_t *);

void tell(int socket, Name name, std::string &ip, int &port)
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (name(socket, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        return;
    const auto *four = reinterpret_cast<const sockaddr_in *>(&address);
    const auto *six = reinterpret_cast<const sockaddr_in6 *>(&address);
    const bool isFour = address.ss_family == AF_INET;
    const void *bytes = isFour ? static_cast<const void *>(&four->sin_addr) : &six->sin6_addr;
    port = ntohs(isFour ? four->sin_port : six->sin6_port);
    if (inet_ntop(address.ss_family, bytes, text.data(), text.size()) != nullptr)
        ip = text.data();
}

} // namespace

RequestStream::RequestStream(const RequestHead &head, RequestBody &body, Wire &wire,
                             std::chrono::milliseconds writePause)
    : m_head(libraryHead(head.request))
    , m_body(body)
    , m_wire(wire)
    , m_writePause(writePause)
{
}

bool RequestStream::is_writable() const
{
    return m_wire.isConnected();
}

ssize_t RequestStream::read(char *bytes, size_t size)
{
    if (m_headRead == m_head.size())
        return m_body.read(bytes, size);
    const size_t count = std::min(size, m_head.size() - m_headRead);
    std::memcpy(bytes, m_head.data() + m_headRead, count);
    m_headRead += count;
    return ssize_t(count);
}

ssize_t RequestStream::write(const char *bytes, size_t size)
{
    if (m_body.failure() != RequestBody::Failure::None)
        return ssize_t(size);
    return m_wire.write(bytes, size, m_writePause) ? ssize_t(size) : -1;
}

void RequestStream::get_remote_ip_and_port(std::string &ip, int &port) const
{
    tell(m_wire.socket(), getpeername, ip, port);
}

void RequestStream::get_local_ip_and_port(std::string &ip, int &port) const
{
    tell(m_wire.socket(), getsockname, ip, port);
}

} // namespace sessionbook
