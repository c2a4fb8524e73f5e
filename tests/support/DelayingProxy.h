#pragma once

#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <chrono>

class QTcpSocket;

namespace sessionbook {

/// Stands before a server and lets every byte come later, in both directions, as a long line does.
/// Ends with the test; connections are passed on in their order.
class DelayingProxy : public QObject
{
    Q_OBJECT
public:
    DelayingProxy(const QUrl &server, std::chrono::milliseconds delay, QObject *parent = nullptr);

    /// The server's address, reached through the proxy.
    [[nodiscard]] QUrl endpoint() const;

private:
    void connectThrough(QTcpSocket &client);
    void passOn(QTcpSocket &from, QTcpSocket &to);

    QUrl m_server;
    std::chrono::milliseconds m_delay;
    QTcpServer m_listener;
};

} // namespace sessionbook
