#pragma once

#include "RequestBody.h"
#include "RequestHead.h"
#include "Wire.h"

#include <httplib.h>

namespace sessionbook {

/// Shows the HTTP library one request that has been checked, in place of the connection, and passes
/// on its answer. Used by the connection's thread.
///
/// The library gets to read a head with nothing in it that it could misread, and the body without
/// its framing, to its end. When the body fails, what is answered is thrown away.
class RequestStream final : public httplib::Stream
{
public:
    /// Everything borrowed outlives it.
    RequestStream(const RequestHead &head, RequestBody &body, Wire &wire,
                  std::chrono::milliseconds writePause);

    [[nodiscard]] bool is_readable() const override { return true; }
    [[nodiscard]] bool is_writable() const override;
    ssize_t read(char *bytes, size_t size) override;
    ssize_t write(const char *bytes, size_t size) override;
    void get_remote_ip_and_port(std::string &ip, int &port) const override;
    void get_local_ip_and_port(std::string &ip, int &port) const override;
    /// None: everything goes through this class.
    [[nodiscard]] socket_t socket() const override { return INVALID_SOCKET; }

private:
    std::string m_head;
    size_t m_headRead = 0;
    RequestBody &m_body;
    Wire &m_wire;
    const std::chrono::milliseconds m_writePause;
};

} // namespace sessionbook
