#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTcpSocket>
#include <QUrl>

#include <chrono>

namespace sessionbook {

struct RawReply
{
    int status = 0; ///< 0: none came
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

/// One connection to a pool, on which a test writes bytes as it pleases, and blocks for replies.
class RawConnection
{
public:
    explicit RawConnection(const QString &endpoint)
    {
        const QUrl url(endpoint);
        m_socket.connectToHost(url.host(), quint16(url.port()));
        m_socket.waitForConnected(WaitMilliseconds);
    }

    void write(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(WaitMilliseconds)) { }
    }

    /// The next reply; a body is read when it has a Content-Length.
    [[nodiscard]] RawReply reply()
    {
        while (!m_bytes.contains("\r\n\r\n") && more()) { }
        const qsizetype end = m_bytes.indexOf("\r\n\r\n");
        if (end < 0)
            return {};
        RawReply reply = headOf(m_bytes.left(end));
        m_bytes.remove(0, end + 4);
        const qsizetype length = reply.headers.value("content-length").toLongLong();
        while (m_bytes.size() < length && more()) { }
        reply.body = m_bytes.left(length);
        m_bytes.remove(0, length);
        return reply;
    }

    /// Whether something has come, or comes within `patience`.
    [[nodiscard]] bool hasAnswer(std::chrono::milliseconds patience)
    {
        if (m_bytes.isEmpty() && m_socket.waitForReadyRead(int(patience.count())))
            m_bytes += m_socket.readAll();
        return !m_bytes.isEmpty();
    }

    /// Waits until the pool closes; false when it sends something instead.
    [[nodiscard]] bool isClosed()
    {
        return m_bytes.isEmpty() && !more()
            && m_socket.state() == QAbstractSocket::UnconnectedState;
    }

private:
    static constexpr int WaitMilliseconds = 60000;

    bool more()
    {
        if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(WaitMilliseconds))
            return false;
        m_bytes += m_socket.readAll();
        return true;
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

    QTcpSocket m_socket;
    QByteArray m_bytes; ///< come, and not given out yet
};

} // namespace sessionbook
