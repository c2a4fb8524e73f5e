#include "ExecutionControl.h"

namespace sessionbook {

using Steady = std::chrono::steady_clock;

void ExecutionControl::stop(StopReason reason)
{
    const std::lock_guard lock(m_mutex);
    if (m_reason == StopReason::None) {
        m_reason = reason;
        m_stoppedAt = Steady::now();
        if (m_kernel)
            m_kernel->interrupt();
    } else if (m_kernel && Steady::now() - m_stoppedAt > Impatience) {
        m_kernel->kill();
    }
}

StopReason ExecutionControl::stopReason() const
{
    const std::lock_guard lock(m_mutex);
    return m_reason;
}

void ExecutionControl::begin(std::shared_ptr<KernelProcess> kernel)
{
    const std::lock_guard lock(m_mutex);
    m_kernel = std::move(kernel);
    if (m_reason != StopReason::None) {
        m_stoppedAt = Steady::now();
        m_kernel->interrupt();
    }
}

void ExecutionControl::end()
{
    const std::lock_guard lock(m_mutex);
    m_kernel.reset();
}

void ExecutionControl::enforce()
{
    const std::lock_guard lock(m_mutex);
    if (m_kernel && m_reason != StopReason::None && Steady::now() - m_stoppedAt > Grace)
        m_kernel->kill();
}

} // namespace sessionbook
