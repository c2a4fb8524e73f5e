#include "FaultInjector.h"

#include "FaultAnswer.h"
#include "OwnConnection.h"
#include "ReplyBody.h"
#include "pool/http/ApiCall.h"

#include <cstdio>
#include <thread>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

constexpr auto Tick = 50ms;

/// The path without the query, which may hold what is nobody's business, and without what could
/// disturb a terminal.
QString pathOf(const httplib::Request &request)
{
    QByteArray path = QByteArray::fromStdString(request.target).split('?').first();
    for (char &c : path)
        c = c > ' ' && c < '\x7f' ? c : '?';
    return QString::fromLatin1(path);
}

/// Uploads have paths of their own in old versions; to a script they are all `POST files`.
RoutePath::Kind routeOf(const ApiCall &call)
{
    using Kind = RoutePath::Kind;
    return call.route.kind == Kind::Upload ? Kind::Files : call.route.kind;
}

void report(const StruckFault &fault, const httplib::Request &request)
{
    const QString line
        = u"sessionbook-pool: fault %1: %2, for %3 %4 (match %5)\n"_s.arg(fault.rule)
              .arg(nameOf(fault.action), QString::fromStdString(request.method), pathOf(request))
              .arg(fault.count);
    std::fputs(line.toUtf8().constData(), stderr); // in one piece, whatever other threads write
}

/// Lets the first bytes of a body through, and then calls `then` once; its answer is whether the
/// rest may follow.
BodyFilter atByte(qint64 position, std::function<bool(httplib::DataSink &)> then)
{
    struct Progress
    {
        size_t left;
        bool isOver = false;
    };
    const auto progress = std::make_shared<Progress>(Progress{.left = size_t(position)});
    return [progress, then = std::move(then)](const char *bytes, size_t count,
                                              httplib::DataSink &sink) {
        if (progress->isOver)
            return sink.write(bytes, count);
        const size_t first = std::min(count, progress->left);
        if (first > 0 && !sink.write(bytes, first))
            return false;
        progress->left -= first;
        if (progress->left > 0)
            return true;
        progress->isOver = true;
        return then(sink) && (first == count || sink.write(bytes + first, count - first));
    };
}

/// False when the client left.
bool standStill(httplib::DataSink &sink, const std::optional<std::chrono::milliseconds> &length)
{
    const auto started = Steady::now();
    while (!length || Steady::now() - started < *length) {
        if (!sink.is_writable())
            return false;
        std::this_thread::sleep_for(Tick);
    }
    return true;
}

} // namespace

FaultInjector::FaultInjector(FaultScript script, RequestHandler &next, SessionFaults &sessions,
                             const Clock &clock)
    : m_clockRate(script.clock)
    , m_schedule(std::move(script))
    , m_next(next)
    , m_sessions(sessions)
    , m_clock(clock)
    , m_started(clock.monotonic())
{
}

RequestVerdict FaultInjector::judge(const httplib::Request &head) const
{
    return m_next.judge(head);
}

void FaultInjector::handle(const httplib::Request &request, httplib::Response &response,
                           const httplib::ContentReader *body)
{
    const ApiCall call(request, response);
    const QString identifier = call.parameter("identifier"_L1);
    const std::chrono::duration<double> age = m_clock.monotonic() - m_started;
    const auto fault = m_schedule.next({.method = QString::fromStdString(request.method),
                                        .route = routeOf(call),
                                        .path = pathOf(request),
                                        .identifier = identifier,
                                        .poolAgeSeconds = age.count() * m_clockRate});
    const Struck struck{request, response, body, identifier};
    if (!fault)
        return answer(struck);
    report(*fault, request);
    std::visit([&](const auto &action) { strike(action, struck); }, fault->action);
}

void FaultInjector::strike(const RefuseFault &fault, const Struck &struck)
{
    if (fault.moment == FaultMoment::After)
        doAndForget(struck);
    endConnection(struck.request, fault.reset);
    struck.response.status = 500; // goes nowhere, but the library wants one
}

void FaultInjector::strike(const DelayFault &fault, const Struck &struck)
{
    std::this_thread::sleep_for(fault.length);
    answer(struck);
}

void FaultInjector::strike(const StatusFault &fault, const Struck &struck)
{
    if (fault.moment == FaultMoment::After)
        doAndForget(struck);
    answerWith(fault, struck.response);
}

void FaultInjector::strike(const CutFault &fault, const Struck &struck)
{
    answer(struck);
    filterBody(struck.response,
               atByte(fault.afterBytes, [](httplib::DataSink &) { return false; }));
}

void FaultInjector::strike(const StallFault &fault, const Struck &struck)
{
    answer(struck);
    filterBody(struck.response,
               atByte(fault.afterBytes, [length = fault.length](httplib::DataSink &sink) {
                   return standStill(sink, length);
               }));
}

void FaultInjector::strike(const SlowFault &fault, const Struck &struck)
{
    answer(struck);
    // Twenty pieces a second, or one byte at a time where that is too much.
    const size_t piece = size_t(std::max<qint64>(fault.bytesPerSecond / 20, 1));
    const auto pause = std::chrono::duration<double>(double(piece) / double(fault.bytesPerSecond));
    filterBody(struck.response,
               [piece, pause](const char *bytes, size_t count, httplib::DataSink &sink) {
                   for (size_t at = 0; at < count; at += piece) {
                       std::this_thread::sleep_for(pause);
                       if (!sink.write(bytes + at, std::min(piece, count - at)))
                           return false;
                   }
                   return true;
               });
}

void FaultInjector::strike(const SessionFault &fault, const Struck &struck)
{
    const auto call = hit(fault.what, struck.identifier);
    if (!fault.afterBytes && fault.after == 0ms)
        call();
    else if (!fault.afterBytes)
        m_later.add(fault.after, call);
    answer(struck);
    if (fault.afterBytes)
        filterBody(struck.response, atByte(*fault.afterBytes, [call](httplib::DataSink &) {
                       call();
                       return true;
                   }));
}

std::function<void()> FaultInjector::hit(SessionFault::What what, const QString &identifier)
{
    return [this, what, identifier] {
        if (what == SessionFault::What::Vanish)
            m_sessions.vanish(identifier);
        else
            m_sessions.killKernel(identifier);
    };
}

void FaultInjector::answer(const Struck &struck)
{
    m_next.handle(struck.request, struck.response, struck.body);
}

void FaultInjector::doAndForget(const Struck &struck)
{
    httplib::Response done = struck.response; // with the headers that every reply has
    m_next.handle(struck.request, done, struck.body);
    drainBody(done);
}

} // namespace sessionbook
