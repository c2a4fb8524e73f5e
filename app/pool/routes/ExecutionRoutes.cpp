#include "ExecutionRoutes.h"

#include "ExecutionReply.h"
#include "LegacyShapes.h"
#include "pool/http/ApiGeneration.h"
#include "pool/http/RequestGuard.h"
#include "pool/kernel/JsonQuoting.h"

#include <QJsonDocument>
#include <QUrl>
#include <QUuid>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

/// JSON lines into the body of a reply that has begun.
class StreamSink : public OutputSink
{
public:
    explicit StreamSink(httplib::DataSink &sink)
        : m_sink(sink)
    {
    }

    bool write(const WorkerMessage &output) override
    {
        return output.type == WorkerMessage::Type::Text ? writeText(output) : write(output.content);
    }
    bool write(const QJsonObject &content)
    {
        return writeLine(QJsonDocument(content).toJson(QJsonDocument::Compact).toStdString());
    }
    bool writeLine(std::string json)
    {
        json += '\n';
        return m_sink.write(json.data(), json.size());
    }
    [[nodiscard]] bool isConnected() const override { return m_sink.is_writable(); }

private:
    bool writeText(const WorkerMessage &output)
    {
        std::string line = output.stream == TextStream::Stdout
            ? R"({"type":"stream","name":"stdout","text":)"
            : R"({"type":"stream","name":"stderr","text":)";
        appendQuoted(line, output.text);
        line += "}\n";
        return m_sink.write(line.data(), line.size());
    }

    httplib::DataSink &m_sink;
};

ApiResult<QString> executionId(const ApiCall &call)
{
    const QString wished = QString::fromLatin1(call.header("operation-id"));
    if (wished.isEmpty())
        return QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (isValidOperationId(wished))
        return wished;
    return ApiError{
        400, u"InvalidOperationId"_s,
        u"The header operation-id takes up to 128 letters, digits, '-', '_' and '.'."_s};
}

void setTime(const ApiCall &call, const char *name, double milliseconds)
{
    call.setHeader(name, QByteArray::number(milliseconds, 'f', 4));
}

/// Of an execution that has ended; none of these is known before.
void setTimes(const ApiCall &call, const ExecutionRecord &record)
{
    const ExecutionTimes &times = record.times();
    const double cell = record.milliseconds();
    const double afterwards = times.overallMs - times.queueMs - times.allocationMs;
    setTime(call, "x-ms-preparation-time", times.queueMs);
    setTime(call, "x-ms-execution-request-time", afterwards);
    setTime(call, "x-ms-execution-read-response-time", std::max(0.0, afterwards - cell));
    setTime(call, "x-ms-container-execution-duration", cell);
    setTime(call, "x-ms-overall-execution-time", times.overallMs);
}

void setAllocation(const ApiCall &call, double milliseconds)
{
    call.setHeader("x-ms-allocation-retries", "0");
    setTime(call, "x-ms-allocation-time", milliseconds);
}

double millisecondsSince(Steady::time_point start)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

void setOperation(const ApiCall &call, const PoolSession &session, const QString &id)
{
    call.setHeader("operation-id", id.toLatin1());
    call.setHeader("x-ms-session-guid", session.guid().toLatin1());
    // The old generations have nothing to ask at such an address.
    if (call.shape() != RoutePath::Shape::Flat)
        return;
    const QString identifier = QString::fromLatin1(QUrl::toPercentEncoding(session.identifier()));
    call.setHeader("Operation-Location",
                   u"%1/executions/%2?api-version=%3&identifier=%4"_s
                       .arg(call.poolUrl(), id, call.version.forLinks(), identifier)
                       .toLatin1());
}

ExecutionRecord failedRecord(const QString &id, const PoolSession &session, const ApiError &error)
{
    ExecutionRecord record(id, session.identifier(), ExecutionRequest{});
    record.finish(ExecutionStatus::Failed, ExecutionFailure{error.code, error.message}, 0);
    return record;
}

} // namespace

ExecutionRoutes::ExecutionRoutes(SessionRegistry &registry, BackgroundExecutions &background,
                                 PoolType type, const ApiHabits &habits)
    : m_registry(registry)
    , m_background(background)
    , m_type(type)
    , m_longest(habits.longestExecution)
    , m_executeStatus(habits.executeStatus)
    , m_isPlain(habits.isPlain)
    , m_keepsToVersions(!habits.onlyVersions.isEmpty())
{
}

QByteArray ExecutionRoutes::knownFields(const ApiCall &call, const QByteArray &body) const
{
    const QByteArray flat = LegacyShapes::flatRequest(body);
    return m_keepsToVersions ? ApiGeneration(call.version.text()).withKnownFields(flat) : flat;
}

void ExecutionRoutes::execute(const ApiCall &call, const QByteArray &body) const
{
    Arrival arrival{.received = Steady::now()};
    const auto identifier = call.identifier();
    if (!identifier)
        return call.refuse(identifier.error());
    const auto request = ExecutionRequest::fromJson(knownFields(call, body), m_type);
    if (!request)
        return call.refuse(request.error());
    const auto id = executionId(call);
    if (!id)
        return call.refuse(id.error());
    const auto allocating = Steady::now();
    const auto session = m_registry.session(*identifier);
    if (!session)
        return call.refuse(session.error());
    arrival.allocationMs = millisecondsSince(allocating);
    if (!m_isPlain && call.header("Accept").contains("application/x-ndjson"))
        return executeAsStream(call, *session, *id, *request);
    // The old generations have nothing to ask for the result with.
    if (request->kernel == KernelKind::Asynchronous && call.shape() == RoutePath::Shape::Flat)
        return executeInBackground(call, *session, *id, *request, arrival);
    executePlainly(call, **session, *id, *request, arrival);
}

void ExecutionRoutes::executePlainly(const ApiCall &call, PoolSession &session, const QString &id,
                                     const ExecutionRequest &request, const Arrival &arrival) const
{
    if (const auto enrolled = session.enroll(id, request); !enrolled)
        return call.refuse(enrolled.error());
    setOperation(call, session, id);
    const auto record = session.run(id, request, request.timeoutWithin(m_longest), nullptr);
    if (!record)
        return call.refuse(record.error());
    setAllocation(call, arrival.allocationMs + record->times().allocationMs);
    setTimes(call, *record);
    setTime(call, "x-ms-total-execution-service-time", millisecondsSince(arrival.received));
    answerRecord(call, acceptedStatus(call), *record);
}

void ExecutionRoutes::executeInBackground(const ApiCall &call, const Session &session,
                                          const QString &id, const ExecutionRequest &request,
                                          const Arrival &arrival) const
{
    const auto record = m_background.begin(session, id, request, request.timeoutWithin(m_longest));
    if (!record)
        return call.refuse(record.error());
    setOperation(call, *session, id);
    setAllocation(call, arrival.allocationMs);
    setTime(call, "x-ms-total-execution-service-time", millisecondsSince(arrival.received));
    answerRecord(call, acceptedStatus(call), *record);
}

int ExecutionRoutes::acceptedStatus(const ApiCall &call) const
{
    return call.shape() == RoutePath::Shape::Flat ? m_executeStatus : 200;
}

void ExecutionRoutes::answerRecord(const ApiCall &call, int status, ExecutionRecord record) const
{
    if (m_isPlain)
        record.forgetExtensions();
    call.answerJson(status, executionReply(record, call.shape()));
}

void ExecutionRoutes::executeAsStream(const ApiCall &call, const Session &session,
                                      const QString &id, const ExecutionRequest &request) const
{
    if (const auto enrolled = session->enroll(id, request); !enrolled)
        return call.refuse(enrolled.error());
    setOperation(call, *session, id);
    const auto timeout = request.timeoutWithin(m_longest);
    // Shared, because the library copies what it is to call, and there may be megabytes of code.
    const auto shared = std::make_shared<const ExecutionRequest>(request);
    const auto run = [session, id, shared, timeout](size_t, httplib::DataSink &dataSink) {
        StreamSink sink(dataSink);
        sink.write({{u"type"_s, u"status"_s}, {u"execution_state"_s, u"busy"_s}, {u"id"_s, id}});
        const auto record = session->run(id, *shared, timeout, &sink);
        const bool arrived = sink.writeLine(
            executionReplyLine(record ? *record : failedRecord(id, *session, record.error())));
        dataSink.done();
        return arrived;
    };
    call.response.status = 200;
    // Where the client left before the body began, nothing runs, and the session must not wait for
    // it.
    call.response.set_chunked_content_provider("application/x-ndjson", run,
                                               [session, id](bool) { session->withdraw(id); });
}

void ExecutionRoutes::show(const ApiCall &call) const
{
    const auto identifier = call.identifier();
    if (!identifier)
        return call.refuse(identifier.error());
    const auto session = m_registry.find(*identifier);
    const auto record = session ? session->execution(call.route.name) : std::nullopt;
    if (!record)
        return call.refuse({404, u"ExecutionNotFound"_s,
                            u"No execution available for operation Id: "_s + call.route.name});
    session->touch();
    if (record->hasEnded())
        setTimes(call, *record);
    answerRecord(call, 200, *record);
}

void ExecutionRoutes::cancel(const ApiCall &call) const
{
    const auto identifier = call.identifier();
    if (!identifier)
        return call.refuse(identifier.error());
    const auto session = m_registry.find(*identifier);
    if (!session || !session->cancel(call.route.name))
        return call.refuse({404, u"ExecutionNotFound"_s,
                            u"No execution available for operation Id: "_s + call.route.name});
    session->touch();
    show(call);
}

} // namespace sessionbook
