#include "execution/CellRun.h"

#include "execution/DirectExecution.h"
#include "execution/HelperExecution.h"
#include "execution/MessageContent.h"

#include <QUuid>

#include <utility>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto shortestPause = 33ms;
/// A pool without room says so at once; what it has not refused by then runs.
constexpr auto longestRefusal = 1500ms;
/// Text that is written anew within one shortestPause; with more of it the pauses grow, so that a
/// flood costs a share of the time and not all of it
/// (docs/decisions/0020-output-is-bounded-and-paced.md).
constexpr qint64 unitsPerPause = 128 * 1024;

OutputLimits limitsFrom(const ExecutionOptions &options)
{
    return {.textUnits = options.maximumOutputBytes / qint64(sizeof(QChar)),
            .richBytes = options.maximumRichBytes};
}

/// NumPy raises a subclass with a name of its own.
bool isOutOfMemory(const std::optional<ErrorContent> &error)
{
    return error && (error->name == "MemoryError"_L1 || error->name == "_ArrayMemoryError"_L1);
}

RunFailure failureOf(const ExecutionReply &reply, const std::optional<ErrorContent> &error)
{
    if (reply.errorCode == "KernelDied"_L1 || reply.errorCode == "SessionDeleted"_L1
        || reply.errorCode == "SessionEnded"_L1)
        return RunFailure::SessionEnded;
    if (reply.ranOutOfTime())
        return RunFailure::TimedOut;
    return isOutOfMemory(error) ? RunFailure::OutOfMemory : RunFailure::Code;
}

RunFailure failureOf(const RestError &error)
{
    switch (error.kind) {
    case RestError::Kind::NotFound:
        return RunFailure::SessionEnded;
    case RestError::Kind::Timeout:
        return RunFailure::TimedOut;
    default:
        return RunFailure::Transport;
    }
}

QString detailOf(const ExecutionReply &reply, const std::optional<ErrorContent> &error)
{
    constexpr qsizetype longest = 2000;
    if (!isRaisedByCode(failureOf(reply, error)) || !error)
        return reply.errorMessage.left(longest);
    return error->message.isEmpty() ? error->name
                                    : u"%1: %2"_s.arg(error->name, error->message).left(longest);
}

} // namespace

CellRun::CellRun(CellId cell, QString source, const ExecutionOptions &options, Clock &clock,
                 QObject *parent)
    : QObject(parent)
    , m_cell(cell)
    , m_source(std::move(source))
    , m_options(options)
    , m_clock(clock)
    , m_outputs(limitsFrom(options))
{
}

void CellRun::start(SessionClient &session, KernelHelper *helper, int executionCount)
{
    Q_ASSERT(m_phase == Phase::Prepared);
    m_phase = Phase::Running;
    m_executionCount = executionCount;
    m_startedAt = m_clock.monotonic();
    m_info.state = RunState::Running;
    m_info.startedAt = m_clock.now();
    const ExecuteOptions options{.timeout = m_options.cellTimeout,
                                 .operationId = QUuid::createUuid().toString(QUuid::WithoutBraces),
                                 .waitsForRoom = true,
                                 .longestWait = m_options.longestWait};
    if (helper)
        m_execution = new HelperExecution(*helper, m_source, options, this);
    else
        m_execution = new DirectExecution(session, m_clock, m_source, options, this);
    connect(m_execution, &CodeExecution::messageReceived, this, &CellRun::receive);
    connect(m_execution, &CodeExecution::interruptFailed, this, [this] {
        m_phase = Phase::Running;
        emit interruptFailed();
    });
    connect(m_execution, &CodeExecution::waiting, this, &CellRun::noteWait);
    connect(m_execution, &CodeExecution::finished, this, &CellRun::finish);
    m_execution->start();
}

void CellRun::interrupt()
{
    if (m_phase == Phase::Prepared || m_phase == Phase::Finished)
        return;
    m_phase = Phase::Interrupting;
    if (m_nextTryAt && m_clock.monotonic() < *m_nextTryAt)
        return abandon(); // nothing has begun
    m_execution->interrupt();
}

void CellRun::abandon()
{
    if (m_execution && m_phase != Phase::Finished)
        m_execution->cancel();
}

std::chrono::milliseconds CellRun::elapsed() const
{
    if (m_phase == Phase::Finished)
        return m_info.duration;
    return m_phase == Phase::Prepared ? 0ms : std::max(0ms, m_clock.monotonic() - m_startedAt);
}

std::optional<std::chrono::milliseconds> CellRun::untilNextTry() const
{
    if (m_phase != Phase::Running || !m_nextTryAt)
        return std::nullopt;
    const auto left = *m_nextTryAt - m_clock.monotonic();
    if (left < -longestRefusal)
        return std::nullopt;
    return std::max(0ms, left);
}

void CellRun::noteWait(const RestError &why, std::chrono::milliseconds delay)
{
    if (why.kind != RestError::Kind::Throttled)
        return;
    m_nextTryAt = m_clock.monotonic() + delay;
    m_startedAt = *m_nextTryAt;
    m_info.startedAt = m_clock.now().addMSecs(delay.count());
    emit waitingForSession();
}

std::optional<int> CellRun::executionCount() const
{
    if (!m_reply)
        return std::nullopt;
    return m_reply->executionCount.value_or(m_executionCount);
}

void CellRun::receive(const QJsonObject &message)
{
    m_nextTryAt.reset();
    if (message["type"_L1] == "update_display_data"_L1) {
        const QString displayId = MessageContent::displayId(message);
        const DisplayContent content = MessageContent::display(message);
        m_outputs.replaceDisplay(displayId, content);
        m_updates.insert(displayId, content);
    } else {
        m_outputs.addMessage(message);
    }
    announceSoon();
}

void CellRun::announceSoon()
{
    if (m_isAnnouncing)
        return;
    m_isAnnouncing = true;
    const auto pause = shortestPause * (1 + m_outputs.textUnits() / unitsPerPause);
    m_clock.callAfter(pause, this, [this] {
        m_isAnnouncing = false;
        if (m_phase != Phase::Finished)
            announce();
    });
}

void CellRun::announce()
{
    const auto updates = std::exchange(m_updates, {});
    for (auto update = updates.begin(); update != updates.end(); ++update)
        emit displayUpdated(update.key(), update.value());
    if (m_outputs.hasChanged())
        emit outputsChanged();
}

void CellRun::finish()
{
    m_info.duration = elapsed();
    const auto result = m_execution->result();
    if (result)
        judge(*result);
    else
        judge(result.error());
    m_phase = Phase::Finished;
    announce();
    emit finished();
}

void CellRun::judge(const ExecutionReply &reply)
{
    m_reply = reply;
    if (!reply.streamed)
        m_outputs.addReply(reply, executionCount());
    m_outputs.addExit(reply);
    const bool isOurInterrupt = m_phase == Phase::Interrupting && m_outputs.error()
        && m_outputs.error()->name == "KeyboardInterrupt"_L1;
    if (reply.status == ExecutionStatus::Canceled || isOurInterrupt) {
        m_info.state = RunState::Cancelled;
    } else if (reply.status == ExecutionStatus::Succeeded) {
        m_info.state = RunState::Done;
    } else {
        m_info.state = RunState::Failed;
        m_info.failure = failureOf(reply, m_outputs.error());
        m_info.detail = detailOf(reply, m_outputs.error());
    }
}

void CellRun::judge(const RestError &error)
{
    if (error.kind == RestError::Kind::Cancelled) {
        m_info.state = RunState::Cancelled;
        return;
    }
    m_info.state = RunState::Failed;
    m_info.failure = failureOf(error);
    m_info.detail = error.detail;
    m_info.error = error;
}

} // namespace sessionbook
