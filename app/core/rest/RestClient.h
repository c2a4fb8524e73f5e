#pragma once

#include "base/Clock.h"
#include "rest/TokenSource.h"

#include <QNetworkAccessManager>
#include <QUrl>

#include <functional>

namespace sessionbook {

/// What the requests to one pool have in common: base address, token, network, clock. Borrowed
/// things outlive it. Lives in the GUI thread; jobs are made with it (see RestJob).
class RestClient
{
public:
    /// `base` is the pool's endpoint: paths are appended to it, never resolved against it (PROTOCOL
    /// §2).
    RestClient(QUrl base, QNetworkAccessManager &network, TokenSource &tokens, Clock &clock);

    [[nodiscard]] const QUrl &base() const { return m_base; }
    [[nodiscard]] QNetworkAccessManager &network() const { return m_network; }
    [[nodiscard]] TokenSource &tokens() const { return m_tokens; }
    [[nodiscard]] Clock &clock() const { return m_clock; }
    /// At least 0 and less than 1: so that those whom a pool refused do not come back all at once.
    [[nodiscard]] double random() const { return m_random(); }
    void setRandomness(std::function<double()> random) { m_random = std::move(random); }

    /// https, or http to a loopback address: the only places a token may go.
    [[nodiscard]] static bool maySendTokenTo(const QUrl &url);
    /// 127.0.0.0/8, ::1 or "localhost".
    [[nodiscard]] static bool isLoopback(const QUrl &url);

private:
    QUrl m_base;
    QNetworkAccessManager &m_network;
    TokenSource &m_tokens;
    Clock &m_clock;
    std::function<double()> m_random;
};

} // namespace sessionbook
