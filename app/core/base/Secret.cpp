#include "base/Secret.h"

#include <utility>

namespace sessionbook {

Secret::Secret(const QByteArray &bytes)
    : m_bytes(bytes.constData(),
              bytes.size()) // a copy of our own, so that wiping it spares nobody else's
{
}

Secret::Secret(const Secret &other)
    : Secret(other.m_bytes)
{
}

Secret::Secret(Secret &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
{
}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        m_bytes = QByteArray(other.m_bytes.constData(), other.m_bytes.size());
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

void Secret::wipe()
{
    // volatile, or the compiler drops writes to memory that is about to be freed.
    volatile char *bytes = m_bytes.data();
    for (qsizetype i = 0; i < m_bytes.size(); ++i)
        bytes[i] = 0;
    m_bytes.clear();
}

} // namespace sessionbook
