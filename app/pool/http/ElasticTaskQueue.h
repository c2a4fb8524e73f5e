#pragma once

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace sessionbook {

/// Gives every connection a thread, making one when none is idle, up to a limit: executions hold
/// their thread for as long as the code runs, and files, cancel and the rest must be answered
/// meanwhile. Idle threads end after a while.
class ElasticTaskQueue : public httplib::TaskQueue
{
public:
    explicit ElasticTaskQueue(size_t maxThreads);
    ~ElasticTaskQueue() override;

    void enqueue(std::function<void()> task) override;
    void shutdown() override;

private:
    bool startThread();
    void work();

    const size_t m_maxThreads;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_ended;
    std::deque<std::function<void()>> m_tasks;
    size_t m_threads = 0;
    size_t m_idle = 0;
    bool m_stopping = false;
};

} // namespace sessionbook
