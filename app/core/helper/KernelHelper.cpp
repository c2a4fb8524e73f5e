#include "helper/KernelHelper.h"

#include "helper/HandOverSegment.h"
#include "helper/HelperCall.h"
#include "helper/HelperNames.h"
#include "helper/HelperSource.h"
#include "helper/SegmentJob.h"
#include "sessions/SessionClient.h"

#include <QJsonArray>

#include <utility>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// Versions before 2025-10-02 keep 4,096 characters of what is printed, and nobody has said of what
/// kind.
constexpr int smallestRoom = 3900;
/// Of the versions that are asked to keep more; larger outputs are better off in a file.
constexpr int usualRoom = 128 * 1024;

/// Says nothing about the kernel: the service ended the call, mostly as it died, or the reply was
/// cut off.
bool mayPass(const ExecutionReply &reply, const HelperFrame &frame)
{
    return !reply.errorCode.isEmpty() || frame.state == HelperFrame::State::Broken;
}

} // namespace

KernelHelper::KernelHelper(SessionClient &session, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_clock(clock)
    , m_sweeper(session, clock)
{
}

int KernelHelper::room() const
{
    const bool isSmall = m_isCutting || !m_session.abilities().version.setsStreamLength;
    return isSmall ? smallestRoom : usualRoom;
}

void KernelHelper::forget()
{
    m_state = State::Unknown;
}

void KernelHelper::passOver()
{
    emit missed(m_failure ? m_failure->detail : QString());
}

void KernelHelper::prepare(std::optional<std::chrono::seconds> longestWait)
{
    if (m_state == State::Preparing)
        return;
    m_state = State::Preparing;
    m_failure.reset();
    m_longestWait = longestWait;
    m_isSecondTry = false;
    install();
}

void KernelHelper::install()
{
    const QString call = HelperCall::newId();
    ExecuteCodeJob *job = m_session.executeCode(
        HelperCall::install(call),
        {.asCodeOnly = true, .waitsForRoom = true, .longestWait = m_longestWait}, this);
    m_job = job;
    connect(job, &RestJob::waiting, this, &KernelHelper::waiting);
    connect(job, &RestJob::finished, this, [this, job, call] { installed(*job, call); });
    job->start();
}

void KernelHelper::stopPreparing()
{
    if (m_job)
        m_job->cancel();
}

void KernelHelper::installed(ExecuteCodeJob &job, const QString &call)
{
    job.deleteLater();
    const auto reply = job.result();
    // Whatever keeps the pool from answering will meet the cell as well, which can tell it better.
    if (!reply) {
        m_failure = reply.error();
        return finish(State::Unknown);
    }
    const HelperFrame frame = HelperFrame::in(reply->standardOutput, call);
    if (frame.state == HelperFrame::State::Refused)
        return refuse(frame.payload["reason"_L1].toString());
    if (frame.payload["helper"_L1].toString() != HelperSource::get().version) {
        if (reply->ranOutOfTime()) { // the kernel may have been busy; the next call tells
            m_failure
                = RestError{RestError::Kind::Timeout, 0, reply->errorCode, reply->errorMessage};
            return finish(State::Unknown);
        }
        if (mayPass(*reply, frame) && !std::exchange(m_isSecondTry, true))
            return install();
        return refuse(reply->standardError.trimmed().section(u'\n', -1).left(200));
    }
    const QJsonArray usable = frame.payload["prefixes"_L1].toArray();
    m_untried = HelperNames::prefixes();
    m_untried.removeIf([&usable](const QString &prefix) { return !usable.contains(prefix); });
    m_prefix.clear();
    tryNextPrefix(call);
}

void KernelHelper::tryNextPrefix(const QString &call)
{
    if (m_untried.isEmpty()) {
        if (!std::exchange(m_isFilesTold, true))
            emit cannotFetchFiles();
        return finish(State::Ready);
    }
    const QString prefix = m_untried.takeFirst();
    auto *job = new SegmentJob(m_session.place(), HelperNames::segment(prefix, call, 0), this);
    job->setRetryPolicy(RetryPolicy::idempotent());
    connect(job, &RestJob::finished, this, [this, job, prefix, call] {
        job->deleteLater();
        const auto bytes = job->result();
        if (!bytes || !HandOverSegment::read(*bytes, call, 0))
            return tryNextPrefix(call);
        m_prefix = prefix;
        finish(State::Ready);
    });
    job->start();
}

void KernelHelper::refuse(const QString &reason)
{
    emit refused(reason);
    finish(State::Refused);
}

void KernelHelper::finish(State state)
{
    m_state = state;
    emit prepared();
}

} // namespace sessionbook
