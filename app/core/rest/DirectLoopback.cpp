#include "rest/DirectLoopback.h"

#include "rest/RestClient.h"

#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

class LoopbackIsDirect final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        QUrl peer;
        peer.setScheme(u"http"_s);
        peer.setHost(query.peerHostName());
        if (RestClient::isLoopback(peer))
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

} // namespace

void keepLoopbackDirect(QNetworkAccessManager &network)
{
    network.setProxyFactory(new LoopbackIsDirect); // the manager owns it
}

} // namespace sessionbook
