#include "sessions/ExecuteCodeJob.h"

#include "sessions/ExecutionReplyReader.h"
#include "sessions/ServiceRefusal.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QPointer>

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr qsizetype longestLine = qsizetype{96} * 1024 * 1024;
constexpr qint64 readBufferBytes = qint64{1024} * 1024;
// What one turn of the event loop takes at most: a frame of the window has 16 ms.
constexpr qint64 turnBytes = qint64{256} * 1024;
constexpr qint64 pieceBytes = qint64{32} * 1024;
constexpr qint64 turnMs = 8;

// Azure's pools end an execution after 220 s; our own has no such bound, and a day stands for "as
// long as it takes".
constexpr std::chrono::seconds plainPoolTimeout{220};
constexpr std::chrono::seconds streamingPoolTimeout{24h};
constexpr std::chrono::seconds replyMargin{30};
// Without a stream this is all of the output that will be seen; with one the reply only repeats it.
constexpr int plainOutputLength = 8 * 1024 * 1024;
constexpr int streamedOutputLength = 64 * 1024;

constexpr auto firstPollDelay = 200ms;
constexpr auto longestPollDelay = 2000ms;

} // namespace

ExecuteCodeJob::ExecuteCodeJob(const SessionPlace &place, const QString &code,
                               const ExecuteOptions &options, bool mayStream, QObject *parent)
    : SessionJob(place, parent)
    , m_code(code)
    , m_options(options)
    , m_mayStream(mayStream)
    , m_kind(dialect().kind())
    , m_lines(longestLine)
{
    setMakesSession();
    const RetryPolicy policy = RetryPolicy::onlyIfNotBegun();
    setRetryPolicy(options.waitsForRoom ? policy.waitingForRoom(options.longestWait) : policy);
    // A cell may be silent for as long as it runs, so only a bound on its run bounds the wait.
    if (options.timeout > 0s)
        setIdleTimeout(options.timeout + replyMargin);
    else
        setIdleTimeout(mayStream ? 0s : plainPoolTimeout + replyMargin);
}

Result<ExecutionReply, RestError> ExecuteCodeJob::result() const
{
    const auto done = outcome();
    if (!done)
        return done.error();
    return *m_reply;
}

std::chrono::seconds ExecuteCodeJob::timeout() const
{
    if (m_options.timeout > 0s)
        return m_options.timeout;
    return m_mayStream ? streamingPoolTimeout : plainPoolTimeout;
}

// Always synchronous: an asynchronous execution runs in another kernel, where the notebook's
// variables are not (docs/decisions/0109).
QJsonObject ExecuteCodeJob::codeFields()
{
    QJsonObject fields{{u"code"_s, m_code},
                       {u"codeInputType"_s, u"Inline"_s},
                       {u"executionType"_s, u"Synchronous"_s}};
    if (m_options.inEmptyKernel && version().hasEmptyKernel)
        fields.insert("useEmptyKernel"_L1, true);
    return fields;
}

QJsonObject ExecuteCodeJob::commandFields() const
{
    return {{u"shellCommand"_s, m_code}};
}

QByteArray ExecuteCodeJob::requestBody()
{
    QJsonObject body = m_kind == PoolKind::Shell ? commandFields() : codeFields();
    body.insert("timeoutInSeconds"_L1, qint64{timeout().count()});
    if (version().setsStreamLength)
        body.insert("outputStreamsMaxLength"_L1,
                    m_mayStream ? streamedOutputLength : plainOutputLength);
    if (version().shape == ServiceVersion::Shape::Wrapped)
        body = {{u"properties"_s, body}};
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

Result<RestJob::Request, RestError> ExecuteCodeJob::request()
{
    if (m_reply)
        return sessionRequest("GET", u"executions/"_s + m_reply->id);
    requireVersionThat(m_kind == PoolKind::Shell ? &ServiceVersion::runsCommands : nullptr);
    Request request = sessionRequest("POST", version().executionsPath());
    request.contentType = "application/json";
    request.body = requestBody();
    if (!m_options.operationId.isEmpty())
        request.headers.emplaceBack("operation-id", m_options.operationId.toUtf8());
    if (m_mayStream) {
        request.accept = "application/x-ndjson, application/json";
        request.headers.emplaceBack("Accept-Encoding", "identity");
        request.readBufferBytes = readBufferBytes;
    }
    return request;
}

void ExecuteCodeJob::replyStarted(QNetworkReply &reply)
{
    const QByteArray type = reply.rawHeader("Content-Type").split(';').first().trimmed().toLower();
    m_isStream = type == "application/x-ndjson";
    SessionJob::replyStarted(reply);
}

std::optional<RestError> ExecuteCodeJob::judged(const RestError &error, const QNetworkReply &reply)
{
    using AboutKind = ServiceRefusal::AboutKind;
    const AboutKind about = ServiceRefusal::aboutKind(error);
    const PoolKind wanted = about == AboutKind::WantsCommands ? PoolKind::Shell : PoolKind::Python;
    if (about == AboutKind::No || wanted == m_kind || std::exchange(m_hasChangedKind, true))
        return SessionJob::judged(error, reply);
    m_kind = wanted;
    if (!m_options.asCodeOnly)
        return std::nullopt;
    const auto judgement = SessionJob::judged(error, reply);
    dialect().tookKind(wanted); // which whoever hears of it may answer by deleting us
    return judgement;
}

void ExecuteCodeJob::dataAvailable(QNetworkReply &reply)
{
    if (!m_isStream)
        return SessionJob::dataAvailable(reply);
    const QPointer<ExecuteCodeJob> self(this);
    QElapsedTimer turn;
    turn.start();
    for (qint64 taken = 0;
         taken < turnBytes && turn.elapsed() < turnMs && reply.bytesAvailable() > 0;) {
        const QByteArray bytes = reply.read(pieceBytes);
        taken += bytes.size();
        m_lines.append(bytes);
        const auto error = takeLines();
        if (!self || !isRunning())
            return;
        if (error)
            return fail(*error);
    }
}

std::optional<RestError> ExecuteCodeJob::takeLines()
{
    const QPointer<ExecuteCodeJob> self(this);
    while (const auto line = m_lines.next()) {
        const auto error = takeLine(*line);
        if (!self || error || !isRunning())
            return error;
    }
    if (m_lines.isTooLong())
        return invalidReply(u"a message of the stream is too long"_s);
    return std::nullopt;
}

std::optional<RestError> ExecuteCodeJob::takeLine(const QByteArray &line)
{
    if (m_reply || line.trimmed().isEmpty())
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(line);
    const QString type = document.object().value("type"_L1).toString();
    if (type.isEmpty())
        return invalidReply(u"a line of the stream is not a message"_s);
    if (type == "reply"_L1)
        return takeReply(readExecutionReply(document.object()));
    if (type != "status"_L1) {
        emit messageReceived(document.object());
    } else if (!m_hasBegun) {
        m_hasBegun = true;
        emit begun();
    }
    return std::nullopt;
}

std::optional<RestError> ExecuteCodeJob::takeReply(const Result<ExecutionReply, RestError> &reply)
{
    if (!reply)
        return reply.error();
    m_reply = *reply;
    m_reply->streamed = m_isStream;
    dialect().tookKind(m_kind);
    return std::nullopt;
}

std::optional<RestError> ExecuteCodeJob::replyFinished(QNetworkReply &, const QByteArray &body)
{
    const QPointer<ExecuteCodeJob> self(this);
    if (m_isStream) {
        const auto error = takeLine(m_lines.rest());
        if (!self || !isRunning())
            return std::nullopt;
        if (!m_reply)
            return RestError{RestError::Kind::ConnectionLost, 0, {}, u"the stream ended early"_s};
        return error;
    }
    if (const auto error = takeReply(readExecutionReply(body)))
        return error;
    if (!self || !isRunning())
        return std::nullopt;
    return isFinal(m_reply->status) ? std::nullopt : pollAgain();
}

std::optional<RestError> ExecuteCodeJob::pollAgain()
{
    if (!version().polls || m_reply->id.isEmpty() || m_reply->id.contains(u'/'))
        return invalidReply(u"a running execution without a usable id"_s);
    const auto now = client().clock().monotonic();
    if (!m_pollDeadline && (m_options.timeout > 0s || !m_mayStream))
        m_pollDeadline = now + timeout() + replyMargin;
    if (m_pollDeadline && now >= *m_pollDeadline)
        return RestError{RestError::Kind::Timeout, 0, {}, u"the execution did not end"_s};
    setRetryPolicy(RetryPolicy::idempotent()); // asking is harmless
    setIdleTimeout(replyMargin);
    m_pollDelay = std::min<std::chrono::milliseconds>(
        longestPollDelay, m_pollDelay == 0ms ? firstPollDelay : m_pollDelay * 3 / 2);
    continueAfter(m_pollDelay);
    return std::nullopt;
}

} // namespace sessionbook
