#include "helper/SegmentSweeper.h"

#include "helper/HelperNames.h"
#include "sessions/SessionClient.h"

namespace sessionbook {

using namespace std::chrono_literals;

namespace {

constexpr auto quietTime = 1s;

} // namespace

SegmentSweeper::SegmentSweeper(SessionClient &session, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_clock(clock)
{
}

void SegmentSweeper::sweep(const QString &prefix, const QString &run, int count)
{
    for (int number = 0; number < count; ++number)
        m_names.append(HelperNames::segment(prefix, run, number));
    const int turn = ++m_turn;
    m_clock.callAfter(quietTime, this, [this, turn] { deleteNext(turn); });
}

void SegmentSweeper::stop()
{
    ++m_turn;
    m_names.clear();
}

void SegmentSweeper::deleteNext(int turn)
{
    if (turn != m_turn || m_names.isEmpty())
        return;
    DeleteFileJob *job = m_session.deleteFile(m_names.takeFirst(), this);
    job->setRetryPolicy(RetryPolicy::never());
    connect(job, &RestJob::finished, this, [this, job, turn] {
        job->deleteLater();
        deleteNext(turn);
    });
    job->start();
}

} // namespace sessionbook
