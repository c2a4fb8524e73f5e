#pragma once

class QNetworkAccessManager;

namespace sessionbook {

class Clock;

/// What sources of tokens ask with. Borrowed; both outlive the sources.
struct IdentityServices
{
    QNetworkAccessManager &network;
    Clock &clock;
};

} // namespace sessionbook
