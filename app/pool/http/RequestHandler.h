#pragma once

#include <QtGlobal>

#include <httplib.h>

#include <optional>

namespace sessionbook {

/// What the head of a request says about it.
struct RequestVerdict
{
    bool isSenderKnown = false;
    /// Nothing: it is refused, whatever its body holds.
    std::optional<qint64> maxBodyBytes;
};

/// Answers requests; one may stand in front of another. Called from any thread.
class RequestHandler
{
public:
    virtual ~RequestHandler() = default;

    /// Before anything of the body is read. `head` has the request's method, target, version and
    /// headers.
    [[nodiscard]] virtual RequestVerdict judge(const httplib::Request &head) const = 0;
    /// Fills in `response`, also where there is no such resource. `body` is null where the method
    /// has none; it need not be read.
    virtual void handle(const httplib::Request &request, httplib::Response &response,
                        const httplib::ContentReader *body)
        = 0;
};

} // namespace sessionbook
