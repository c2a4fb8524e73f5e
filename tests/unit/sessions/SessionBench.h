#pragma once

#include "rest/DirectLoopback.h"
#include "sessions/SessionClient.h"
#include "support/FakeNetwork.h"
#include "support/FakeTokens.h"
#include "support/ManualClock.h"
#include "support/ScriptedServer.h"

namespace sessionbook {

/// A session on a scripted network.
struct FakeBench
{
    FakeBench()
        : client(QUrl(QStringLiteral("https://pool.test/p")), network, tokens, clock)
        , session(client, QStringLiteral("my session"))
    {
    }

    FakeNetwork network;
    FakeTokens tokens;
    ManualClock clock;
    RestClient client;
    SessionClient session;
};

/// A session on a scripted server, with real time.
struct ServerBench
{
    ServerBench()
        : client(server.endpoint(), network, tokens, clock)
        , session(client, QStringLiteral("my session"))
    {
        keepLoopbackDirect(network);
    }

    ScriptedServer server;
    QNetworkAccessManager network;
    FakeTokens tokens;
    SystemClock clock;
    RestClient client;
    SessionClient session;
};

} // namespace sessionbook
