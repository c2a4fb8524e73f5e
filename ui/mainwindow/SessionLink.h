#pragma once

#include "sessions/PoolConnection.h"
#include "sessions/SessionClient.h"

#include <memory>

namespace sessionbook {

/// A session and the connection it goes over, which must live as long as its jobs.
struct SessionLink
{
    explicit SessionLink(std::unique_ptr<PoolConnection> theConnection)
        : connection(std::move(theConnection))
        , session(
              std::make_unique<SessionClient>(connection->rest(), SessionClient::newIdentifier()))
    {
    }

    std::unique_ptr<PoolConnection> connection;
    std::unique_ptr<SessionClient> session; // destroyed before its connection
};

} // namespace sessionbook
