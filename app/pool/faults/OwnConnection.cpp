#include "OwnConnection.h"

#include <dirent.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdlib>
#include <memory>

namespace sessionbook {

namespace {

using Name = int (*)(int, sockaddr *, socklen_t *);

int portOf(int descriptor, Name name)
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (name(descriptor, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        return -1;
    if (address.ss_family == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in *>(&address)->sin_port);
    if (address.ss_family == AF_INET6)
        return ntohs(reinterpret_cast<const sockaddr_in6 *>(&address)->sin6_port);
    return -1;
}

/// The library does not tell the socket of a request, only the two ports, which on one machine
/// belong to one connection.
int socketOf(const httplib::Request &request)
{
    const std::unique_ptr<DIR, int (*)(DIR *)> own(opendir("/proc/self/fd"), closedir);
    if (!own)
        return -1;
    while (const dirent *entry = readdir(own.get())) {
        const int descriptor = std::atoi(entry->d_name);
        if (portOf(descriptor, getpeername) == request.remote_port
            && portOf(descriptor, getsockname) == request.local_port)
            return descriptor;
    }
    return -1;
}

} // namespace

bool endConnection(const httplib::Request &request, bool reset)
{
    const int descriptor = socketOf(request);
    if (descriptor < 0)
        return false;
    // Dissolving the association is the one way to send a reset without closing a descriptor that
    // is the server's to close.
    const sockaddr nobody{.sa_family = AF_UNSPEC, .sa_data = {}};
    return (reset ? connect(descriptor, &nobody, sizeof nobody) : shutdown(descriptor, SHUT_RDWR))
        == 0;
}

} // namespace sessionbook
