#pragma once

#include "ConnectionInput.h"
#include "Connections.h"
#include "HttpAnswerer.h"
#include "RequestHead.h"
#include "Wire.h"

namespace sessionbook {

/// Serves one connection, request by request, from its first byte to its last. Used by one thread,
/// which waits in it for no longer than the limits say, except while a request is being answered.
class Connection
{
public:
    /// Everything borrowed outlives it.
    Connection(Wire &wire, Connections::Place &place, RequestHandler &handler,
               HttpAnswerer &answerer, const DoorLimits &limits);

    /// Returns when the connection is to be closed.
    void serve();

private:
    [[nodiscard]] bool serveNext();
    [[nodiscard]] bool awaitRequest();
    /// Nothing when the connection ends without a word.
    [[nodiscard]] std::optional<ApiResult<RequestHead>> readHead();
    [[nodiscard]] bool admit(const RequestHead &head);
    [[nodiscard]] bool answer(const RequestHead &head);
    bool refuse(const ApiError &error);
    void sayFarewell();

    Wire &m_wire;
    Connections::Place &m_place;
    RequestHandler &m_handler;
    HttpAnswerer &m_answerer;
    const DoorLimits &m_limits;
    ConnectionInput m_input;
    RequestVerdict m_verdict; ///< on the last request
    Deadline m_headDeadline;
};

} // namespace sessionbook
