#include "PlainWire.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

namespace sessionbook {

namespace {

bool isPassing(int error)
{
    return error == EAGAIN || error == EINTR;
}

} // namespace

bool PlainWire::begin(Deadline /*deadline*/)
{
    return true;
}

Transfer PlainWire::read(char *bytes, size_t size, Deadline deadline)
{
    while (true) {
        const ssize_t count = recv(socket(), bytes, size, MSG_DONTWAIT);
        if (count > 0)
            return {WireState::Moved, size_t(count)};
        if (count == 0)
            return {WireState::Ended};
        if (!isPassing(errno))
            return {WireState::Broken};
        if (!waitFor(POLLIN, deadline))
            return {WireState::TooLate};
    }
}

bool PlainWire::write(const char *bytes, size_t size, std::chrono::milliseconds patience)
{
    for (size_t done = 0; done < size;) {
        const ssize_t count
            = send(socket(), bytes + done, size - done, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count >= 0)
            done += size_t(count);
        else if (!isPassing(errno)
                 || !waitFor(POLLOUT, std::chrono::steady_clock::now() + patience))
            return false;
    }
    return true;
}

bool PlainWire::isConnected()
{
    char next = 0;
    const ssize_t count = recv(socket(), &next, 1, MSG_PEEK | MSG_DONTWAIT);
    return count > 0 || (count < 0 && isPassing(errno));
}

void PlainWire::endWriting()
{
    shutdown(socket(), SHUT_WR);
}

} // namespace sessionbook
