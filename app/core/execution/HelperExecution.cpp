#include "execution/HelperExecution.h"

#include "execution/DirectExecution.h"
#include "helper/HandOverPoller.h"
#include "helper/HelperCall.h"
#include "helper/HelperInterrupter.h"
#include "helper/KernelHelper.h"
#include "helper/PieceReader.h"
#include "helper/ReplyRecall.h"
#include "sessions/SessionClient.h"

#include <QJsonArray>
#include <QUuid>

#include <limits>
#include <tuple>
#include <utility>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Code that has not ended so long after it was interrupted does not listen.
constexpr auto longestEnd = 10s;

/// After these the code may have begun, and may still run.
bool mayHaveBegun(const RestError &error)
{
    return error.kind == RestError::Kind::ConnectionLost || error.kind == RestError::Kind::Timeout
        || error.kind == RestError::Kind::ServerError
        || error.kind == RestError::Kind::InvalidReply;
}

RestError invalid(const QString &detail)
{
    return {RestError::Kind::InvalidReply, 0, {}, detail};
}

} // namespace

HelperExecution::HelperExecution(KernelHelper &helper, QString code, const ExecuteOptions &options,
                                 QObject *parent)
    : CodeExecution(parent)
    , m_helper(helper)
    , m_code(std::move(code))
    , m_options(options)
    , m_result(RestError{RestError::Kind::Cancelled})
{
}

Result<ExecutionReply, RestError> HelperExecution::result() const
{
    return m_direct ? m_direct->result() : m_result;
}

void HelperExecution::start()
{
    m_helper.sweeper().stop();
    prepare();
}

void HelperExecution::prepare()
{
    m_stage = Stage::Preparing;
    if (m_helper.state() == KernelHelper::State::Ready)
        return send();
    if (m_helper.state() == KernelHelper::State::Refused)
        return sendDirectly();
    connect(&m_helper, &KernelHelper::prepared, this, &HelperExecution::prepared,
            Qt::SingleShotConnection);
    connect(&m_helper, &KernelHelper::waiting, this, &CodeExecution::waiting, Qt::UniqueConnection);
    m_helper.prepare(m_options.longestWait);
}

void HelperExecution::prepared()
{
    if (m_stage != Stage::Preparing)
        return;
    // Where it could not be installed for a passing reason, the call says whether it is missing.
    const auto &failure = m_helper.failure();
    if (m_helper.state() == KernelHelper::State::Refused || !m_helper.session().takesHelper())
        sendDirectly(); // or it turned out to be a pool of shells
    else if (failure && failure->kind == RestError::Kind::Throttled)
        finish(*failure); // the cell would wait as long once more
    else
        send();
}

void HelperExecution::sendDirectly()
{
    m_stage = Stage::Running;
    m_direct = new DirectExecution(m_helper.session(), m_helper.clock(), m_code, m_options, this);
    connect(m_direct, &CodeExecution::messageReceived, this, &CodeExecution::messageReceived);
    connect(m_direct, &CodeExecution::waiting, this, &CodeExecution::waiting);
    connect(m_direct, &CodeExecution::interruptFailed, this, &CodeExecution::interruptFailed);
    connect(m_direct, &CodeExecution::finished, this, &CodeExecution::finished);
    m_direct->start();
}

void HelperExecution::send()
{
    m_stage = Stage::Running;
    m_run = HelperCall::newId();
    m_room = m_helper.room();
    const QString code = HelperCall::run(
        {.id = m_run, .code = m_code, .prefix = m_helper.prefix(), .room = m_room});
    ExecuteOptions options = m_options;
    options.asCodeOnly = true;
    m_job = m_helper.session().executeCode(code, options, this);
    connect(m_job, &RestJob::waiting, this, &CodeExecution::waiting);
    connect(m_job, &RestJob::finished, this, [this, job = m_job.data()] {
        job->deleteLater();
        m_job = nullptr;
        answered(*job);
    });
    m_job->start();
    startPolling();
}

void HelperExecution::startPolling()
{
    delete std::exchange(m_poller, nullptr);
    if (m_helper.prefix().isEmpty())
        return;
    m_poller
        = new HandOverPoller(m_helper.session(), m_helper.clock(), m_run, m_helper.prefix(), this);
    connect(m_poller, &HandOverPoller::messageReceived, this, &HelperExecution::receive);
    connect(m_poller, &HandOverPoller::ended, this, &HelperExecution::conclude);
    m_poller->start();
}

void HelperExecution::answered(const ExecuteCodeJob &job)
{
    if (m_stage != Stage::Running)
        return;
    const auto reply = job.result();
    if (!reply && mayHaveBegun(reply.error()))
        return lost(reply.error());
    if (!reply)
        return finish(reply.error());
    const HelperFrame frame = HelperFrame::in(reply->standardOutput, m_run);
    receiveText(u"stderr"_s, reply->standardError);
    switch (frame.state) {
    case HelperFrame::State::Whole:
        m_serviceError = {reply->errorCode, reply->errorMessage};
        return take(frame);
    case HelperFrame::State::Missing:
        if (mayBeALie(*reply))
            return lost(invalid(u"the helper is denied, but the code has begun"_s));
        return sendAgain();
    case HelperFrame::State::Broken:
        m_helper.noteCutReply();
        m_room = m_helper.room();
        return lost(invalid(u"the helper's reply was cut off"_s));
    case HelperFrame::State::Refused:
    case HelperFrame::State::Absent:
        return answeredWithoutFrame(*reply);
    }
}

/// The service ended the execution itself, or the kernel died under it.
void HelperExecution::answeredWithoutFrame(const ExecutionReply &reply)
{
    if (reply.status == ExecutionStatus::Succeeded)
        return lost(invalid(u"the helper did not answer"_s));
    ExecutionReply ended = reply;
    ended.standardError.clear(); // received already
    endWithoutHelper(ended);
}

/// The call itself always succeeds, and gives nothing out before its reply.
bool HelperExecution::mayBeALie(const ExecutionReply &reply) const
{
    return reply.status != ExecutionStatus::Succeeded || m_end
        || (m_poller && m_poller->next() > 0);
}

/// Nothing of the code was done: the kernel is new.
void HelperExecution::sendAgain()
{
    const bool isSecond = std::exchange(m_wasSentAgain, true);
    if (isSecond && !m_helper.failure())
        return finish(invalid(u"the helper does not stay in the kernel"_s));
    m_isKernelNew = true;
    // The old one names the call that came too early, and no pool takes a name twice.
    m_options.operationId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_helper.forget();
    if (m_wasInterrupted)
        return finish(RestError{RestError::Kind::Cancelled});
    delete std::exchange(m_poller, nullptr);
    delete std::exchange(m_interrupter, nullptr);
    if (!isSecond)
        return prepare();
    m_helper.passOver();
    sendDirectly();
}

void HelperExecution::lost(const RestError &error)
{
    m_stage = Stage::Recalling;
    if (m_end)
        return conclude(*m_end);
    m_recall = new ReplyRecall(m_helper, m_run, m_room, error, this);
    connect(m_recall, &ReplyRecall::found, this, &HelperExecution::take);
    connect(m_recall, &ReplyRecall::kernelGone, this,
            [this, detail = error.detail] { endAsKernelDied(detail); });
    connect(m_recall, &ReplyRecall::failed, this,
            [this](const RestError &failure) { finish(failure); });
    m_recall->start();
}

void HelperExecution::endAsKernelDied(const QString &detail)
{
    ExecutionReply died;
    died.status = ExecutionStatus::Failed;
    died.errorCode = u"KernelDied"_s;
    died.errorMessage = detail;
    endWithoutHelper(died);
}

/// What was printed until then lies in the session's files, which outlive its kernel.
void HelperExecution::endWithoutHelper(const ExecutionReply &ended)
{
    m_helper.forget();
    if (!m_poller)
        return finish(ended);
    m_stage = Stage::Draining;
    connect(m_poller, &HandOverPoller::drained, this, [this, ended] { finish(ended); });
    m_poller->drain(std::numeric_limits<int>::max());
}

void HelperExecution::take(const HelperFrame &frame)
{
    m_end = HelperEnd::from(frame.payload["end"_L1].toObject());
    if (!m_end)
        return finish(invalid(u"the helper does not say how the code ended"_s));
    m_lastMessages = frame.payload["messages"_L1].toArray();
    receiveText(u"stdout"_s, frame.rest);
    drain(frame.payload["segments"_L1].toInt());
}

void HelperExecution::drain(int segments)
{
    m_stage = Stage::Draining;
    if (segments <= (m_poller ? m_poller->next() : 0))
        return conclude(*m_end);
    if (!m_poller)
        return readPieces(segments);
    connect(m_poller, &HandOverPoller::drained, this, [this, segments] {
        if (m_poller->next() < segments)
            readPieces(segments);
        else
            conclude(*m_end);
    });
    m_poller->drain(segments);
}

void HelperExecution::readPieces(int segments)
{
    auto *reader = new PieceReader(
        m_helper.session(),
        {.run = m_run, .next = m_poller ? m_poller->next() : 0, .count = segments, .room = m_room},
        this);
    connect(reader, &PieceReader::messageReceived, this, &HelperExecution::receive);
    connect(reader, &PieceReader::ended, this, &HelperExecution::conclude);
    connect(reader, &PieceReader::drained, this, [this, reader] {
        if (!reader->hasAll())
            receiveText(u"stderr"_s, u"\n[… output that could not be fetched …]\n"_s);
        conclude(*m_end);
    });
    reader->start();
}

void HelperExecution::receive(const QJsonObject &message)
{
    if (message["type"_L1] == "error"_L1)
        m_lastErrorName = message["ename"_L1].toString();
    emit messageReceived(message);
}

void HelperExecution::receiveText(const QString &stream, const QString &text)
{
    if (!text.isEmpty())
        receive({{u"type"_s, u"stream"_s}, {u"name"_s, stream}, {u"text"_s, text}});
}

/// A segment may tell the end before the reply does, or in its place.
void HelperExecution::conclude(const HelperEnd &end)
{
    if (m_stage == Stage::Finished)
        return;
    if (m_stage == Stage::Running) {
        m_end = end;
        return; // the reply is on its way, and with it what was printed beside the helper
    }
    for (const QJsonObject &message : outputMessagesIn(std::exchange(m_lastMessages, {})))
        receive(message);
    const bool isOurInterrupt = m_wasInterrupted
        && (m_lastErrorName == "KeyboardInterrupt"_L1 || m_lastErrorName == "CancelledError"_L1);
    ExecutionReply reply;
    reply.id = m_run;
    reply.streamed = true;
    reply.status = end.succeeded ? ExecutionStatus::Succeeded
        : isOurInterrupt         ? ExecutionStatus::Canceled
                                 : ExecutionStatus::Failed;
    std::tie(reply.errorCode, reply.errorMessage) = m_serviceError;
    reply.executionTimeMs = end.milliseconds;
    reply.executionCount = end.executionCount;
    reply.kernelRestarted = m_isKernelNew;
    if (m_poller)
        m_helper.sweeper().sweep(m_helper.prefix(), m_run, m_poller->next());
    finish(reply);
}

void HelperExecution::finish(Result<ExecutionReply, RestError> result)
{
    if (m_stage == Stage::Finished)
        return;
    m_stage = Stage::Finished;
    m_result = std::move(result);
    delete std::exchange(m_interrupter, nullptr);
    if (m_poller)
        std::exchange(m_poller, nullptr)->deleteLater();
    if (m_recall) {
        m_recall->disconnect(this);
        std::exchange(m_recall, nullptr)->deleteLater();
    }
    emit finished();
}

void HelperExecution::cancel()
{
    if (m_direct)
        return m_direct->cancel();
    if (m_stage == Stage::Finished)
        return;
    if (m_stage == Stage::Preparing) {
        m_helper.disconnect(this); // prepared() would send the code
        m_helper.stopPreparing();
    }
    if (m_job) {
        m_job->disconnect(this);
        m_job->deleteLater();
    }
    QMetaObject::invokeMethod(
        this, [this] { finish(RestError{RestError::Kind::Cancelled}); }, Qt::QueuedConnection);
}

void HelperExecution::interrupt()
{
    if (m_direct)
        return m_direct->interrupt();
    if (m_stage == Stage::Preparing)
        return cancel(); // nothing has begun
    m_wasInterrupted = true;
    if (!isRunning())
        return;
    if (!m_interrupter) {
        m_interrupter = new HelperInterrupter(m_helper.session(), m_run, this);
        connect(m_interrupter, &HelperInterrupter::failed, this, &CodeExecution::interruptFailed);
        connect(m_interrupter, &HelperInterrupter::delivered, this,
                &HelperExecution::noteInterrupt);
    }
    m_interrupter->start();
}

void HelperExecution::noteInterrupt()
{
    if (std::exchange(m_isEndAwaited, true))
        return; // told once, however often it was asked to stop
    m_helper.clock().callAfter(longestEnd, this, [this] {
        m_isEndAwaited = false;
        if (isRunning())
            emit interruptFailed();
    });
}

} // namespace sessionbook
