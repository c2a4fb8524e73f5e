#include "PoolProcess.h"

#include <QTcpSocket>
#include <QUrl>

#include <memory>
#include <vector>

using namespace sessionbook;
using namespace Qt::StringLiterals;

/// Many clients at once.
class PoolCrowdTest : public QObject
{
    Q_OBJECT

private slots:
    void connectionsThatComeAtOnceAreAllServed();

private:
    using Sockets = std::vector<std::unique_ptr<QTcpSocket>>;
    [[nodiscard]] Sockets connectAtOnce(int count) const;

    PoolProcess m_pool;
};

PoolCrowdTest::Sockets PoolCrowdTest::connectAtOnce(int count) const
{
    const QUrl endpoint(m_pool.facts()["endpoint"_L1].toString());
    Sockets sockets;
    for (int i = 0; i < count; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(endpoint.host(), quint16(endpoint.port()));
    }
    for (const auto &socket : sockets)
        (void)socket->waitForConnected();
    return sockets;
}

void PoolCrowdTest::connectionsThatComeAtOnceAreAllServed()
{
    const QByteArray head = "POST /executions/none/cancel?identifier=crowd HTTP/1.1\r\n"
                            "Host: 127.0.0.1\r\nAuthorization: Bearer secret\r\n"
                            "Connection: close\r\nContent-Length: 2\r\n\r\n";
    const auto sockets = connectAtOnce(300);
    // As most clients do, the head first and then the body: that is what a crowded queue resets.
    for (const QByteArray &part : {head, "{}"_ba}) {
        for (const auto &socket : sockets) {
            socket->write(part);
            socket->flush();
        }
    }
    int served = 0;
    for (const auto &socket : sockets) {
        while (!socket->canReadLine() && socket->waitForReadyRead(60000)) { }
        served += socket->readLine().startsWith("HTTP/1.1 404") ? 1 : 0;
    }
    QCOMPARE(served, 300);
}

QTEST_GUILESS_MAIN(PoolCrowdTest)

#include "tst_pool_crowd.moc"
