#include "support/ScriptedServer.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>

#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

std::optional<ReceivedRequest> takeRequest(QByteArray &buffer)
{
    const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return std::nullopt;
    const QList<QByteArray> lines = buffer.left(headEnd).split('\n');
    ReceivedRequest request;
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    request.verb = words.value(0);
    request.target = words.value(1);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (buffer.size() < headEnd + 4 + length)
        return std::nullopt;
    request.body = buffer.mid(headEnd + 4, length);
    buffer.remove(0, headEnd + 4 + length);
    return request;
}

} // namespace

ScriptedServer::ScriptedServer(QObject *parent)
    : QObject(parent)
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            ++m_connections;
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
            connect(socket, &QTcpSocket::disconnected, this,
                    [this, socket] { m_buffers.remove(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
    m_server.listen(QHostAddress::LocalHost);
}

ScriptedServer::~ScriptedServer()
{
    // Sockets are the server's children and would speak to us while we are going.
    for (QTcpSocket *socket : m_server.findChildren<QTcpSocket *>()) {
        socket->disconnect();
        delete socket;
    }
}

QUrl ScriptedServer::endpoint() const
{
    return QUrl(u"http://127.0.0.1:%1/pools/mine"_s.arg(m_server.serverPort()));
}

void ScriptedServer::read(QTcpSocket &socket)
{
    QByteArray &buffer = m_buffers[&socket];
    buffer += socket.readAll();
    while (const auto request = takeRequest(buffer)) {
        m_received.append(*request);
        if (m_scripts.isEmpty() && !m_answerOthers)
            continue;
        const Script script
            = m_scripts.isEmpty() ? m_answerOthers(*request) : m_scripts.takeFirst();
        script(socket);
        if (!m_buffers.contains(&socket))
            return;
    }
}

ScriptedServer::Script ScriptedServer::answer(int status, const QByteArray &body,
                                              const QByteArray &headers)
{
    return raw("HTTP/1.1 " + QByteArray::number(status) + " Scripted\r\nContent-Length: "
               + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body);
}

ScriptedServer::Script ScriptedServer::raw(const QByteArray &bytes)
{
    return [bytes](QTcpSocket &socket) { socket.write(bytes); };
}

ScriptedServer::Script ScriptedServer::rawThenClose(const QByteArray &bytes)
{
    return [bytes](QTcpSocket &socket) {
        socket.write(bytes);
        socket.disconnectFromHost();
    };
}

ScriptedServer::Script ScriptedServer::closeAtOnce()
{
    return [](QTcpSocket &socket) { socket.abort(); };
}

ScriptedServer::Script ScriptedServer::staySilent()
{
    return [](QTcpSocket &) {};
}

ScriptedServer::Script ScriptedServer::chunks(const QByteArray &headers,
                                              const QList<QByteArray> &pieces, int intervalMs)
{
    return [=](QTcpSocket &socket) {
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + headers + "\r\n");
        auto *timer = new QTimer(&socket);
        auto left = std::make_shared<QList<QByteArray>>(pieces);
        connect(timer, &QTimer::timeout, &socket, [&socket, timer, left] {
            if (left->isEmpty()) {
                timer->stop();
                socket.write("0\r\n\r\n");
                return;
            }
            socket.write(chunk(left->takeFirst()));
        });
        timer->start(intervalMs);
    };
}

ScriptedServer::Script ScriptedServer::flood(const QByteArray &headers, const QByteArray &line,
                                             qint64 count, const QByteArray &last)
{
    return [=](QTcpSocket &socket) {
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + headers + "\r\n");
        auto left = std::make_shared<qint64>(count);
        const auto pour = [&socket, left, line, last] {
            while (*left > 0 && socket.bytesToWrite() < 1024 * 1024) {
                socket.write(chunk(line));
                if (--*left == 0)
                    socket.write(chunk(last) + "0\r\n\r\n");
            }
        };
        connect(&socket, &QTcpSocket::bytesWritten, &socket, pour);
        pour();
    };
}

} // namespace sessionbook
