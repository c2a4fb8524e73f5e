#include "ElasticThreads.h"

#include <chrono>
#include <system_error>
#include <thread>

namespace sessionbook {

namespace {

constexpr std::chrono::seconds IdleLife{30};

} // namespace

ElasticThreads::ElasticThreads(size_t maxThreads)
    : m_maxThreads(maxThreads)
{
}

ElasticThreads::~ElasticThreads()
{
    finish();
}

void ElasticThreads::enqueue(std::function<void()> task)
{
    const std::lock_guard lock(m_mutex);
    m_tasks.push_back(std::move(task));
    if (m_idle < m_tasks.size() && m_threads < m_maxThreads && startThread())
        ++m_threads;
    m_wake.notify_one();
}

/// Where the system has no thread left, the task waits for one that there is.
bool ElasticThreads::startThread()
{
    try {
        std::thread([this] { work(); }).detach();
        return true;
    } catch (const std::system_error &) {
        return false;
    }
}

void ElasticThreads::finish()
{
    std::unique_lock lock(m_mutex);
    m_stopping = true;
    m_wake.notify_all();
    m_ended.wait(lock, [this] { return m_threads == 0; });
}

void ElasticThreads::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        ++m_idle;
        const bool called
            = m_wake.wait_for(lock, IdleLife, [this] { return m_stopping || !m_tasks.empty(); });
        --m_idle;
        if (!called || m_tasks.empty())
            break;
        std::function<void()> task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
        lock.lock();
    }
    --m_threads;
    m_ended.notify_all();
}

} // namespace sessionbook
