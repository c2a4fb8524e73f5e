#include "PoolProcess.h"
#include "support/RawConnection.h"

#include <QDir>

#include <memory>
#include <vector>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Host = "Host: localhost\r\n";
const QByteArray Token = Host + "Authorization: Bearer secret\r\n";
const QByteArray SixTimesSeven = R"({"code":"6*7"})";

QString valueOf(const RawReply &reply)
{
    return reply.json()["result"_L1]["executionResult"_L1].toVariant().toString();
}

QByteArray lengthOf(qsizetype bytes)
{
    return "Content-Length: " + QByteArray::number(bytes) + "\r\n\r\n";
}

qsizetype openFilesOf(const PoolProcess &pool)
{
    const QDir directory(u"/proc/%1/fd"_s.arg(pool.facts()["pid"_L1].toInteger()));
    return directory.entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System).size();
}

} // namespace

/// What reaches the pool before anybody knows who sends it. The bounds themselves are in
/// tst_doorlimits; here is that the pool has them.
class PoolDoorsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(); }

    void requestIsRefusedBeforeItsBody_data();
    void requestIsRefusedBeforeItsBody();
    void resourceTellsItsMethods();
    void refusalReachesWhoIsStillSending();
    void chunkedExecutionIsRun();
    void bodyIsAskedForOnlyWhenWanted();
    void packedBodyIsBoundedUnpacked();
    void hiddenRequestIsNotSeen_data();
    void hiddenRequestIsNotSeen();
    void targetMayNameThePool();
    void headMayTakeTenSeconds();
    void crowdOfUnknownSendersKeepsNobodyOut();
    void crowdOfKnownSendersKeepsNobodyOut();

private:
    [[nodiscard]] std::unique_ptr<RawConnection> connection() const
    {
        return std::make_unique<RawConnection>(m_pool->facts()["endpoint"_L1].toString());
    }

    std::unique_ptr<PoolProcess> m_pool;
};

void PoolDoorsTest::initTestCase()
{
    m_pool = std::make_unique<PoolProcess>();
    QVERIFY2(m_pool->facts().contains("endpoint"_L1),
             m_pool->process().readAllStandardError().constData());
}

void PoolDoorsTest::requestIsRefusedBeforeItsBody_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    const QByteArray execute = "POST /executions?identifier=doors HTTP/1.1\r\n";
    const QByteArray upload = "POST /files?identifier=doors HTTP/1.1\r\n";
    const QByteArray some = lengthOf(1000);
    QTest::newRow("no token") << execute + Host + some << 401;
    QTest::newRow("no token for an upload") << upload + Host + lengthOf(100 << 20) << 401;
    QTest::newRow("wrong token") << execute + Host + "Authorization: Bearer other\r\n" + some
                                 << 401;
    QTest::newRow("foreign name") << execute
            + "Host: example.com\r\nAuthorization: Bearer secret\r\n"
            + some << 403;
    QTest::newRow("web page") << execute + Token + "Origin: http://example.com\r\n" + some << 403;
    QTest::newRow("no such resource") << "POST /nothing HTTP/1.1\r\n" + Token + some << 404;
    QTest::newRow("no such method")
        << "PUT /executions?identifier=doors HTTP/1.1\r\n" + Token + some << 405;
    QTest::newRow("large code") << execute + Token + lengthOf(17 << 20) << 413;
    QTest::newRow("large upload") << upload + Token + lengthOf(129 << 20) << 413;
    QTest::newRow("large body that nobody reads")
        << "DELETE /session?identifier=doors HTTP/1.1\r\n" + Token + lengthOf(1 << 20) << 413;
    QTest::newRow("chunks without a token") << execute + Host + "Transfer-Encoding: chunked\r\n\r\n"
                                            << 401;
    QTest::newRow("two lengths") << execute + Token
            + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n"
                                 << 400;
    QTest::newRow("length and chunks")
        << execute + Token + "Transfer-Encoding: chunked\r\n" + lengthOf(5) << 400;
    QTest::newRow("many headers") << execute + Token + QByteArray("X-A: b\r\n").repeated(100)
            + "\r\n" << 431;
    QTest::newRow("long header") << execute + Token + "X-Long: " + QByteArray(40000, 'x')
            + "\r\n\r\n" << 431;
    QTest::newRow("long target") << "GET /" + QByteArray(9000, 'x') << 414;
}

void PoolDoorsTest::requestIsRefusedBeforeItsBody()
{
    QFETCH(QByteArray, head);
    const auto sender = connection();
    sender->write(head);
    const RawReply reply = sender->reply();
    QTEST(reply.status, "status");
    QCOMPARE(reply.headers.value("connection"), "close");
    QVERIFY(reply.status == 401 || !reply.json()["error"_L1]["code"_L1].toString().isEmpty());
    QVERIFY(sender->isClosed());
}

void PoolDoorsTest::resourceTellsItsMethods()
{
    const auto client = m_pool->client();
    const auto refused = client->Delete("/files?identifier=doors");
    QCOMPARE(refused->status, 405);
    QCOMPARE(refused->get_header_value("Allow"), "GET, HEAD, POST");
    QCOMPARE(client->Options("/files?identifier=doors")->status, 405);
    QCOMPARE(client->Head("/files?identifier=doors")->status, 200);
}

void PoolDoorsTest::refusalReachesWhoIsStillSending()
{
    const auto sender = connection();
    const QByteArray body(8 << 20, 'x');
    sender->write("POST /files?identifier=doors HTTP/1.1\r\n" + Host + lengthOf(body.size())
                  + body);
    QCOMPARE(sender->reply().status, 401);
}

void PoolDoorsTest::chunkedExecutionIsRun()
{
    const auto sender = connection();
    QByteArray request = "POST /executions?identifier=doors HTTP/1.1\r\n" + Token
        + "Transfer-Encoding: chunked\r\n\r\n";
    for (const char c : SixTimesSeven)
        request += "1;byte\r\n" + QByteArray(1, c) + "\r\n";
    sender->write(request + "0\r\nX-Trailer: yes\r\n\r\n");
    QCOMPARE(valueOf(sender->reply()), u"42"_s);
    sender->write("GET /metadata HTTP/1.1\r\n" + Token + "\r\n");
    QCOMPARE(sender->reply().status, 200);
}

void PoolDoorsTest::bodyIsAskedForOnlyWhenWanted()
{
    const QByteArray rest = "Expect: 100-continue\r\n" + lengthOf(SixTimesSeven.size());
    const auto sender = connection();
    sender->write("POST /executions?identifier=doors HTTP/1.1\r\n" + Token + rest);
    QCOMPARE(sender->reply().status, 100);
    sender->write(SixTimesSeven);
    QCOMPARE(valueOf(sender->reply()), u"42"_s);
    sender->write("POST /executions?identifier=doors HTTP/1.1\r\n" + Host + rest);
    QCOMPARE(sender->reply().status, 401);
}

void PoolDoorsTest::packedBodyIsBoundedUnpacked()
{
    const auto client = m_pool->client();
    client->set_compress(true);
    const std::string large = R"({"code":")" + std::string(64 << 20, ' ') + "\"}";
    const auto reply = client->Post("/executions?identifier=doors", large, "application/json");
    QCOMPARE(reply->status, 413);
    const auto small = client->Post("/executions?identifier=doors", SixTimesSeven.toStdString(),
                                    "application/json");
    QCOMPARE(small->status, 202);
}

void PoolDoorsTest::hiddenRequestIsNotSeen_data()
{
    QTest::addColumn<QByteArray>("begin");
    const QByteArray hidden = "DELETE /session?identifier=hidden HTTP/1.1\r\n" + Token + "\r\n";
    QTest::newRow("in the body of a GET")
        << "GET /metadata HTTP/1.1\r\n" + Token + lengthOf(hidden.size()) + hidden;
    QTest::newRow("in a body that is refused")
        << "POST /metadata HTTP/1.1\r\n" + Token + lengthOf(hidden.size()) + hidden;
    QTest::newRow("behind a length that chunks deny") << "GET /metadata HTTP/1.1\r\n" + Token
            + "Transfer-Encoding: chunked\r\n" + lengthOf(5) + "0\r\n\r\n" + hidden;
    QTest::newRow("behind a folded header")
        << "GET /metadata HTTP/1.1\r\n" + Token + "X-A: b\r\n Content-Length: 5\r\n\r\n" + hidden;
}

void PoolDoorsTest::hiddenRequestIsNotSeen()
{
    QFETCH(QByteArray, begin);
    (void)m_pool->execute("1", {}, "hidden");
    const auto sender = connection();
    sender->write(begin);
    QVERIFY(sender->reply().status != 0);
    QCOMPARE(m_pool->client()->Get("/session?identifier=hidden")->status, 200);
}

void PoolDoorsTest::targetMayNameThePool()
{
    const auto sender = connection();
    sender->write("GET http://localhost/metadata HTTP/1.1\r\n" + Token + "\r\n");
    QCOMPARE(sender->reply().status, 200);
    sender->write("GET http://example.com/metadata HTTP/1.1\r\n" + Token + "\r\n");
    QCOMPARE(sender->reply().status, 400);
}

void PoolDoorsTest::headMayTakeTenSeconds()
{
    const auto slow = connection();
    const auto silent = connection();
    slow->write("GET /metadata HTTP/1.1\r\n" + Token);
    while (!slow->hasAnswer(std::chrono::milliseconds(500)))
        slow->write("X-Slow: yes\r\n");
    QCOMPARE(slow->reply().status, 408);
    QVERIFY(slow->isClosed());
    QVERIFY(silent->isClosed());
}

void PoolDoorsTest::crowdOfUnknownSendersKeepsNobodyOut()
{
    const auto client = m_pool->client();
    QCOMPARE(client->Get("/metadata")->status, 200);
    std::vector<std::unique_ptr<RawConnection>> crowd;
    for (int i = 0; i < 700; ++i) {
        crowd.push_back(connection());
        crowd.back()->write("GET / HTTP/1.1\r\nX-Slow: ");
    }
    QCOMPARE(client->Get("/metadata")->status, 200);
    QCOMPARE(valueOf([&] {
                 const auto late = connection();
                 late->write("POST /executions?identifier=doors HTTP/1.1\r\n" + Token
                             + lengthOf(SixTimesSeven.size()) + SixTimesSeven);
                 return late->reply();
             }()),
             u"42"_s);
    QVERIFY(crowd.front()->isClosed());
    QTRY_VERIFY(openFilesOf(*m_pool) < 600);
}

void PoolDoorsTest::crowdOfKnownSendersKeepsNobodyOut()
{
    std::vector<std::unique_ptr<RawConnection>> crowd;
    for (int i = 0; i < 700; ++i) {
        crowd.push_back(connection());
        crowd.back()->write("GET /metadata HTTP/1.1\r\n" + Token + "\r\n");
        QCOMPARE(crowd.back()->reply().status, 200);
    }
    QVERIFY(crowd.front()->isClosed());
    crowd.back()->write("GET /metadata HTTP/1.1\r\n" + Token + "\r\n");
    QCOMPARE(crowd.back()->reply().status, 200);
}

QTEST_GUILESS_MAIN(PoolDoorsTest)
#include "tst_pool_doors.moc"
