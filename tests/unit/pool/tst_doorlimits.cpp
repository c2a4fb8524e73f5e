#include "pool/door/PlainWire.h"
#include "pool/door/PoolDoor.h"
#include "support/RawConnection.h"

#include <QTest>

#include <sys/socket.h>

#include <array>
#include <memory>
#include <semaphore>
#include <vector>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Knows who brings `X-Known`, answers with the body it reads, and with `X-Wait` only when it may.
class EchoHandler : public RequestHandler
{
public:
    static constexpr qint64 MaxBytes = 1000;

    [[nodiscard]] RequestVerdict judge(const httplib::Request &head) const override
    {
        if (!head.has_header("X-Known"))
            return {};
        return {.isSenderKnown = true, .maxBodyBytes = MaxBytes};
    }
    void handle(const httplib::Request &request, httplib::Response &response,
                const httplib::ContentReader *body) override
    {
        response.status = request.has_header("X-Known") ? 200 : 401;
        std::string bytes;
        if (body != nullptr && response.status == 200 && !request.has_header("X-Unread"))
            (*body)([&](const char *piece, size_t count) {
                bytes.append(piece, count);
                return true;
            });
        if (request.has_header("X-Wait")) {
            waiting.release();
            mayAnswer.acquire();
        }
        response.set_content(bytes, "application/octet-stream");
    }

    std::counting_semaphore<> waiting{0};
    std::counting_semaphore<> mayAnswer{0};
};

using Senders = std::vector<std::unique_ptr<RawConnection>>;

const QByteArray KnownGet = "GET / HTTP/1.1\r\nX-Known: yes\r\n\r\n";
const QByteArray UnknownGet = "GET / HTTP/1.1\r\n\r\n";
const QByteArray ChunkedPost
    = "POST / HTTP/1.1\r\nX-Known: yes\r\nTransfer-Encoding: chunked\r\n\r\n";

QByteArray knownPost(qsizetype length, const QByteArray &headers = {})
{
    return "POST / HTTP/1.1\r\nX-Known: yes\r\n" + headers
        + "Content-Length: " + QByteArray::number(length) + "\r\n\r\n";
}

} // namespace

/// The bounds of time and number, made small enough to be reached.
class DoorLimitsTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void silentSenderIsClosed();
    void headThatTricklesIsRefused();
    void silentBodyIsRefused();
    void bodyThatTricklesIsRefused();
    void knownSenderMayPauseBetweenRequests();
    void bodiesAreReadByTheirFraming_data();
    void bodiesAreReadByTheirFraming();
    void wronglyFramedBodiesAreRefused_data();
    void wronglyFramedBodiesAreRefused();
    void bodyNobodyReadsIsNotTheNextRequest_data();
    void bodyNobodyReadsIsNotTheNextRequest();
    void bodyIsAskedForWhenItIsRead();
    void bodyIsNotAskedForWhenTheRequestIsRefused();
    void requestsSentAtOnceAreAnsweredInTurn();

    void oldestUnknownSenderGivesWay();
    void whoIsSentAwayCannotStay();
    void nothingButARequestIsWaitedFor();
    void unknownSendersNeverTakeTheKnownOnesPlaces();
    void knownSenderThatWaitsLongestGivesWay();
    void knownSendersBeingAnsweredAreLeftAlone();
    void closingLetsAnswersEnd();

private:
    [[nodiscard]] std::unique_ptr<RawConnection> connection() const
    {
        return std::make_unique<RawConnection>(m_endpoint);
    }
    /// One whose sender is known, waiting for its next request.
    [[nodiscard]] std::unique_ptr<RawConnection> knownConnection() const
    {
        auto known = connection();
        known->write(KnownGet);
        return known->reply().status == 200 ? std::move(known) : nullptr;
    }
    void open(const DoorLimits &limits);

    std::unique_ptr<EchoHandler> m_handler;
    std::unique_ptr<PoolDoor> m_door;
    DoorLimits m_short;
    QString m_endpoint;
};

void DoorLimitsTest::init()
{
    m_handler = std::make_unique<EchoHandler>();
    m_short = {};
    m_short.head = m_short.bodyPause = m_short.bodyStart = 300ms;
    m_short.knownConnections = 3;
    m_short.unknownConnections = 3;
}

void DoorLimitsTest::cleanup()
{
    m_handler->mayAnswer.release(100);
    m_door.reset();
}

void DoorLimitsTest::open(const DoorLimits &limits)
{
    m_door = std::make_unique<PoolDoor>(*m_handler, limits, [](FileDescriptor socket) {
        return std::make_unique<PlainWire>(std::move(socket));
    });
    QVERIFY(m_door->open(u"127.0.0.1"_s, 0).hasValue());
    m_endpoint = u"http://127.0.0.1:%1"_s.arg(m_door->port());
}

void DoorLimitsTest::silentSenderIsClosed()
{
    open(m_short);
    QVERIFY(connection()->isClosed());
}

void DoorLimitsTest::headThatTricklesIsRefused()
{
    open(m_short);
    const auto slow = connection();
    slow->write("GET / HTTP/1.1\r\n");
    while (!slow->hasAnswer(20ms))
        slow->write("X-Slow: yes\r\n");
    QCOMPARE(slow->reply().status, 408);
    QVERIFY(slow->isClosed());
}

void DoorLimitsTest::silentBodyIsRefused()
{
    open(m_short);
    const auto slow = connection();
    slow->write(knownPost(10) + "12345");
    QCOMPARE(slow->reply().status, 408);
    QVERIFY(slow->isClosed());
}

void DoorLimitsTest::bodyThatTricklesIsRefused()
{
    open(m_short);
    const auto slow = connection();
    slow->write(knownPost(EchoHandler::MaxBytes));
    while (!slow->hasAnswer(20ms))
        slow->write("x");
    QCOMPARE(slow->reply().status, 408);
    QVERIFY(slow->isClosed());
}

void DoorLimitsTest::knownSenderMayPauseBetweenRequests()
{
    open(m_short);
    const auto known = knownConnection();
    QVERIFY(!known->hasAnswer(m_short.head * 2));
    known->write(KnownGet);
    QCOMPARE(known->reply().status, 200);
}

void DoorLimitsTest::bodiesAreReadByTheirFraming_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("length") << knownPost(5) + "hello"
                            << "hello"_ba;
    QTest::newRow("no length") << "POST / HTTP/1.1\r\nX-Known: yes\r\n\r\n"_ba
                               << ""_ba;
    QTest::newRow("chunks") << ChunkedPost + "2\r\nhe\r\n03\r\nllo\r\n0\r\n\r\n"
                            << "hello"_ba;
    QTest::newRow("extensions and trailers")
        << ChunkedPost + "5;a=\"b\" \r\nhello\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n"
        << "hello"_ba;
    QTest::newRow("large chunk, hexadecimal") << ChunkedPost + "1F4\r\n" + QByteArray(500, 'x')
            + "\r\n0\r\n\r\n" << QByteArray(500, 'x');
    QTest::newRow("no chunks") << ChunkedPost + "0\r\n\r\n"
                               << ""_ba;
}

void DoorLimitsTest::bodiesAreReadByTheirFraming()
{
    QFETCH(QByteArray, request);
    open(m_short);
    const auto sender = connection();
    sender->write(request + KnownGet);
    const RawReply reply = sender->reply();
    QCOMPARE(reply.status, 200);
    QTEST(reply.body, "body");
    QCOMPARE(sender->reply().status, 200); // what follows the body is the next request
}

void DoorLimitsTest::wronglyFramedBodiesAreRefused_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &request, int status = 400) {
        QTest::newRow(name) << request << status;
    };
    row("no digits", ChunkedPost + "x\r\n");
    row("empty line", ChunkedPost + "\r\n");
    row("sign", ChunkedPost + "-5\r\nhello\r\n0\r\n\r\n");
    row("prefix", ChunkedPost + "0x5\r\nhello\r\n0\r\n\r\n");
    row("line feed alone", ChunkedPost + "5\nhello\n0\n\n");
    row("endless size", ChunkedPost + "fffffffffffffffff\r\n");
    row("endless extension", ChunkedPost + "5;" + QByteArray(300, 'x'));
    row("longer than its size", ChunkedPost + "4\r\nhello\r\n0\r\n\r\n");
    row("endless trailers", ChunkedPost + "0\r\n" + QByteArray("X-A: b\r\n").repeated(40));
    row("large chunk", ChunkedPost + "3e9\r\n", 413);
    row("many chunks", ChunkedPost + QByteArray("a\r\n0123456789\r\n").repeated(101), 413);
    row("large length", knownPost(EchoHandler::MaxBytes + 1), 413);
    row("larger than any number", knownPost(std::numeric_limits<qint64>::max()), 413);
}

void DoorLimitsTest::wronglyFramedBodiesAreRefused()
{
    QFETCH(QByteArray, request);
    open({});
    const auto sender = connection();
    sender->write(request);
    const RawReply reply = sender->reply();
    QTEST(reply.status, "status");
    QCOMPARE(reply.headers.value("connection"), "close");
    QVERIFY(!reply.json()["error"_L1]["message"_L1].toString().isEmpty());
    QVERIFY(sender->isClosed());
}

void DoorLimitsTest::bodyNobodyReadsIsNotTheNextRequest_data()
{
    QTest::addColumn<QByteArray>("request");
    const QByteArray body = "GET /hidden HTTP/1.1\r\n\r\n";
    const QByteArray length = "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n";
    QTest::newRow("GET") << "GET / HTTP/1.1\r\nX-Known: yes\r\n" + length + body;
    QTest::newRow("POST") << "POST / HTTP/1.1\r\nX-Known: yes\r\nX-Unread: yes\r\n" + length + body;
    QTest::newRow("chunks") << "DELETE / HTTP/1.1\r\nX-Known: yes\r\nX-Unread: "
                               "yes\r\nTransfer-Encoding: chunked\r\n\r\n"
            + QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n0\r\n\r\n";
}

void DoorLimitsTest::bodyNobodyReadsIsNotTheNextRequest()
{
    QFETCH(QByteArray, request);
    open({});
    const auto sender = connection();
    sender->write(request + knownPost(4, "Connection: close\r\n") + "next");
    QCOMPARE(sender->reply().status, 200);
    QCOMPARE(sender->reply().body, "next");
    QVERIFY(sender->isClosed());
}

void DoorLimitsTest::bodyIsAskedForWhenItIsRead()
{
    open({});
    const auto sender = connection();
    sender->write(knownPost(5, "Expect: 100-continue\r\n"));
    QCOMPARE(sender->reply().status, 100);
    sender->write("hello");
    QCOMPARE(sender->reply().body, "hello");
}

void DoorLimitsTest::bodyIsNotAskedForWhenTheRequestIsRefused()
{
    open({});
    const auto sender = connection();
    sender->write("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    QCOMPARE(sender->reply().status, 401);
    QVERIFY(sender->isClosed());
}

void DoorLimitsTest::requestsSentAtOnceAreAnsweredInTurn()
{
    open({});
    const auto sender = connection();
    sender->write("\r\n" + knownPost(1) + "a" + knownPost(1) + "b\r\n" + knownPost(1) + "c");
    for (const char *body : {"a", "b", "c"})
        QCOMPARE(sender->reply().body, body);
}

void DoorLimitsTest::oldestUnknownSenderGivesWay()
{
    m_short.head = 1h;
    open(m_short);
    Senders senders;
    for (size_t i = 0; i < m_short.unknownConnections; ++i) {
        senders.push_back(connection());
        senders.back()->write("GET / HTT");
    }
    const auto late = connection();
    QVERIFY(senders.front()->isClosed());
    late->write(UnknownGet);
    QCOMPARE(late->reply().status, 401);
    senders.back()->write("P/1.1\r\n\r\n");
    QCOMPARE(senders.back()->reply().status, 401);
}

void DoorLimitsTest::whoIsSentAwayCannotStay()
{
    open({});
    const auto unknown = connection();
    unknown->write(UnknownGet);
    QCOMPARE(unknown->reply().headers.value("connection"), "close");
    QVERIFY(unknown->isClosed());
    const auto known = knownConnection();
    known->write(UnknownGet);
    QCOMPARE(known->reply().status, 401);
    QVERIFY(known->isClosed());
}

void DoorLimitsTest::nothingButARequestIsWaitedFor()
{
    m_short.head = 1h;
    open(m_short);
    for (const QByteArray &bytes : {QByteArray("\x16\x03\x01", 3), "\r\n\r\n"_ba, " GET /"_ba}) {
        const auto sender = connection();
        sender->write(bytes);
        QCOMPARE(sender->reply().status, 400);
        QVERIFY(sender->isClosed());
    }
}

void DoorLimitsTest::unknownSendersNeverTakeTheKnownOnesPlaces()
{
    m_short.head = 1h;
    open(m_short);
    const auto known = knownConnection();
    Senders crowd;
    for (int i = 0; i < 50; ++i) {
        crowd.push_back(connection());
        crowd.back()->write("GET / HTT");
    }
    known->write(KnownGet);
    QCOMPARE(known->reply().status, 200);
    QVERIFY(knownConnection());
}

void DoorLimitsTest::knownSenderThatWaitsLongestGivesWay()
{
    // Without threads: a reply arrives a moment before its connection counts as waiting.
    Connections connections(m_short);
    std::vector<FileDescriptor> clients;
    std::vector<FileDescriptor> sockets;
    std::vector<std::unique_ptr<Connections::Place>> places;
    const auto enterKnown = [&] {
        std::array<int, 2> ends{};
        QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
        clients.emplace_back(ends[0]);
        sockets.emplace_back(ends[1]);
        places.push_back(connections.enter(ends[1]));
        QCOMPARE(places.back()->admit(true), Connections::Admission::Granted);
    };
    const auto isClosed = [&](size_t i) {
        char next = 0;
        return recv(clients[i].get(), &next, 1, 0) == 0;
    };
    for (size_t i = 0; i < m_short.knownConnections; ++i) {
        enterKnown();
        QVERIFY(places.back()->rest());
    }
    QCOMPARE(places[0]->admit(true), Connections::Admission::Granted);
    QVERIFY(places[0]->rest());
    enterKnown();
    QVERIFY(!isClosed(0) && isClosed(1) && !isClosed(2) && !isClosed(3));
    QCOMPARE(places[1]->admit(true), Connections::Admission::Left);
}

void DoorLimitsTest::knownSendersBeingAnsweredAreLeftAlone()
{
    open(m_short);
    Senders senders;
    for (size_t i = 0; i < m_short.knownConnections; ++i) {
        senders.push_back(connection());
        senders.back()->write("GET / HTTP/1.1\r\nX-Known: yes\r\nX-Wait: yes\r\n\r\n");
        m_handler->waiting.acquire();
    }
    const auto late = connection();
    late->write(KnownGet);
    const RawReply refused = late->reply();
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.headers.value("retry-after"), "1");
    QVERIFY(late->isClosed());
    m_handler->mayAnswer.release(ptrdiff_t(senders.size()));
    for (const auto &sender : senders)
        QCOMPARE(sender->reply().status, 200);
}

void DoorLimitsTest::closingLetsAnswersEnd()
{
    open({});
    const auto idle = knownConnection();
    const auto busy = connection();
    busy->write("GET / HTTP/1.1\r\nX-Known: yes\r\nX-Wait: yes\r\n\r\n");
    m_handler->waiting.acquire();
    m_door->close();
    QVERIFY(idle->isClosed());
    m_handler->mayAnswer.release();
    QCOMPARE(busy->reply().status, 200);
    QVERIFY(busy->isClosed());
}

QTEST_GUILESS_MAIN(DoorLimitsTest)
#include "tst_doorlimits.moc"
