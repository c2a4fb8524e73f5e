#include "helper/ReplyRecall.h"

#include "helper/HelperCall.h"
#include "helper/KernelHelper.h"
#include "sessions/SessionClient.h"

#include <utility>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto firstDelay = 500ms;
constexpr auto longestDelay = 10s;

/// The code may go on as long as the service lets it; a pool that answers, but not with what was
/// asked for, soon says whether it will.
std::chrono::seconds patienceAfter(const RestError &error)
{
    const bool mayGoOn
        = error.kind == RestError::Kind::ConnectionLost || error.kind == RestError::Kind::Timeout;
    return mayGoOn ? 300s : 10s;
}

/// The pool may be out of reach for a while.
bool mayPass(const RestError &error)
{
    switch (error.kind) {
    case RestError::Kind::ConnectionLost:
    case RestError::Kind::ConnectionRefused:
    case RestError::Kind::HostNotFound:
    case RestError::Kind::InvalidReply:
    case RestError::Kind::ServerError:
    case RestError::Kind::Throttled:
    case RestError::Kind::Timeout:
        return true;
    default:
        return false;
    }
}

} // namespace

ReplyRecall::ReplyRecall(KernelHelper &helper, QString run, int room, RestError loss,
                         QObject *parent)
    : QObject(parent)
    , m_helper(helper)
    , m_run(std::move(run))
    , m_room(room)
    , m_loss(std::move(loss))
    , m_delay(firstDelay)
    , m_end(helper.clock().monotonic() + patienceAfter(m_loss))
{
}

void ReplyRecall::start()
{
    askLater();
}

void ReplyRecall::askLater()
{
    if (m_helper.clock().monotonic() > m_end)
        return emit failed(m_loss);
    const auto delay
        = std::exchange(m_delay, std::min<std::chrono::milliseconds>(longestDelay, m_delay * 2));
    m_helper.clock().callAfter(delay, this, [this] { ask(); });
}

void ReplyRecall::ask()
{
    const QString call = HelperCall::newId();
    ExecuteCodeJob *job
        = m_helper.session().executeCode(HelperCall::repeat(call, m_run, m_room), {}, this);
    connect(job, &RestJob::finished, this, [this, job, call] {
        job->deleteLater();
        answered(*job, call);
    });
    job->start();
}

void ReplyRecall::answered(const ExecuteCodeJob &job, const QString &call)
{
    const auto reply = job.result();
    if (!reply)
        return mayPass(reply.error()) ? askLater() : emit failed(reply.error());
    const HelperFrame frame = HelperFrame::in(reply->standardOutput, call);
    switch (frame.state) {
    case HelperFrame::State::Whole:
        if (frame.payload.contains("unknown"_L1))
            return emit failed(m_loss); // the code never came there
        return emit found(frame);
    case HelperFrame::State::Missing:
        return emit kernelGone();
    case HelperFrame::State::Absent:
    case HelperFrame::State::Refused:
    case HelperFrame::State::Broken:
        return askLater();
    }
}

} // namespace sessionbook
