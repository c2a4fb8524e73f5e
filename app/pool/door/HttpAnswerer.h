#pragma once

#include "RequestStream.h"
#include "pool/http/RequestHandler.h"

namespace sessionbook {

/// Lets the HTTP library answer requests that others have accepted and checked: it only calls the
/// handler and writes what that filled in. Called from any thread.
class HttpAnswerer : private httplib::Server
{
public:
    /// `handler` outlives it. `idle` is how long clients are told that a connection is kept.
    HttpAnswerer(RequestHandler &handler, std::chrono::milliseconds idle);

    /// False when the answer could not be written. `isLast`: it says that the connection ends.
    [[nodiscard]] bool answer(const RequestHead &head, RequestStream &stream, const SSL *ssl,
                              bool isLast);
};

} // namespace sessionbook
