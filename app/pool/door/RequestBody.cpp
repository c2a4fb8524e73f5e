#include "RequestBody.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::string_view_literals;
using Steady = std::chrono::steady_clock;

namespace {

constexpr size_t MaxChunkHeadBytes = 256;
constexpr size_t MaxTrailerLineBytes = 1024;
constexpr size_t MaxTrailerLines = 32;
constexpr auto Continue = "HTTP/1.1 100 Continue\r\n\r\n"sv;

} // namespace

RequestBody::RequestBody(const RequestHead &head, ConnectionInput &input, Wire &wire,
                         const DoorLimits &limits, qint64 maxBytes)
    : m_input(input)
    , m_wire(wire)
    , m_limits(limits)
    , m_isChunked(head.framing == RequestHead::Framing::Chunked)
    , m_maxBytes(maxBytes)
    , m_isAwaited(head.expectsContinue)
    , m_state(m_isChunked          ? State::ChunkHead
                  : head.hasBody() ? State::Data
                                   : State::Complete)
    , m_left(head.contentLength)
    , m_began(Steady::now())
{
}

ssize_t RequestBody::read(char *bytes, size_t size)
{
    if (m_failure != Failure::None || !prepare())
        return -1;
    if (isComplete())
        return 0;
    const std::string_view ready = m_input.ready();
    const size_t count = std::min({size, ready.size(), size_t(m_left)});
    std::memcpy(bytes, ready.data(), count);
    m_input.take(count);
    m_left -= qint64(count);
    m_received += qint64(count);
    if (m_left == 0)
        m_state = m_isChunked ? State::ChunkEnd : State::Complete;
    return ssize_t(count);
}

bool RequestBody::discardRest()
{
    // A sender that was never asked may send its body all the same or not at all: nobody can tell.
    if (m_isAwaited && !isComplete())
        return false;
    std::array<char, 4096> nowhere;
    ssize_t count = 0;
    while ((count = read(nowhere.data(), nowhere.size())) > 0) { }
    return count == 0;
}

/// Goes on to where bytes of the body are ready, or to its end.
bool RequestBody::prepare()
{
    if (m_isAwaited && !isComplete() && !askForBody())
        return fail(Failure::CutOff);
    while (true) {
        bool moved = true;
        switch (m_state) {
        case State::Complete:
            return true;
        case State::Data:
            if (m_received + std::min<qint64>(m_left, 1) > m_maxBytes)
                return fail(Failure::TooLarge);
            if (!m_input.ready().empty())
                return true;
            moved = fill();
            break;
        case State::ChunkHead:
            moved = readChunkHead();
            break;
        case State::ChunkEnd:
            moved = readChunkEnd();
            break;
        case State::Trailer:
            moved = readTrailerLine();
            break;
        }
        if (!moved)
            return false;
    }
}

bool RequestBody::askForBody()
{
    m_isAwaited = false;
    return !m_input.ready().empty()
        || m_wire.write(Continue.data(), Continue.size(), m_limits.writePause);
}

bool RequestBody::readChunkHead()
{
    std::string_view line;
    if (!takeLine(MaxChunkHeadBytes, line))
        return false;
    // What follows a semicolon is for nobody we know.
    const std::string_view digits
        = line.substr(0, std::min(line.find_first_of("; \t"), line.size()));
    const auto [rest, error]
        = std::from_chars(digits.data(), digits.data() + digits.size(), m_left, 16);
    if (error != std::errc() || rest != digits.data() + digits.size() || digits.front() == '-')
        return fail(Failure::Malformed);
    if (m_left > m_maxBytes - m_received)
        return fail(Failure::TooLarge);
    m_state = m_left > 0 ? State::Data : State::Trailer;
    return true;
}

bool RequestBody::readChunkEnd()
{
    std::string_view line;
    if (!takeLine(0, line))
        return false;
    m_state = State::ChunkHead;
    return true;
}

bool RequestBody::readTrailerLine()
{
    std::string_view line;
    if (!takeLine(MaxTrailerLineBytes, line))
        return false;
    if (line.empty())
        m_state = State::Complete;
    else if (++m_trailerLines > MaxTrailerLines)
        return fail(Failure::Malformed);
    return true;
}

/// Valid until the next fill().
bool RequestBody::takeLine(size_t maxBytes, std::string_view &line)
{
    while (true) {
        const std::string_view ready = m_input.ready();
        const size_t end = ready.substr(0, maxBytes + 2).find('\n');
        if (end == std::string_view::npos ? ready.size() >= maxBytes + 2
                                          : end == 0 || ready[end - 1] != '\r')
            return fail(Failure::Malformed);
        if (end != std::string_view::npos) {
            line = ready.substr(0, end - 1);
            m_input.take(end + 1);
            return true;
        }
        if (!fill())
            return false;
    }
}

bool RequestBody::fill()
{
    switch (m_input.fill(deadline())) {
    case WireState::Moved:
        return true;
    case WireState::TooLate:
        return fail(Failure::TooSlow);
    case WireState::Ended:
    case WireState::Broken:
        break;
    }
    return fail(Failure::CutOff);
}

bool RequestBody::fail(Failure failure)
{
    m_failure = failure;
    return false;
}

Deadline RequestBody::deadline() const
{
    const std::chrono::duration<double> earned(double(m_received)
                                               / double(m_limits.bodyBytesPerSecond));
    return std::min(Steady::now() + m_limits.bodyPause,
                    m_began + m_limits.bodyStart
                        + std::chrono::ceil<std::chrono::milliseconds>(earned));
}

ApiError RequestBody::error() const
{
    switch (m_failure) {
    case Failure::TooLarge:
        return tooLarge(m_maxBytes);
    case Failure::TooSlow:
        return {408, u"RequestTimeout"_s, u"The body of the request came too slowly."_s};
    default:
        return {400, u"BadRequest"_s, u"The body of the request is framed wrongly."_s};
    }
}

ApiError RequestBody::tooLarge(qint64 maxBytes)
{
    return {413, u"RequestEntityTooLarge"_s,
            u"The body of this request may have at most %1 bytes."_s.arg(maxBytes)};
}

} // namespace sessionbook
