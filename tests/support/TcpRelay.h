#pragma once

#include <QTcpServer>
#include <QTcpSocket>

namespace sessionbook {

/// A network between a client and a server of this computer that can be cut: hands bytes on in both
/// directions until cut(), then refuses.
class TcpRelay : public QObject
{
public:
    explicit TcpRelay(quint16 serverPort)
        : m_serverPort(serverPort)
    {
        connect(&m_server, &QTcpServer::newConnection, this, &TcpRelay::accept);
        mend();
    }

    [[nodiscard]] quint16 port() const { return m_port; }
    void cut()
    {
        m_server.close();
        for (QTcpSocket *socket : findChildren<QTcpSocket *>())
            socket->abort();
    }
    void mend()
    {
        if (!m_server.listen(QHostAddress::LocalHost, m_port))
            qFatal("the relay cannot listen");
        m_port = m_server.serverPort();
    }

private:
    void accept()
    {
        auto *client = m_server.nextPendingConnection();
        client->setParent(this);
        auto *server = new QTcpSocket(this);
        server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_serverPort);
        join(*client, *server);
        join(*server, *client);
    }
    void join(QTcpSocket &from, QTcpSocket &to)
    {
        connect(&from, &QTcpSocket::readyRead, &to, [&from, &to] { to.write(from.readAll()); });
        connect(&from, &QTcpSocket::disconnected, &to, [&from, &to] {
            to.disconnectFromHost();
            from.deleteLater();
        });
    }

    QTcpServer m_server;
    quint16 m_serverPort;
    quint16 m_port = 0;
};

} // namespace sessionbook
