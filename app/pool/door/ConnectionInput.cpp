#include "ConnectionInput.h"

#include <cstring>

namespace sessionbook {

ConnectionInput::ConnectionInput(Wire &wire)
    : m_wire(wire)
    , m_bytes(std::make_unique_for_overwrite<char[]>(Capacity))
{
}

WireState ConnectionInput::fill(Deadline deadline)
{
    if (m_begin > 0) {
        std::memmove(m_bytes.get(), m_bytes.get() + m_begin, m_end - m_begin);
        m_end -= std::exchange(m_begin, 0);
    }
    const Transfer transfer = m_wire.read(m_bytes.get() + m_end, Capacity - m_end, deadline);
    m_end += transfer.count;
    return transfer.state;
}

} // namespace sessionbook
