#include "support/DelayingProxy.h"

#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

namespace sessionbook {

DelayingProxy::DelayingProxy(const QUrl &server, std::chrono::milliseconds delay, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_delay(delay)
{
    if (!m_listener.listen(QHostAddress::LocalHost))
        qFatal("the proxy cannot listen");
    connect(&m_listener, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *client = m_listener.nextPendingConnection())
            connectThrough(*client);
    });
}

QUrl DelayingProxy::endpoint() const
{
    QUrl url = m_server;
    url.setPort(m_listener.serverPort());
    return url;
}

void DelayingProxy::connectThrough(QTcpSocket &client)
{
    auto *server = new QTcpSocket(&client);
    client.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    server->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    server->connectToHost(m_server.host(), quint16(m_server.port()));
    passOn(client, *server);
    passOn(*server, client);
    connect(&client, &QTcpSocket::disconnected, &client, &QObject::deleteLater);
}

/// Timers of one length end in the order in which they began, and so do the bytes.
void DelayingProxy::passOn(QTcpSocket &from, QTcpSocket &to)
{
    connect(&from, &QTcpSocket::readyRead, &to, [this, &from, &to] {
        QTimer::singleShot(m_delay, Qt::PreciseTimer, &to,
                           [&to, bytes = from.readAll()] { to.write(bytes); });
    });
    connect(&from, &QTcpSocket::disconnected, &to, [this, &to] {
        QTimer::singleShot(m_delay, Qt::PreciseTimer, &to, [&to] { to.disconnectFromHost(); });
    });
}

} // namespace sessionbook
