#include "mainwindow/SessionFarewell.h"

#include "base/Logging.h"

#include <QTimer>

using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr auto longestFarewell = 2s;

} // namespace

SessionFarewell::SessionFarewell(QObject *parent)
    : QObject(parent)
{
}

SessionFarewell::~SessionFarewell() = default;

void SessionFarewell::end(std::shared_ptr<SessionLink> link)
{
    SessionLink *ended = m_links.emplace_back(std::move(link)).get();
    auto *job = ended->session->deleteSession(ended->session.get());
    job->setRetryPolicy(RetryPolicy::never());
    connect(job, &RestJob::finished, this, [this, job, ended] {
        if (job->error() && job->error()->kind != RestError::Kind::NotFound)
            qCDebug(lcUi) << "a session was not deleted:" << job->error()->detail;
        forget(ended);
    });
    QTimer::singleShot(longestFarewell, job, &RestJob::cancel);
    job->start();
}

void SessionFarewell::forget(const SessionLink *link)
{
    const auto place = std::ranges::find(m_links, link, &std::shared_ptr<SessionLink>::get);
    if (place == m_links.end())
        return;
    // The job that told us is a child of the session, and still on the stack.
    QMetaObject::invokeMethod(
        this, [gone = *place] {}, Qt::QueuedConnection);
    m_links.erase(place);
    if (!isBusy())
        emit becameIdle();
}

} // namespace sessionbook
