#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace sessionbook {

/// Calls functions later, one after another, in a thread of its own. Thread-safe. What is not due
/// when it is destroyed is not called.
class LaterCalls
{
public:
    LaterCalls();
    ~LaterCalls();

    void add(std::chrono::milliseconds delay, std::function<void()> call);

private:
    void work();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::multimap<std::chrono::steady_clock::time_point, std::function<void()>> m_calls;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace sessionbook
