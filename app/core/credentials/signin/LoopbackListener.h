#pragma once

#include "base/Secret.h"

#include <QHash>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <optional>

class QTcpSocket;

namespace sessionbook {

/// What the browser is told on the page that ends a sign-in; plain text, translated.
struct LoopbackPages
{
    QString title;
    QString done;
    QString refused;
};

/// What the browser brought back.
struct LoopbackAnswer
{
    Secret code; ///< empty: refused, see error
    QString error; ///< OAuth's word, such as "access_denied"
    QString description;
};

/// Waits on a free port of 127.0.0.1 for the one request that a browser is sent back with.
///
/// Only a request that brings our `state` counts; any other gets a refusal and changes nothing, as
/// every program of this computer could send it. The first that counts is answered with a short
/// page, the port is closed, answered() follows once.
class LoopbackListener : public QObject
{
    Q_OBJECT
public:
    LoopbackListener(QByteArray state, LoopbackPages pages, QObject *parent = nullptr);
    ~LoopbackListener() override;

    /// False where no port can be had.
    [[nodiscard]] bool listen();
    [[nodiscard]] QUrl redirectUrl() const;
    /// Nobody is waited for any more.
    void close() { m_server.close(); }

signals:
    void answered(const sessionbook::LoopbackAnswer &answer);

private:
    void accept();
    void read(QTcpSocket &socket);
    void judge(QTcpSocket &socket, const QByteArray &requestLine);

    QTcpServer m_server;
    QByteArray m_state;
    LoopbackPages m_pages;
    QHash<QTcpSocket *, QByteArray> m_received;
};

} // namespace sessionbook
