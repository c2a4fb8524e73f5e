#include "RequestHead.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::string_view_literals;
using Text = std::string_view;

namespace {

constexpr auto LineEnd = "\r\n"sv;

ApiError malformed(const QString &message)
{
    return {400, u"BadRequest"_s, message};
}

ApiError targetTooLong()
{
    return {
        414, u"UriTooLong"_s,
        u"The target of a request may have at most %1 bytes."_s.arg(RequestHead::MaxTargetBytes)};
}

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~"sv.find(c) != Text::npos;
}

bool isToken(Text text)
{
    return !text.empty() && std::ranges::all_of(text, isTokenCharacter);
}

bool isVisible(char c)
{
    return uchar(c) > ' ' && c != '\x7f';
}

bool isOfValue(char c)
{
    return isVisible(c) || c == ' ' || c == '\t';
}

Text trimmed(Text text)
{
    const size_t first = text.find_first_not_of(" \t"sv);
    return first == Text::npos ? Text()
                               : text.substr(first, text.find_last_not_of(" \t"sv) - first + 1);
}

std::string lower(Text text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    return result;
}

/// Takes what comes before `separator`, and that; nothing when there is none.
std::optional<Text> takeUntil(Text &text, Text separator)
{
    const size_t end = text.find(separator);
    if (end == Text::npos)
        return {};
    const Text before = text.substr(0, end);
    text.remove_prefix(end + separator.size());
    return before;
}

/// `http://name/path` is the form that proxies are sent; it is accepted when the name is the one in
/// `Host`, by which requests are judged.
ApiResult<void> useOriginForm(httplib::Request &request)
{
    const size_t scheme = request.target.find("://");
    const std::string name = lower(request.target.substr(0, scheme == Text::npos ? 0 : scheme));
    if (name != "http" && name != "https")
        return malformed(u"The target of a request begins with a slash."_s);
    const size_t begin = scheme + 3;
    const size_t end = std::min(request.target.find_first_of("/?", begin), request.target.size());
    if (lower(request.target.substr(begin, end - begin)) != lower(request.get_header_value("Host")))
        return malformed(u"The target and the header Host name different servers."_s);
    request.target.erase(0, end);
    if (request.target.empty() || request.target.front() != '/')
        request.target.insert(0, "/");
    return {};
}

ApiResult<void> readRequestLine(Text line, httplib::Request &request)
{
    static constexpr std::array Methods{"GET"sv, "HEAD"sv,  "POST"sv,   "DELETE"sv,
                                        "PUT"sv, "PATCH"sv, "OPTIONS"sv};
    const auto method = takeUntil(line, " "sv);
    const auto target = takeUntil(line, " "sv);
    if (!method || !target || !isToken(*method) || target->empty()
        || !std::ranges::all_of(*target, isVisible))
        return malformed(u"The request has no line of method, target and version."_s);
    if (target->size() > RequestHead::MaxTargetBytes)
        return targetTooLong();
    if (line != "HTTP/1.1"sv && line != "HTTP/1.0"sv) {
        const bool isHttp = line.starts_with("HTTP/"sv) && std::ranges::all_of(line, isVisible);
        return isHttp ? ApiError{505, u"HttpVersionNotSupported"_s, u"The pool speaks HTTP/1.1."_s}
                      : malformed(u"The request's line names no version of HTTP."_s);
    }
    if (std::ranges::find(Methods, *method) == Methods.end())
        return ApiError{501, u"NotImplemented"_s, u"The pool does not know this method."_s};
    request.method = *method;
    request.target = *target;
    request.version = line;
    return {};
}

ApiResult<void> readHeader(Text line, httplib::Headers &headers)
{
    const auto name = takeUntil(line, ":"sv);
    // Neither lines that go on in the next one, which begins with a space, nor a space before the
    // colon: readers differ about them.
    if (!name || !isToken(*name))
        return malformed(u"A line of the head is no header."_s);
    if (!std::ranges::all_of(line, isOfValue))
        return malformed(u"A header holds characters that none may hold."_s);
    headers.emplace(std::string(*name), std::string(trimmed(line)));
    return {};
}

ApiResult<void> readChunked(RequestHead &head)
{
    const std::string coding = lower(head.request.get_header_value("Transfer-Encoding"));
    if (head.request.get_header_value_count("Transfer-Encoding") != 1
        || head.request.has_header("Content-Length") || head.request.version == "HTTP/1.0")
        return malformed(u"The request tells in two ways where its body ends."_s);
    if (coding != "chunked")
        return ApiError{501, u"NotImplemented"_s,
                        u"The pool knows no Transfer-Encoding but chunked."_s};
    head.framing = RequestHead::Framing::Chunked;
    return {};
}

ApiResult<void> readFraming(RequestHead &head)
{
    if (head.request.has_header("Transfer-Encoding"))
        return readChunked(head);
    const size_t lengths = head.request.get_header_value_count("Content-Length");
    if (lengths == 0)
        return {};
    const std::string length = head.request.get_header_value("Content-Length");
    const char *const end = length.data() + length.size();
    const auto [rest, error] = std::from_chars(length.data(), end, head.contentLength);
    if (lengths > 1 || length.empty() || length.front() < '0' || length.front() > '9' || rest != end
        || error != std::errc())
        return malformed(u"Content-Length is not one number of bytes."_s);
    head.framing = RequestHead::Framing::Length;
    return {};
}

ApiResult<void> readExpectation(RequestHead &head)
{
    if (!head.request.has_header("Expect"))
        return {};
    if (lower(head.request.get_header_value("Expect")) != "100-continue")
        return ApiError{417, u"ExpectationFailed"_s,
                        u"The pool meets no expectation but 100-continue."_s};
    head.expectsContinue = head.hasBody() && head.request.version == "HTTP/1.1";
    return {};
}

bool asksToClose(const httplib::Request &request)
{
    // A client that speaks 1.0 has no chunks and mostly no second request.
    if (request.version == "HTTP/1.0")
        return true;
    const auto [begin, end] = request.headers.equal_range("Connection");
    return std::any_of(begin, end, [](const auto &header) {
        Text rest = header.second;
        while (const auto option = takeUntil(rest, ","sv)) {
            if (lower(trimmed(*option)) == "close")
                return true;
        }
        return lower(trimmed(rest)) == "close";
    });
}

} // namespace

ApiResult<RequestHead> RequestHead::parse(std::string_view head)
{
    RequestHead result;
    const auto first = takeUntil(head, LineEnd);
    if (const auto read = readRequestLine(first.value_or(Text()), result.request); !read)
        return read.error();
    while (head != LineEnd) {
        const auto line = takeUntil(head, LineEnd);
        if (!line)
            return malformed(u"A line of the head does not end with CR and LF."_s);
        if (result.request.headers.size() == MaxHeaders)
            return ApiError{431, u"RequestHeaderFieldsTooLarge"_s,
                            u"A request may have at most %1 headers."_s.arg(MaxHeaders)};
        if (const auto read = readHeader(*line, result.request.headers); !read)
            return read.error();
    }
    for (const auto &step : {readFraming, readExpectation}) {
        if (const auto read = step(result); !read)
            return read.error();
    }
    if (result.request.target.front() != '/') {
        if (const auto used = useOriginForm(result.request); !used)
            return used.error();
    }
    result.isLast = asksToClose(result.request);
    return result;
}

size_t headEnd(std::string_view bytes, size_t from)
{
    // A line feed alone ends a line here, so that a head full of them is refused and not waited
    // for.
    for (size_t at = from > 3 ? from - 3 : 0; (at = bytes.find('\n', at)) != Text::npos; ++at) {
        const Text rest = bytes.substr(at + 1);
        if (rest.starts_with('\n'))
            return at + 2;
        if (rest.starts_with(LineEnd))
            return at + 3;
    }
    return 0;
}

std::optional<ApiError> headFault(std::string_view bytes)
{
    // No request begins so; the rest of what does, such as a handshake of TLS, need not be waited
    // for.
    if (!bytes.empty() && !isTokenCharacter(bytes.front()) && bytes != "\r"sv)
        return malformed(u"This is no request of HTTP; the pool's address begins with http."_s);
    if (bytes.size() > RequestHead::MaxTargetBytes + 32 && bytes.find('\n') == Text::npos)
        return targetTooLong();
    if (bytes.size() > RequestHead::MaxBytes)
        return ApiError{
            431, u"RequestHeaderFieldsTooLarge"_s,
            u"The headers of a request may have at most %1 bytes."_s.arg(RequestHead::MaxBytes)};
    return {};
}

} // namespace sessionbook
