#include "ExecutionControl.h"

#include <utility>

namespace sessionbook {

using Steady = std::chrono::steady_clock;

void ExecutionControl::stop(StopReason reason, const QString &why)
{
    const std::lock_guard lock(m_mutex);
    if (m_reason == StopReason::None) {
        m_reason = reason;
        m_why = why;
        m_stoppedAt = Steady::now();
        if (m_kernel && m_hasBegun)
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

QString ExecutionControl::why() const
{
    const std::lock_guard lock(m_mutex);
    return m_why;
}

void ExecutionControl::attach(std::shared_ptr<KernelProcess> kernel)
{
    const std::lock_guard lock(m_mutex);
    m_kernel = std::move(kernel);
    m_stoppedAt = Steady::now(); // the grace of a stop that came before counts from now
}

void ExecutionControl::begin()
{
    const std::lock_guard lock(m_mutex);
    // Once only: a kernel that said it again and again would put off its end.
    if (std::exchange(m_hasBegun, true) || m_reason == StopReason::None || !m_kernel)
        return;
    m_stoppedAt = Steady::now();
    m_kernel->interrupt();
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
