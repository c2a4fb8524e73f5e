#include "Connections.h"

#include <sys/socket.h>

#include <algorithm>

namespace sessionbook {

Connections::Place::Place(Connections &connections, Entries::iterator entry)
    : m_connections(connections)
    , m_entry(entry)
{
}

Connections::Place::~Place()
{
    const std::lock_guard lock(m_connections.m_mutex);
    if (m_entry->isLeaving)
        --m_connections.m_leaving;
    m_connections.m_entries.erase(m_entry);
    m_connections.m_left.notify_all();
}

Connections::Admission Connections::Place::admit(bool isKnown)
{
    const std::lock_guard lock(m_connections.m_mutex);
    if (m_entry->isLeaving)
        return Admission::Left;
    if (isKnown != m_entry->isKnown) {
        const bool isFull
            = m_connections.count(isKnown) >= (isKnown ? m_connections.m_limits.knownConnections
                                                       : m_connections.m_limits.unknownConnections);
        if (isFull && !m_connections.makeOneLeave(isKnown))
            return Admission::Full;
        m_entry->isKnown = isKnown;
        m_connections.m_entries.splice(m_connections.m_entries.end(), m_connections.m_entries,
                                       m_entry);
    }
    m_entry->isBusy = true;
    return Admission::Granted;
}

bool Connections::Place::rest()
{
    const std::lock_guard lock(m_connections.m_mutex);
    m_entry->isBusy = false;
    m_connections.m_entries.splice(m_connections.m_entries.end(), m_connections.m_entries, m_entry);
    return !m_entry->isLeaving && !m_connections.m_isClosed;
}

Connections::Connections(const DoorLimits &limits)
    : m_limits(limits)
{
}

std::unique_ptr<Connections::Place> Connections::enter(int socket)
{
    std::unique_lock lock(m_mutex);
    if (count(false) >= m_limits.unknownConnections)
        makeOneLeave(false);
    m_left.wait(lock, [this] { return m_isClosed || m_leaving < m_limits.leavingConnections; });
    if (m_isClosed)
        return nullptr;
    m_entries.push_back({.socket = socket});
    return std::make_unique<Place>(*this, std::prev(m_entries.end()));
}

void Connections::close()
{
    const std::lock_guard lock(m_mutex);
    m_isClosed = true;
    for (Entry &entry : m_entries) {
        if (!entry.isBusy && !entry.isLeaving) {
            makeLeave(entry);
            ++m_leaving;
        }
    }
    m_left.notify_all();
}

size_t Connections::count(bool isKnown) const
{
    return size_t(std::ranges::count_if(m_entries, [isKnown](const Entry &entry) {
        return entry.isKnown == isKnown && !entry.isLeaving;
    }));
}

bool Connections::makeOneLeave(bool isKnown)
{
    // The answer to a sender that is not known is short; waiting for it would give it a hold.
    const auto oldest = std::ranges::find_if(m_entries, [isKnown](const Entry &entry) {
        return entry.isKnown == isKnown && !entry.isLeaving && !(isKnown && entry.isBusy);
    });
    if (oldest == m_entries.end())
        return false;
    makeLeave(*oldest);
    ++m_leaving;
    return true;
}

void Connections::makeLeave(Entry &entry)
{
    entry.isLeaving = true;
    shutdown(entry.socket, SHUT_RDWR);
}

} // namespace sessionbook
