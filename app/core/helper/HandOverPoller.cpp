#include "helper/HandOverPoller.h"

#include "helper/HelperNames.h"
#include "helper/SegmentJob.h"
#include "sessions/SessionClient.h"

namespace sessionbook {

using namespace std::chrono_literals;

namespace {

/// A segment is there before the run's end is told, so that one that cannot be had so often never
/// will.
constexpr int mostFailures = 5;

} // namespace

HandOverPoller::HandOverPoller(SessionClient &session, Clock &clock, QString run, QString prefix,
                               QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_clock(clock)
    , m_run(std::move(run))
    , m_prefix(std::move(prefix))
{
}

void HandOverPoller::start()
{
    askAfter(PollPace::first);
}

void HandOverPoller::drain(int count)
{
    m_count = count;
    m_failures = 0;
    if (!m_job)
        askAfter(0ms);
}

void HandOverPoller::askAfter(std::chrono::milliseconds delay)
{
    const int turn = ++m_turn;
    m_clock.callAfter(delay, this, [this, turn] {
        if (turn == m_turn)
            ask();
    });
}

void HandOverPoller::ask()
{
    if (isDrained())
        return emit drained();
    const QString name = HelperNames::segment(m_prefix, m_run, m_next);
    m_job = new SegmentJob(m_session.place(), name, this);
    connect(m_job, &RestJob::finished, this, [this, job = m_job.data()] { answered(*job); });
    m_job->start();
}

void HandOverPoller::answered(SegmentJob &job)
{
    job.deleteLater();
    m_job = nullptr;
    const auto bytes = job.result();
    const auto segment
        = bytes ? HandOverSegment::read(*bytes, m_run, m_next) : std::optional<HandOverSegment>();
    if (segment)
        return take(*segment);
    if (!m_count)
        return askAfter(m_pace.afterNothing());
    if (++m_failures >= mostFailures)
        return emit drained();
    askAfter(PollPace::shortest * m_failures);
}

void HandOverPoller::take(const HandOverSegment &segment)
{
    const QPointer<HandOverPoller> self(this);
    ++m_next;
    m_failures = 0;
    for (const QJsonObject &message : segment.messages) {
        emit messageReceived(message);
        if (!self)
            return;
    }
    if (segment.end)
        return emit ended(*segment.end);
    askAfter(m_count ? 0ms : m_pace.afterSomething());
}

} // namespace sessionbook
