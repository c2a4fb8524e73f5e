#pragma once

#include "RawConnection.h"

namespace sessionbook {

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
        RawConnection connection(m_endpoint);
        head += "Host: " + QUrl(m_endpoint).authority().toLatin1() + '\n';
        if (!body.isEmpty())
            head += "Content-Length: " + QByteArray::number(body.size()) + '\n';
        connection.write(head.replace("\n", "\r\n") + "\r\n" + body);
        return connection.reply();
    }

private:
    QString m_endpoint;
};

} // namespace sessionbook
