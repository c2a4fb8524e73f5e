#include "rest/RestClient.h"

#include <QHostAddress>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace sessionbook {

RestClient::RestClient(QUrl base, QNetworkAccessManager &network, TokenSource &tokens, Clock &clock)
    : m_base(std::move(base))
    , m_network(network)
    , m_tokens(tokens)
    , m_clock(clock)
    , m_random([] { return QRandomGenerator::global()->generateDouble(); })
{
}

bool RestClient::isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

bool RestClient::maySendTokenTo(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    if (url.scheme() == "https"_L1)
        return true;
    return url.scheme() == "http"_L1 && isLoopback(url);
}

} // namespace sessionbook
