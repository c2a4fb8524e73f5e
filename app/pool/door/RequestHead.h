#pragma once

#include "pool/http/ApiError.h"

#include <httplib.h>

#include <string_view>

namespace sessionbook {

/// What comes before a request's body, read strictly: where two programs could read a request
/// differently, one of them could be made to take the end of one request for the beginning of
/// another.
struct RequestHead
{
    static constexpr size_t MaxBytes = 32 * 1024;
    static constexpr size_t MaxTargetBytes = 8 * 1024;
    static constexpr size_t MaxHeaders = 100;

    enum class Framing { None, Length, Chunked };

    httplib::Request request; ///< method, target, version and headers, as sent
    Framing framing = Framing::None;
    qint64 contentLength = 0;
    bool expectsContinue = false; ///< the body comes when it is asked for
    bool isLast = false; ///< the connection ends with the answer

    [[nodiscard]] bool hasBody() const { return framing == Framing::Chunked || contentLength > 0; }

    /// `head` ends with its empty line.
    [[nodiscard]] static ApiResult<RequestHead> parse(std::string_view head);
};

/// Where the head ends that `bytes` begins with, behind its empty line; 0 while that is not to be
/// seen. Nothing before `from` needs to be looked at again.
[[nodiscard]] size_t headEnd(std::string_view bytes, size_t from);
/// What is wrong with so many bytes that are still no whole head; nothing mostly.
[[nodiscard]] std::optional<ApiError> headFault(std::string_view bytes);

} // namespace sessionbook
