#pragma once

#include "Connections.h"
#include "HttpAnswerer.h"
#include "Wire.h"
#include "base/Result.h"
#include "pool/process/ElasticThreads.h"

#include <QString>

#include <functional>
#include <thread>

namespace sessionbook {

/// How the bytes of an accepted socket are to be read.
using WireMaker = std::function<std::unique_ptr<Wire>(FileDescriptor socket)>;

/// Where the pool is reached: accepts connections within the limits, and serves each by a thread.
///
/// The functions are for one thread. Destroying it waits for requests under way.
class PoolDoor
{
public:
    /// `handler` outlives it.
    PoolDoor(RequestHandler &handler, const DoorLimits &limits, WireMaker makeWire);
    ~PoolDoor();

    /// Listens when this returns without an error. `address` is numeric; `port` 0 takes any. Once.
    [[nodiscard]] Result<void> open(const QString &address, int port);
    [[nodiscard]] int port() const { return m_port; }
    /// Accepts no more, and ends those connections whose request is not being answered.
    void close();

private:
    void acceptAll();
    void serve(FileDescriptor socket, std::unique_ptr<Connections::Place> place);

    RequestHandler &m_handler;
    const DoorLimits m_limits;
    const WireMaker m_makeWire;
    HttpAnswerer m_answerer;
    Connections m_connections;
    FileDescriptor m_listener;
    int m_port = 0;
    std::thread m_acceptor;
    ElasticThreads m_threads; ///< the last, for it waits for who uses the others
};

} // namespace sessionbook
