#include "LaterCalls.h"

namespace sessionbook {

using Steady = std::chrono::steady_clock;

LaterCalls::LaterCalls()
    : m_thread([this] { work(); })
{
}

LaterCalls::~LaterCalls()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void LaterCalls::add(std::chrono::milliseconds delay, std::function<void()> call)
{
    {
        const std::lock_guard lock(m_mutex);
        m_calls.emplace(Steady::now() + delay, std::move(call));
    }
    m_wake.notify_all();
}

void LaterCalls::work()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        if (m_calls.empty()) {
            m_wake.wait(lock);
        } else if (const auto due = m_calls.begin()->first; Steady::now() < due) {
            m_wake.wait_until(lock, due);
        } else {
            const auto call = std::move(m_calls.begin()->second);
            m_calls.erase(m_calls.begin());
            lock.unlock();
            call();
            lock.lock();
        }
    }
}

} // namespace sessionbook
