#pragma once

#include "ExecutionRecord.h"

#include <deque>
#include <optional>

namespace sessionbook {

/// The latest finished executions of a session, within a budget of number and memory; of them the
/// very last always stays. Not thread-safe.
class ExecutionHistory
{
public:
    static constexpr size_t MaxRecords = 100;
    static constexpr qint64 MaxBytes = 16 * 1024 * 1024;

    void add(ExecutionRecord record);
    [[nodiscard]] std::optional<ExecutionRecord> find(const QString &id) const;

private:
    std::deque<ExecutionRecord> m_records;
    qint64 m_bytes = 0;
};

} // namespace sessionbook
