// What a connection brings, through the door: heads, bodies, chunks, several requests. The first
// byte says in how large pieces it comes. However it is cut, the handler must see the same
// requests, and no body larger than it allowed.
#include "pool/door/Connection.h"

#include <cstdlib>
#include <vector>

using namespace sessionbook;

namespace {

constexpr qint64 MaxBytes = 1000;

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// A connection in memory, whose sender closes when all is said.
class MemoryWire final : public Wire
{
public:
    MemoryWire(std::string_view input, size_t pieceBytes)
        : Wire(FileDescriptor())
        , m_input(input)
        , m_pieceBytes(pieceBytes)
    {
    }

    [[nodiscard]] bool begin(Deadline /*deadline*/) override { return true; }
    [[nodiscard]] Transfer read(char *bytes, size_t size, Deadline /*deadline*/) override
    {
        const size_t count = m_input.copy(bytes, std::min(size, m_pieceBytes));
        m_input.remove_prefix(count);
        return {count > 0 ? WireState::Moved : WireState::Ended, count};
    }
    [[nodiscard]] bool write(const char *bytes, size_t size,
                             std::chrono::milliseconds /*patience*/) override
    {
        output.append(bytes, size);
        return true;
    }
    [[nodiscard]] bool isConnected() override { return true; }
    void endWriting() override { }
    [[nodiscard]] const SSL *ssl() const override { return nullptr; }

    std::string output;

private:
    std::string_view m_input;
    const size_t m_pieceBytes;
};

/// Writes down what it is asked.
class Listener final : public RequestHandler
{
public:
    [[nodiscard]] RequestVerdict judge(const httplib::Request &head) const override
    {
        if (head.has_header("X-Unknown"))
            return {};
        return {.isSenderKnown = true, .maxBodyBytes = MaxBytes};
    }
    void handle(const httplib::Request &request, httplib::Response &response,
                const httplib::ContentReader *body) override
    {
        require(request.target.starts_with('/')
                && request.headers.size() <= RequestHead::MaxHeaders);
        response.status = 200;
        heard.push_back(request.method + ' ' + request.target);
        if (body == nullptr || request.has_header("X-Unknown"))
            return;
        std::string bytes;
        // As in the routes: what is no form to us is none to the library.
        const_cast<httplib::Request &>(request).headers.erase("Content-Type");
        const_cast<httplib::Request &>(request).headers.erase("Content-Encoding");
        const bool isWhole = (*body)([&](const char *piece, size_t count) {
            bytes.append(piece, count);
            return true;
        });
        require(qint64(bytes.size()) <= MaxBytes);
        heard.push_back(isWhole ? bytes : "cut off");
    }

    std::vector<std::string> heard;
};

std::vector<std::string> heardOf(std::string_view input, size_t pieceBytes)
{
    const DoorLimits limits;
    Connections connections(limits);
    const auto place = connections.enter(-1);
    MemoryWire wire(input, pieceBytes);
    Listener listener;
    HttpAnswerer answerer(listener, limits.idle);
    Connection(wire, *place, listener, answerer, limits).serve();
    require(wire.output.empty() || wire.output.starts_with("HTTP/1.1 "));
    return listener.heard;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view input(reinterpret_cast<const char *>(data) + 1, size - 1);
    require(heardOf(input, size_t(data[0]) + 1) == heardOf(input, size));
    return 0;
}
