#include "ProbeJob.h"
#include "rest/DirectLoopback.h"
#include "support/FakeTokens.h"
#include "support/ScriptedServer.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RestError::Kind;

namespace {

struct Bench
{
    Bench()
        : client(server.endpoint(), network, tokens, clock)
    {
        keepLoopbackDirect(network);
    }

    ScriptedServer server;
    QNetworkAccessManager network;
    FakeTokens tokens;
    SystemClock clock;
    RestClient client;
};

ProbeJob::Request post(const QByteArray &body = "{}")
{
    return {.verb = "POST",
            .path = u"executions"_s,
            .query = {},
            .contentType = "application/json",
            .body = body};
}

} // namespace

/// What QNetworkAccessManager really does, against a server that misbehaves.
class RestTransportTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void whatIsSentArrives();
    void refusedConnectionIsTold();
    void closingBeforeTheReplyNeverSendsCodeTwice_data();
    void closingBeforeTheReplyNeverSendsCodeTwice();
    void closedIdleConnectionIsMadeAnew();
    void readingSurvivesAClosedConnection();
    void silentServerTimesOut();
    void slowBodyIsNoTimeout();
    void garbageIsAnInvalidReply();
    void shortBodyIsALostConnection();
    void redirectElsewhereIsNotFollowed();
    void connectionsAreKeptAlive();
    void systemProxyNeverSeesLoopbackRequests();
    void systemProxyIsUsedAndItsWishForANameTold();
    void deletingTheJobClosesItsConnection();
};

void RestTransportTest::whatIsSentArrives()
{
    Bench bench;
    bench.server.next(ScriptedServer::answer(200, "yes"));
    ProbeJob job(bench.client,
                 {.verb = "POST",
                  .path = u"files/a#b %41.csv"_s,
                  .query = {{u"identifier"_s, u"a+b&c"_s}},
                  .contentType = "application/json",
                  .body = QByteArray(200'000, 'z'),
                  .headers = {{"operation-id", "o-1"}}});
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QVERIFY(!job.error());
    const ReceivedRequest received = bench.server.received().first();
    QCOMPARE(received.target, "/pools/mine/files/a%23b%20%2541.csv?identifier=a%2Bb%26c"_ba);
    QCOMPARE(received.headers.value("authorization"), "Bearer token-1"_ba);
    QCOMPARE(received.headers.value("operation-id"), "o-1"_ba);
    QCOMPARE(received.body, QByteArray(200'000, 'z'));
    QCOMPARE(job.body(), "yes"_ba);
}

void RestTransportTest::refusedConnectionIsTold()
{
    Bench bench;
    bench.server.close();
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::never());
    job.start();
    QTRY_VERIFY(job.isFinished());
    QCOMPARE(job.error()->kind, Kind::ConnectionRefused);
}

void RestTransportTest::closingBeforeTheReplyNeverSendsCodeTwice_data()
{
    QTest::addColumn<bool>("isWarm");
    QTest::newRow("first request of the connection") << false;
    QTest::newRow("kept-alive connection") << true;
}

void RestTransportTest::closingBeforeTheReplyNeverSendsCodeTwice()
{
    QFETCH(bool, isWarm);
    Bench bench;
    if (isWarm) {
        bench.server.next(ScriptedServer::answer(200, "warm"));
        ProbeJob first(bench.client, post("first"));
        first.start();
        QTRY_VERIFY(first.isFinished());
    }
    for (int i = 0; i < 6; ++i)
        bench.server.next(ScriptedServer::rawThenClose({}));
    ProbeJob job(bench.client, post("run me"));
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QCOMPARE(job.error()->kind, Kind::ConnectionLost);
    QCOMPARE(bench.server.received().size(), isWarm ? 2 : 1);
}

void RestTransportTest::closedIdleConnectionIsMadeAnew()
{
    Bench bench;
    bench.server.next([](QTcpSocket &socket) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        socket.disconnectFromHost();
    });
    bench.server.next(ScriptedServer::answer(200, "again"));
    ProbeJob first(bench.client, post());
    first.start();
    QTRY_VERIFY(first.isFinished());
    QTest::qWait(50);

    ProbeJob second(bench.client, post());
    second.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    second.start();
    QTRY_VERIFY(second.isFinished());
    QVERIFY(!second.error());
    QCOMPARE(bench.server.connections(), 2);
}

void RestTransportTest::readingSurvivesAClosedConnection()
{
    Bench bench;
    bench.server.next(ScriptedServer::closeAtOnce());
    bench.server.next(ScriptedServer::answer(200, "there"));
    ProbeJob job(bench.client, {.path = u"metadata"_s, .query = {}});
    job.start();
    QTRY_VERIFY(job.isFinished());
    QVERIFY(!job.error());
    QCOMPARE(job.body(), "there"_ba);
}

void RestTransportTest::silentServerTimesOut()
{
    Bench bench;
    bench.server.next(ScriptedServer::staySilent());
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    job.setIdleTimeout(100ms);
    job.start();
    QTRY_VERIFY(job.isFinished());
    QCOMPARE(job.error()->kind, Kind::Timeout);
}

void RestTransportTest::slowBodyIsNoTimeout()
{
    Bench bench;
    bench.server.next(ScriptedServer::chunks({}, {"a", "b", "c", "d", "e", "f"}, 60));
    ProbeJob job(bench.client, post());
    job.setIdleTimeout(300ms);
    job.start();
    QTRY_VERIFY(job.isFinished());
    QVERIFY(!job.error());
    QCOMPARE(job.body(), "abcdef"_ba);
}

void RestTransportTest::garbageIsAnInvalidReply()
{
    Bench bench;
    bench.server.next(ScriptedServer::rawThenClose("SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n"));
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    job.start();
    QTRY_VERIFY(job.isFinished());
    QVERIFY(job.error()->kind == Kind::InvalidReply || job.error()->kind == Kind::ConnectionLost);
    QCOMPARE(bench.server.received().size(), 1);
}

void RestTransportTest::shortBodyIsALostConnection()
{
    Bench bench;
    bench.server.next(
        ScriptedServer::rawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    job.start();
    QTRY_VERIFY(job.isFinished());
    QCOMPARE(job.error()->kind, Kind::ConnectionLost);
}

void RestTransportTest::redirectElsewhereIsNotFollowed()
{
    Bench bench;
    ScriptedServer elsewhere;
    const QByteArray location = "Location: " + elsewhere.endpoint().toEncoded() + "\r\n";
    bench.server.next(ScriptedServer::answer(302, {}, location));
    ProbeJob job(bench.client, {.path = u"metadata"_s, .query = {}});
    job.start();
    QTRY_VERIFY(job.isFinished());
    QTest::qWait(20);

    QCOMPARE(job.error()->kind, Kind::Insecure);
    QCOMPARE(elsewhere.connections(), 0);
}

void RestTransportTest::connectionsAreKeptAlive()
{
    Bench bench;
    for (int i = 0; i < 5; ++i) {
        bench.server.next(ScriptedServer::answer(200, "x"));
        ProbeJob job(bench.client, post());
        job.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
        job.start();
        QTRY_VERIFY(job.isFinished());
    }
    QCOMPARE(bench.server.connections(), 1);
}

void RestTransportTest::systemProxyNeverSeesLoopbackRequests()
{
    ScriptedServer proxy;
    const QByteArray address = "http://127.0.0.1:" + QByteArray::number(proxy.endpoint().port());
    qputenv("http_proxy", address);
    Bench bench;
    bench.server.next(ScriptedServer::answer(200, "direct"));
    ProbeJob job(bench.client, post());
    job.start();
    QTRY_VERIFY(job.isFinished());
    qunsetenv("http_proxy");

    QCOMPARE(job.body(), "direct"_ba);
    QCOMPARE(proxy.connections(), 0);
}

void RestTransportTest::systemProxyIsUsedAndItsWishForANameTold()
{
    Bench bench;
    qputenv("https_proxy",
            "http://127.0.0.1:" + QByteArray::number(bench.server.endpoint().port()));
    const auto unset = qScopeGuard([] { qunsetenv("https_proxy"); });
    RestClient client(QUrl(u"https://pool.test/p"_s), bench.network, bench.tokens, bench.clock);
    bench.server.next(ScriptedServer::raw("HTTP/1.1 407 Proxy Authentication Required\r\n"
                                          "Proxy-Authenticate: Basic realm=\"p\"\r\n"
                                          "Content-Length: 0\r\n\r\n"));
    ProbeJob job(client, post());
    job.setRetryPolicy(RetryPolicy::never());
    job.start();
    QTRY_VERIFY(job.isFinished());
    QCOMPARE(bench.server.received().first().verb, "CONNECT"_ba);
    QCOMPARE(bench.server.received().first().target, "pool.test:443"_ba);
    QVERIFY(!bench.server.received().first().headers.contains("authorization"));
    QVERIFY2(job.error()->kind == Kind::ProxyFailed, qPrintable(job.error()->detail));
    QCOMPARE(job.error()->httpStatus, 407);
}

void RestTransportTest::deletingTheJobClosesItsConnection()
{
    Bench bench;
    bool isClosed = false;
    bench.server.next([&](QTcpSocket &socket) {
        connect(&socket, &QTcpSocket::disconnected, this, [&] { isClosed = true; });
    });
    auto job = std::make_unique<ProbeJob>(bench.client, post());
    job->start();
    QTRY_COMPARE(bench.server.received().size(), 1);
    job.reset();
    QTRY_VERIFY(isClosed);
}

QTEST_GUILESS_MAIN(RestTransportTest)
#include "tst_resttransport.moc"
