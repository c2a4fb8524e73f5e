#include "TlsWire.h"

#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace sessionbook {

using namespace std::chrono_literals;
using namespace std::string_view_literals;
using Steady = std::chrono::steady_clock;

namespace {

constexpr auto PlainRefusal
    = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
      "Content-Length: 55\r\n\r\nThis pool speaks https; its address begins with https.\n"sv;

} // namespace

TlsWire::TlsWire(FileDescriptor socket, const TlsContext &context)
    : Wire(std::move(socket))
    , m_ssl(context.connection())
{
    if (m_ssl)
        SSL_set_fd(m_ssl.get(), this->socket());
}

/// Does a step of the protocol as soon as the socket lets it. The deadline is looked at when it
/// does not.
template<typename Step> WireState TlsWire::attempt(const Step &step, Deadline deadline)
{
    while (true) {
        ERR_clear_error();
        const int result = step();
        if (result > 0)
            return WireState::Moved;
        switch (SSL_get_error(m_ssl.get(), result)) {
        case SSL_ERROR_WANT_READ:
            if (!waitFor(POLLIN, deadline))
                return WireState::TooLate;
            break;
        case SSL_ERROR_WANT_WRITE:
            if (!waitFor(POLLOUT, deadline))
                return WireState::TooLate;
            break;
        case SSL_ERROR_ZERO_RETURN:
            return WireState::Ended;
        default:
            m_isEstablished = false; // nothing may be said any more, not even goodbye
            return WireState::Broken;
        }
    }
}

bool TlsWire::begin(Deadline deadline)
{
    if (!m_ssl)
        return false;
    if (speaksPlainHttp(deadline)) {
        refusePlainHttp(std::min(deadline, Steady::now() + 2s));
        return false;
    }
    m_isEstablished
        = attempt([this] { return SSL_accept(m_ssl.get()); }, deadline) == WireState::Moved;
    return m_isEstablished;
}

Transfer TlsWire::read(char *bytes, size_t size, Deadline deadline)
{
    size_t count = 0;
    const auto step = [&] { return SSL_read_ex(m_ssl.get(), bytes, size, &count); };
    const WireState state = attempt(step, deadline);
    return {state, count};
}

bool TlsWire::write(const char *bytes, size_t size, std::chrono::milliseconds patience)
{
    for (size_t done = 0; done < size;) {
        size_t count = 0;
        const auto step
            = [&] { return SSL_write_ex(m_ssl.get(), bytes + done, size - done, &count); };
        if (attempt(step, Steady::now() + patience) != WireState::Moved)
            return false;
        done += count;
    }
    return true;
}

bool TlsWire::isConnected()
{
    if (SSL_pending(m_ssl.get()) > 0)
        return true;
    char next = 0;
    const ssize_t waiting = recv(socket(), &next, 1, MSG_PEEK | MSG_DONTWAIT);
    if (waiting < 0)
        return errno == EAGAIN || errno == EINTR;
    // A client that leaves says so by a last record before it closes.
    return waiting > 0
        && attempt([&] { return SSL_peek(m_ssl.get(), &next, 1); }, Steady::now())
        != WireState::Ended
        && m_isEstablished;
}

void TlsWire::endWriting()
{
    if (m_isEstablished)
        SSL_shutdown(m_ssl.get());
    shutdown(socket(), SHUT_WR);
}

/// A handshake begins with a byte that no method of HTTP does.
bool TlsWire::speaksPlainHttp(Deadline deadline)
{
    char first = 0;
    return waitFor(POLLIN, deadline) && recv(socket(), &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1
        && first >= 'A' && first <= 'Z';
}

void TlsWire::refusePlainHttp(Deadline deadline)
{
    send(socket(), PlainRefusal.data(), PlainRefusal.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(socket(), SHUT_WR);
    // What the client has still to send is read, or the answer would be lost with the connection.
    std::array<char, 4096> nowhere;
    while (waitFor(POLLIN, deadline)
           && recv(socket(), nowhere.data(), nowhere.size(), MSG_DONTWAIT) > 0) { }
}

} // namespace sessionbook
