#include "HttpAnswerer.h"

#include <limits>

namespace sessionbook {

namespace {

/// The library gets to see no other (RequestStream): it would look it up by regular expressions,
/// whose need of memory grows with the path.
constexpr auto OnlyPath = "/";

} // namespace

HttpAnswerer::HttpAnswerer(RequestHandler &handler, std::chrono::milliseconds idle)
{
    // Without a socket to listen on, it believes to have been stopped and writes no bodies.
    svr_sock_ = 0;
    // Only told to clients; others keep to it.
    set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(idle).count());
    set_keep_alive_max_count(std::numeric_limits<int>::max());
    const auto withoutBody
        = [&handler](const httplib::Request &request, httplib::Response &response) {
              handler.handle(request, response, nullptr);
          };
    const auto withBody = [&handler](const httplib::Request &request, httplib::Response &response,
                                     const httplib::ContentReader &body) {
        handler.handle(request, response, &body);
    };
    Get(OnlyPath, withoutBody);
    Options(OnlyPath, withoutBody);
    Post(OnlyPath, withBody);
    Put(OnlyPath, withBody);
    Patch(OnlyPath, withBody);
    Delete(OnlyPath, withBody);
}

bool HttpAnswerer::answer(const RequestHead &head, RequestStream &stream, const SSL *ssl,
                          bool isLast)
{
    bool wantsToClose = false;
    return process_request(stream, isLast, wantsToClose, [&](httplib::Request &request) {
        request.target = head.request.target;
        request.headers = head.request.headers;
        // What concerns the body is done by who reads it (RequestBody).
        request.headers.erase("Expect");
        request.headers.erase("Transfer-Encoding");
        request.ssl = ssl;
    });
}

} // namespace sessionbook
