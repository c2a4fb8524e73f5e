#pragma once

#include "ExecutionControl.h"
#include "ExecutionRecord.h"
#include "pool/kernel/KernelKind.h"

#include <atomic>
#include <mutex>
#include <utility>

namespace sessionbook {

/// An execution from its enrolment to its end: its record, which anybody may ask for, and the
/// handle to stop it. Thread-safe.
class PendingExecution
{
public:
    PendingExecution(ExecutionRecord record, KernelKind kernel)
        : m_id(record.id())
        , m_kernel(kernel)
        , m_record(std::move(record))
    {
    }

    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] KernelKind kernel() const { return m_kernel; }
    [[nodiscard]] ExecutionControl &control() { return m_control; }

    [[nodiscard]] ExecutionRecord record() const
    {
        const std::lock_guard lock(m_mutex);
        return m_record;
    }
    void setRecord(ExecutionRecord record)
    {
        const std::lock_guard lock(m_mutex);
        m_record = std::move(record);
    }
    void setTimes(const ExecutionTimes &times)
    {
        const std::lock_guard lock(m_mutex);
        m_record.setTimes(times);
    }
    void setStatus(ExecutionStatus status)
    {
        const std::lock_guard lock(m_mutex);
        m_record.setStatus(status);
    }
    void setKernelRestarted()
    {
        const std::lock_guard lock(m_mutex);
        m_record.setKernelRestarted();
    }
    /// Ends it without its code having run.
    void finishUnstarted(ExecutionStatus status, const ExecutionFailure &failure)
    {
        const std::lock_guard lock(m_mutex);
        m_record.finish(status, failure, 0);
    }

    /// Somebody runs it and will see it to its end.
    void adopt() { m_isAdopted = true; }
    [[nodiscard]] bool isAdopted() const { return m_isAdopted; }

private:
    const QString m_id;
    const KernelKind m_kernel;
    ExecutionControl m_control;
    std::atomic<bool> m_isAdopted = false;
    mutable std::mutex m_mutex;
    ExecutionRecord m_record;
};

} // namespace sessionbook
