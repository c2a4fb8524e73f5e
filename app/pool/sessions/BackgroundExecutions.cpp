#include "BackgroundExecutions.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// Sessions that work at the same time; those of others wait.
constexpr size_t MostThreads = 512;

ApiError tooMany()
{
    return {429, u"TooManyExecutions"_s, u"Too many executions wait in this session already."_s};
}

} // namespace

BackgroundExecutions::BackgroundExecutions()
    : m_threads(MostThreads)
{
}

ApiResult<ExecutionRecord> BackgroundExecutions::begin(const std::shared_ptr<PoolSession> &session,
                                                       const QString &id,
                                                       const ExecutionRequest &request,
                                                       std::chrono::seconds timeout)
{
    // Held while it is enrolled: in both queues, here and in the session, the order is the same, or
    // the thread would wait for an execution that waits for the thread.
    const std::lock_guard lock(m_mutex);
    const auto place = m_queues.try_emplace(session.get());
    Queue &queue = place.first->second;
    const bool needsThread = place.second;
    auto enrolled = hasRoom(*session, queue, request) ? session->enroll(id, request)
                                                      : ApiResult<ExecutionRecord>(tooMany());
    if (enrolled)
        queue.push_back({id, request, timeout});
    else if (needsThread)
        m_queues.erase(place.first);
    if (enrolled && needsThread)
        m_threads.enqueue([this, session] { work(*session); });
    return enrolled;
}

bool BackgroundExecutions::hasRoom(PoolSession &session, Queue &queue,
                                   const ExecutionRequest &request)
{
    const auto characters = [&] {
        qint64 sum = request.size();
        for (const Waiting &waiting : queue)
            sum += waiting.request.size();
        return sum;
    };
    const auto isFull
        = [&] { return queue.size() >= MostWaiting || characters() > MostWaitingCharacters; };
    if (!isFull())
        return true;
    // Those that were cancelled meanwhile need no place.
    std::erase_if(queue, [&](const Waiting &waiting) { return !session.isPending(waiting.id); });
    return !isFull();
}

std::optional<BackgroundExecutions::Waiting> BackgroundExecutions::next(PoolSession &session)
{
    const std::lock_guard lock(m_mutex);
    const auto queue = m_queues.find(&session);
    if (queue->second.empty()) {
        m_queues.erase(queue);
        return {};
    }
    Waiting first = std::move(queue->second.front());
    queue->second.pop_front();
    return first;
}

void BackgroundExecutions::work(PoolSession &session)
{
    // What went wrong is in the record, where the client asks for it.
    while (const auto waiting = next(session))
        (void)session.run(waiting->id, waiting->request, waiting->timeout, nullptr);
}

void BackgroundExecutions::finish()
{
    m_threads.finish();
}

} // namespace sessionbook
