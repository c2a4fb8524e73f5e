#pragma once

#include "Wire.h"

#include <memory>
#include <string_view>

namespace sessionbook {

/// What a connection has brought and nobody has taken yet, in bounded memory. Used by the
/// connection's thread.
class ConnectionInput
{
public:
    /// As much as fits at once.
    static constexpr size_t Capacity = 64 * 1024;

    /// `wire` outlives it.
    explicit ConnectionInput(Wire &wire);

    /// Valid until the next fill().
    [[nodiscard]] std::string_view ready() const
    {
        return {m_bytes.get() + m_begin, m_end - m_begin};
    }
    void take(size_t count) { m_begin += count; }
    /// Waits for bytes beyond those that are ready, which must be fewer than Capacity.
    [[nodiscard]] WireState fill(Deadline deadline);

private:
    Wire &m_wire;
    std::unique_ptr<char[]> m_bytes; ///< not filled in: only what is used takes memory
    size_t m_begin = 0;
    size_t m_end = 0;
};

} // namespace sessionbook
