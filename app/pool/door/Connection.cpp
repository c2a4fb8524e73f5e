#include "Connection.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <sys/socket.h>

#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;
using Steady = std::chrono::steady_clock;

namespace {

/// What answers a request that no handler may see, because nobody can tell where it ends.
QByteArray refusalOf(const ApiError &error)
{
    const QByteArray bytes = QJsonDocument(error.toJson()).toJson(QJsonDocument::Compact);
    QByteArray reply = "HTTP/1.1 " + QByteArray::number(error.status) + ' ' + error.code.toLatin1()
        + "\r\nx-ms-error-code: " + error.code.toLatin1();
    if (error.status == 503)
        reply += "\r\nRetry-After: 1";
    return reply + "\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8"
        + "\r\nContent-Length: " + QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes;
}

} // namespace

Connection::Connection(Wire &wire, Connections::Place &place, RequestHandler &handler,
                       HttpAnswerer &answerer, const DoorLimits &limits)
    : m_wire(wire)
    , m_place(place)
    , m_handler(handler)
    , m_answerer(answerer)
    , m_limits(limits)
    , m_input(wire)
{
}

void Connection::serve()
{
    if (!m_wire.begin(Steady::now() + m_limits.handshake))
        return;
    while (serveNext()) { }
}

bool Connection::serveNext()
{
    if (!awaitRequest())
        return false;
    const auto head = readHead();
    if (!head)
        return false;
    if (!*head)
        return refuse(head->error());
    return admit(**head) && answer(**head) && m_place.rest();
}

/// Until the first byte of a request.
bool Connection::awaitRequest()
{
    m_headDeadline = Steady::now() + m_limits.head;
    if (!m_input.ready().empty())
        return true;
    const bool isKnown = m_verdict.isSenderKnown;
    if (m_input.fill(isKnown ? Steady::now() + m_limits.idle : m_headDeadline) != WireState::Moved)
        return false;
    if (isKnown)
        m_headDeadline = Steady::now() + m_limits.head;
    return true;
}

std::optional<ApiResult<RequestHead>> Connection::readHead()
{
    size_t looked = 0;
    bool hasSkipped = false;
    while (true) {
        // Some send an empty line after a body (RFC 9112 2.2).
        if (!hasSkipped && m_input.ready().starts_with("\r\n")) {
            m_input.take(2);
            hasSkipped = true;
        }
        const std::string_view ready = m_input.ready();
        const size_t end = headEnd(ready, std::min(looked, ready.size()));
        if (const auto fault = headFault(end > 0 ? ready.substr(0, end) : ready))
            return *fault;
        if (end > 0) {
            auto head = RequestHead::parse(ready.substr(0, end));
            m_input.take(end);
            return head;
        }
        looked = ready.size();
        switch (m_input.fill(m_headDeadline)) {
        case WireState::Moved:
            break;
        case WireState::TooLate:
            return ApiError{408, u"RequestTimeout"_s,
                            u"The head of the request came too slowly."_s};
        case WireState::Ended:
        case WireState::Broken:
            return {};
        }
    }
}

bool Connection::admit(const RequestHead &head)
{
    m_verdict = m_handler.judge(head.request);
    switch (m_place.admit(m_verdict.isSenderKnown)) {
    case Connections::Admission::Granted:
        break;
    case Connections::Admission::Full:
        return refuse(
            {503, u"TooManyConnections"_s, u"The pool is answering as many requests as it can."_s});
    case Connections::Admission::Left:
        return false;
    }
    if (m_verdict.maxBodyBytes && head.contentLength > *m_verdict.maxBodyBytes)
        return refuse(RequestBody::tooLarge(*m_verdict.maxBodyBytes));
    return true;
}

bool Connection::answer(const RequestHead &head)
{
    const bool isRefused = !m_verdict.maxBodyBytes;
    // Who was sent away has to connect again, so that nobody can stay by asking again and again.
    const bool isLast = head.isLast || !m_verdict.isSenderKnown || (isRefused && head.hasBody());
    RequestBody body(head, m_input, m_wire, m_limits, m_verdict.maxBodyBytes.value_or(0));
    RequestStream stream(head, body, m_wire,
                         m_verdict.isSenderKnown ? m_limits.writePause
                                                 : m_limits.unknownWritePause);
    const bool isAnswered = m_answerer.answer(head, stream, m_wire.ssl(), isLast);
    if (body.failure() != RequestBody::Failure::None)
        return body.failure() != RequestBody::Failure::CutOff && refuse(body.error());
    if (isAnswered && !isLast && body.discardRest())
        return true;
    if (isAnswered && (!body.isComplete() || !m_input.ready().empty()))
        sayFarewell();
    return false;
}

/// Always false: where a request ends is not known any more.
bool Connection::refuse(const ApiError &error)
{
    const QByteArray reply = refusalOf(error);
    if (m_wire.write(reply.constData(), size_t(reply.size()), m_limits.unknownWritePause))
        sayFarewell();
    return false;
}

/// Reads for a while what the sender has on its way: closing over it would reset the connection,
/// and the answer be lost to who is still sending.
void Connection::sayFarewell()
{
    m_wire.endWriting();
    const Deadline end = Steady::now() + m_limits.farewell;
    std::array<char, 16384> nowhere;
    Transfer transfer{WireState::Moved};
    while (transfer.state == WireState::Moved && Steady::now() < end)
        transfer = m_wire.read(nowhere.data(), nowhere.size(),
                               std::min(end, Steady::now() + m_limits.farewellPause));
}

} // namespace sessionbook
