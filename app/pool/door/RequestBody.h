#pragma once

#include "ConnectionInput.h"
#include "DoorLimits.h"
#include "RequestHead.h"

#include <sys/types.h>

namespace sessionbook {

/// The body of one request: its bytes without what frames them, in bounds of size and time. Used by
/// the connection's thread.
///
/// What is not read of it, discardRest() has to read before the connection's next request.
class RequestBody
{
public:
    enum class Failure {
        None,
        TooLarge,
        TooSlow,
        Malformed,
        CutOff ///< nobody is left to be told
    };

    /// Everything borrowed outlives it.
    RequestBody(const RequestHead &head, ConnectionInput &input, Wire &wire,
                const DoorLimits &limits, qint64 maxBytes);

    /// Waits for some bytes; 0 at the body's end, -1 after a failure.
    [[nodiscard]] ssize_t read(char *bytes, size_t size);
    [[nodiscard]] bool isComplete() const { return m_state == State::Complete; }
    [[nodiscard]] Failure failure() const { return m_failure; }
    /// What the sender is told of the failure.
    [[nodiscard]] ApiError error() const;
    [[nodiscard]] static ApiError tooLarge(qint64 maxBytes);
    /// False when the end cannot be reached.
    [[nodiscard]] bool discardRest();

private:
    enum class State { Data, ChunkHead, ChunkEnd, Trailer, Complete };

    bool prepare();
    bool askForBody();
    bool readChunkHead();
    bool readChunkEnd();
    bool readTrailerLine();
    bool takeLine(size_t maxBytes, std::string_view &line);
    bool fill();
    bool fail(Failure failure);
    [[nodiscard]] Deadline deadline() const;

    ConnectionInput &m_input;
    Wire &m_wire;
    const DoorLimits &m_limits;
    const bool m_isChunked;
    const qint64 m_maxBytes;
    bool m_isAwaited; ///< the sender waits to be asked for the body
    State m_state;
    Failure m_failure = Failure::None;
    qint64 m_left = 0; ///< of the body, or of the chunk
    qint64 m_received = 0;
    size_t m_trailerLines = 0;
    const Deadline m_began;
};

} // namespace sessionbook
