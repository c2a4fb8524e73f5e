#pragma once

#include <QString>

#include <deque>
#include <mutex>

namespace sessionbook {

/// The environments that MCP clients launched and have not run anything in yet: names without
/// sessions. So many are kept; the oldest goes first. Thread-safe.
class LaunchedEnvironments
{
public:
    static constexpr size_t Most = 1000;

    /// The name of a new one.
    [[nodiscard]] QString launch();
    [[nodiscard]] bool contains(const QString &id) const;
    /// It has a session now, which alone says from then on whether it exists.
    void begin(const QString &id);

private:
    mutable std::mutex m_mutex;
    std::deque<QString> m_ids;
};

} // namespace sessionbook
