#pragma once

#include <httplib.h>

namespace sessionbook {

/// Answers requests; one may stand in front of another. Called from any thread.
class RequestHandler
{
public:
    virtual ~RequestHandler() = default;

    /// Fills in `response`, also where there is no such resource. `body` is null where the method
    /// has none; else it must be read to its end, or what is left would be taken for the
    /// connection's next request.
    virtual void handle(const httplib::Request &request, httplib::Response &response,
                        const httplib::ContentReader *body)
        = 0;
};

/// Makes `server` give every GET, POST and DELETE to `handler`, which must outlive it.
void giveRequestsTo(RequestHandler &handler, httplib::Server &server);

} // namespace sessionbook
