#include "ReplyBody.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace sessionbook {

namespace {

constexpr size_t PieceBytes = 64 * 1024;

/// A body in memory as one that is handed out piece by piece.
void turnIntoProvider(httplib::Response &response)
{
    const auto body = std::make_shared<std::string>(std::exchange(response.body, {}));
    const std::string type = response.get_header_value("Content-Type");
    response.headers.erase("Content-Type"); // or it would be sent twice
    response.set_content_provider(
        body->size(), type, [body](size_t offset, size_t length, httplib::DataSink &sink) {
            return sink.write(body->data() + offset, std::min(length, PieceBytes));
        });
}

} // namespace

void filterBody(httplib::Response &response, BodyFilter filter)
{
    if (!response.body.empty())
        turnIntoProvider(response);
    if (!response.content_provider_)
        return;
    response.content_provider_
        = [provider = std::move(response.content_provider_),
           filter = std::move(filter)](size_t offset, size_t length, httplib::DataSink &sink) {
              // Who answers a stream has a last word even when nobody listens any more; after the
              // filter's no, it must not follow the half line, nor end the body in due form.
              bool isOpen = true;
              httplib::DataSink filtered;
              filtered.write = [&](const char *bytes, size_t count) {
                  isOpen = isOpen && filter(bytes, count, sink);
                  return isOpen;
              };
              filtered.done = [&] {
                  if (isOpen)
                      sink.done();
              };
              filtered.is_writable = sink.is_writable;
              return provider(offset, length, filtered);
          };
}

void drainBody(httplib::Response &response)
{
    if (!response.content_provider_)
        return;
    size_t offset = 0;
    bool done = false;
    httplib::DataSink nowhere;
    nowhere.write = [&](const char *, size_t count) {
        offset += count;
        return true;
    };
    nowhere.done = [&] { done = true; };
    nowhere.is_writable = [] { return true; };
    const size_t length = response.content_length_;
    while (!done && (length == 0 || offset < length)) {
        if (!response.content_provider_(offset, length == 0 ? 0 : length - offset, nowhere))
            return;
    }
}

} // namespace sessionbook
