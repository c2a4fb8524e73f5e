#include "credentials/signin/LoopbackListener.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>
#include <QUrlQuery>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr qsizetype largestHead = qsizetype{32} * 1024;
constexpr int mostConnections = 16;
constexpr std::chrono::seconds patience = 10s; ///< with a connection that says nothing

QByteArray page(const QByteArray &status, const QString &title, const QString &text)
{
    const QByteArray html = u"<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>%1</title>"
                            "<style>body{font:16px/1.6 sans-serif;margin:20vh auto;max-width:32em;"
                            "padding:0 1.5em;color:#1d2125;background:#fff}"
                            "@media(prefers-color-scheme:dark){body{color:#e4e7eb;"
                            "background:#1b1d21}}</style></head>"
                            "<body><h1>%1</h1><p>%2</p></body></html>"_s
                                .arg(title.toHtmlEscaped(), text.toHtmlEscaped())
                                .toUtf8();
    return "HTTP/1.1 " + status + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
        + QByteArray::number(html.size())
        + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
          "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
          "Connection: close\r\n\r\n"
        + html;
}

// A form's encoding writes spaces as "+", which QUrlQuery leaves alone.
QString valueOf(const QUrlQuery &query, const QString &name)
{
    QString value = query.queryItemValue(name, QUrl::FullyEncoded);
    return QUrl::fromPercentEncoding(value.replace(u'+', u' ').toUtf8());
}

bool isSame(const QByteArray &a, const QByteArray &b)
{
    int difference = a.size() == b.size() ? 0 : 1;
    for (qsizetype i = 0; i < std::min(a.size(), b.size()); ++i)
        difference |= a.at(i) ^ b.at(i);
    return difference == 0;
}

} // namespace

LoopbackListener::LoopbackListener(QByteArray state, LoopbackPages pages, QObject *parent)
    : QObject(parent)
    , m_state(std::move(state))
    , m_pages(std::move(pages))
{
    connect(&m_server, &QTcpServer::newConnection, this, &LoopbackListener::accept);
}

LoopbackListener::~LoopbackListener()
{
    for (QTcpSocket *socket : m_server.findChildren<QTcpSocket *>())
        socket->disconnect(this);
}

bool LoopbackListener::listen()
{
    return m_server.listen(QHostAddress::LocalHost);
}

QUrl LoopbackListener::redirectUrl() const
{
    return QUrl(u"http://localhost:%1"_s.arg(m_server.serverPort()));
}

void LoopbackListener::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QObject::destroyed, this, [this, socket] { m_received.remove(socket); });
        if (m_received.size() >= mostConnections) {
            socket->abort();
            continue;
        }
        m_received.insert(socket, {});
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
        QTimer::singleShot(patience, socket, [socket] { socket->abort(); });
    }
}

void LoopbackListener::read(QTcpSocket &socket)
{
    QByteArray &received = m_received[&socket];
    received += socket.readAll();
    if (received.size() > largestHead)
        return socket.abort();
    if (!received.contains("\r\n\r\n"))
        return;
    const QByteArray requestLine = received.left(received.indexOf("\r\n"));
    socket.disconnect(this);
    m_received.remove(&socket);
    judge(socket, requestLine);
}

void LoopbackListener::judge(QTcpSocket &socket, const QByteArray &requestLine)
{
    const QList<QByteArray> words = requestLine.split(' ');
    const QUrl target = QUrl::fromEncoded("http://localhost" + words.value(1));
    const QUrlQuery query(target);
    const bool isOurs = words.value(0) == "GET" && target.path() == "/"_L1 && m_server.isListening()
        && isSame(valueOf(query, u"state"_s).toLatin1(), m_state);
    if (!isOurs) {
        socket.write(page("404 Not Found", m_pages.title, m_pages.refused));
        return socket.disconnectFromHost();
    }
    m_server.close();
    const LoopbackAnswer answer{Secret(valueOf(query, u"code"_s).toUtf8()),
                                valueOf(query, u"error"_s), valueOf(query, u"error_description"_s)};
    const bool isGood = !answer.code.isEmpty() && answer.error.isEmpty();
    socket.write(page("200 OK", m_pages.title, isGood ? m_pages.done : m_pages.refused));
    socket.disconnectFromHost();
    emit answered(answer);
}

} // namespace sessionbook
