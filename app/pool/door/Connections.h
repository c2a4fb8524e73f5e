#pragma once

#include "DoorLimits.h"

#include <chrono>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>

namespace sessionbook {

/// Who is connected, and who has to give way: senders that are not known never take the place of
/// those that are, and of each kind whoever is left waiting longest goes first. Thread-safe.
///
/// A connection gives way by its socket being shut down, which its thread sees at once.
class Connections
{
    struct Entry
    {
        int socket = -1;
        bool isKnown = false;
        bool isBusy = false; ///< its request is being answered
        bool isLeaving = false;
    };
    using Entries = std::list<Entry>;

public:
    enum class Admission {
        Granted,
        Full, ///< all known senders are being answered
        Left ///< had to give way
    };

    /// What one connection holds of the limits; to be given back before its socket is closed.
    class Place
    {
    public:
        Place(Connections &connections, Entries::iterator entry);
        ~Place();
        Place(const Place &) = delete;
        Place &operator=(const Place &) = delete;

        /// A request has come from a sender that is known, or not; it is being answered until
        /// rest().
        [[nodiscard]] Admission admit(bool isKnown);
        /// False when there is to be no further request.
        [[nodiscard]] bool rest();

    private:
        Connections &m_connections;
        const Entries::iterator m_entry;
    };

    explicit Connections(const DoorLimits &limits);

    /// Waits, if it must, for those that give way. Null after close().
    [[nodiscard]] std::unique_ptr<Place> enter(int socket);
    /// Makes everybody leave who is not being answered, and the others afterwards.
    void close();

private:
    [[nodiscard]] size_t count(bool isKnown) const;
    /// False when there is none that could.
    bool makeOneLeave(bool isKnown);
    static void makeLeave(Entry &entry);

    const DoorLimits m_limits;
    std::mutex m_mutex;
    std::condition_variable m_left;
    Entries m_entries; ///< who has been waiting longest comes first
    size_t m_leaving = 0;
    bool m_isClosed = false;
};

} // namespace sessionbook
