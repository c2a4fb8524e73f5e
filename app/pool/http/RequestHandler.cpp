#include "RequestHandler.h"

namespace sessionbook {

namespace {

/// Everything: the library matches patterns by recursion, so dispatching is done on the split path
/// instead.
constexpr auto AnyPath = R"([\s\S]*)";

} // namespace

void giveRequestsTo(RequestHandler &handler, httplib::Server &server)
{
    using httplib::ContentReader;
    using httplib::Request;
    using httplib::Response;
    server.Get(AnyPath, [&handler](const Request &request, Response &response) {
        handler.handle(request, response, nullptr);
    });
    const auto withBody
        = [&handler](const Request &request, Response &response, const ContentReader &body) {
              handler.handle(request, response, &body);
          };
    server.Post(AnyPath, withBody);
    server.Delete(AnyPath, withBody);
}

} // namespace sessionbook
