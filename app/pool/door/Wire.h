#pragma once

#include "base/FileDescriptor.h"

#include <chrono>
#include <cstddef>

using SSL = struct ssl_st;

namespace sessionbook {

using Deadline = std::chrono::steady_clock::time_point;

enum class WireState {
    Moved, ///< at least one byte
    Ended, ///< the other side has closed
    TooLate, ///< the deadline passed
    Broken
};

struct Transfer
{
    WireState state = WireState::Broken;
    size_t count = 0;
};

/// The two directions of one connection, as bytes; owns its socket. Used by one thread at a time.
class Wire
{
public:
    explicit Wire(FileDescriptor socket)
        : m_socket(std::move(socket))
    {
    }
    virtual ~Wire() = default;

    /// What must be agreed upon before the first byte; false: nothing can be said to each other.
    [[nodiscard]] virtual bool begin(Deadline deadline) = 0;
    /// Waits for bytes, and takes those that have come.
    [[nodiscard]] virtual Transfer read(char *bytes, size_t size, Deadline deadline) = 0;
    /// Writes all of the bytes; false when the other side took none of them for `patience`, or
    /// left.
    [[nodiscard]] virtual bool write(const char *bytes, size_t size,
                                     std::chrono::milliseconds patience)
        = 0;
    /// Whether the other side may still be listening; does not wait.
    [[nodiscard]] virtual bool isConnected() = 0;
    /// Tells the other side that nothing more will come.
    virtual void endWriting() = 0;
    /// Null for one that is not encrypted.
    [[nodiscard]] virtual const SSL *ssl() const = 0;

    [[nodiscard]] int socket() const { return m_socket.get(); }

protected:
    /// Until one of `events`, or the end of the connection, has come.
    [[nodiscard]] bool waitFor(short events, Deadline deadline) const;

private:
    FileDescriptor m_socket;
};

} // namespace sessionbook
