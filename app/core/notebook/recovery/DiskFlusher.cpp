#include "notebook/recovery/DiskFlusher.h"

#include <QDeadlineTimer>

#include <utility>

using namespace std::chrono_literals;

namespace sessionbook {

namespace {

/// With the turn of the event loop before and the write itself, each change is on the disk within
/// 100 ms if the disk can.
constexpr auto betweenFlushes = 80ms;

} // namespace

DiskFlusher::DiskFlusher()
{
    start();
}

DiskFlusher::~DiskFlusher()
{
    {
        const QMutexLocker lock(&m_mutex);
        m_isEnding = true;
        m_wake.wakeAll();
    }
    wait();
}

void DiskFlusher::request(std::shared_ptr<JournalFile> file, bool isUrgent, Done done)
{
    const QMutexLocker lock(&m_mutex);
    m_request = {std::move(file), std::move(done)};
    m_isUrgent = m_isUrgent || isUrgent;
    m_wake.wakeAll();
}

void DiskFlusher::add(std::function<void()> job)
{
    const QMutexLocker lock(&m_mutex);
    m_jobs.push_back(std::move(job));
    m_wake.wakeAll();
}

void DiskFlusher::run()
{
    QDeadlineTimer mayFlush(0ms);
    QMutexLocker lock(&m_mutex);
    for (;;) {
        if (!m_jobs.empty()) {
            const auto jobs = std::exchange(m_jobs, {});
            lock.unlock();
            for (const auto &job : jobs)
                job();
            lock.relock();
        } else if (m_request.file && (m_isUrgent || m_isEnding || mayFlush.hasExpired())) {
            const Request request = std::exchange(m_request, {});
            m_isUrgent = false;
            lock.unlock();
            request.done(request.file->sync());
            mayFlush = QDeadlineTimer(betweenFlushes);
            lock.relock();
        } else if (m_isEnding) {
            return;
        } else {
            m_wake.wait(&m_mutex,
                        m_request.file ? mayFlush : QDeadlineTimer(QDeadlineTimer::Forever));
        }
    }
}

} // namespace sessionbook
