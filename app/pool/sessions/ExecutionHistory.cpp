#include "ExecutionHistory.h"

#include <algorithm>

namespace sessionbook {

void ExecutionHistory::add(ExecutionRecord record)
{
    m_bytes += record.sizeBytes();
    m_records.push_back(std::move(record));
    while (m_records.size() > MaxRecords || (m_records.size() > 1 && m_bytes > MaxBytes)) {
        m_bytes -= m_records.front().sizeBytes();
        m_records.pop_front();
    }
}

std::optional<ExecutionRecord> ExecutionHistory::find(const QString &id) const
{
    const auto found = std::ranges::find(m_records, id, &ExecutionRecord::id);
    return found == m_records.end() ? std::nullopt : std::optional(*found);
}

} // namespace sessionbook
