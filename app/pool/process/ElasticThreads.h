#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

namespace sessionbook {

/// Gives every task a thread, making one when none is idle, up to a limit beyond which tasks wait
/// in their order. For tasks that hold their thread for long: a connection, or code that runs. Idle
/// threads end after a while. Thread-safe.
class ElasticThreads
{
public:
    explicit ElasticThreads(size_t maxThreads);
    ~ElasticThreads();
    ElasticThreads(const ElasticThreads &) = delete;
    ElasticThreads &operator=(const ElasticThreads &) = delete;

    void enqueue(std::function<void()> task);
    /// Returns when every task is done.
    void finish();

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
