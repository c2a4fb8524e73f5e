#pragma once

#include <chrono>
#include <cstddef>

namespace sessionbook {

/// How much of the pool a connection may hold. A sender is known when its last request passed the
/// guard.
struct DoorLimits
{
    using Time = std::chrono::milliseconds;

    size_t knownConnections = 512;
    size_t unknownConnections = 384; ///< clients connect in bursts before they say a word
    size_t leavingConnections = 64; ///< their threads have not noticed yet; others wait for them
    Time handshake{10'000};
    Time head{
        10'000}; ///< from its first byte to its last; for an unknown sender also the wait before
    Time idle{60'000}; ///< between two requests of a known sender
    Time bodyPause{30'000}; ///< without a single byte
    Time bodyStart{30'000}; ///< before the rate counts
    size_t bodyBytesPerSecond = 16 * 1024; ///< on average
    Time writePause{120'000}; ///< how long a reader may stand still before it counts as gone
    Time unknownWritePause{5'000};
    Time farewellPause{2'000}; ///< for what a sender has on its way when it is closed
    Time farewell{10'000}; ///< for all of it
};

} // namespace sessionbook
