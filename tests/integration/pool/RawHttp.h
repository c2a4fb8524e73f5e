#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTcpSocket>
#include <QUrl>

namespace sessionbook {

struct RawReply
{
    int status = 0;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

/// Sends the bytes of a request as a test wrote them, and blocks for the reply: no library adds or
/// arranges anything.
class RawHttp
{
public:
    explicit RawHttp(const QString &endpoint)
        : m_endpoint(endpoint)
    {
    }

    /// `head` is the request line and headers with a line feed after each; Host and Content-Length
    /// are added to it.
    [[nodiscard]] RawReply send(QByteArray head, const QByteArray &body = {}) const
    {
        QTcpSocket socket;
        socket.connectToHost(m_endpoint.host(), quint16(m_endpoint.port()));
        if (!socket.waitForConnected(WaitMilliseconds))
            return {};
        head += "Host: " + m_endpoint.authority().toLatin1() + '\n';
        if (!body.isEmpty())
            head += "Content-Length: " + QByteArray::number(body.size()) + '\n';
        socket.write(head.replace("\n", "\r\n") + "\r\n" + body);
        return read(socket);
    }

private:
    static constexpr int WaitMilliseconds = 60000;

    [[nodiscard]] static RawReply read(QTcpSocket &socket)
    {
        QByteArray bytes;
        while (!bytes.contains("\r\n\r\n") && socket.waitForReadyRead(WaitMilliseconds))
            bytes += socket.readAll();
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        RawReply reply = headOf(bytes.left(end));
        reply.body = bytes.mid(end + 4);
        const qsizetype length = reply.headers.value("content-length").toLongLong();
        while (reply.body.size() < length && socket.waitForReadyRead(WaitMilliseconds))
            reply.body += socket.readAll();
        return reply;
    }

    [[nodiscard]] static RawReply headOf(const QByteArray &head)
    {
        RawReply reply;
        reply.status = head.mid(9, 3).toInt();
        for (const QByteArray &line : head.split('\n')) {
            const qsizetype colon = line.indexOf(':');
            if (colon > 0)
                reply.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
        }
        return reply;
    }

    QUrl m_endpoint;
};

} // namespace sessionbook
