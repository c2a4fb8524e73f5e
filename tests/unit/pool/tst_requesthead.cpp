#include "pool/door/RequestHead.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// A head of the request line and headers, written with line feeds.
std::string headOf(QByteArray lines)
{
    return (lines.replace("\n", "\r\n") + "\r\n").toStdString();
}

} // namespace

class RequestHeadTest : public QObject
{
    Q_OBJECT

private slots:
    void requestsAreReadAsSent();
    void bodiesEndInOneWay_data();
    void bodiesEndInOneWay();
    void whatCanBeReadInTwoWaysIsRefused_data();
    void whatCanBeReadInTwoWaysIsRefused();
    void absoluteTargetsNameTheHost_data();
    void absoluteTargetsNameTheHost();
    void connectionEndsWhereTheRequestSaysSo_data();
    void connectionEndsWhereTheRequestSaysSo();
    void endOfTheHeadIsFoundInPieces();
    void headsThatCannotBecomeOneAreRefused();
};

void RequestHeadTest::requestsAreReadAsSent()
{
    const auto head = RequestHead::parse(headOf(
        "POST /files/a%20b?x=%41 HTTP/1.1\nHost: localhost\nX-Empty:\nAuthorization: \tBearer "
        "a%2Bb \n"));
    QVERIFY(head.hasValue());
    QCOMPARE(head->request.method, "POST");
    QCOMPARE(head->request.target, "/files/a%20b?x=%41");
    QCOMPARE(head->request.version, "HTTP/1.1");
    QCOMPARE(head->request.get_header_value("authorization"), "Bearer a%2Bb");
    QVERIFY(head->request.has_header("X-Empty"));
    QVERIFY(!head->hasBody() && !head->isLast && !head->expectsContinue);
}

void RequestHeadTest::bodiesEndInOneWay_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<RequestHead::Framing>("framing");
    QTest::addColumn<qint64>("length");
    using Framing = RequestHead::Framing;
    QTest::newRow("none") << ""_ba << Framing::None << qint64(0);
    QTest::newRow("length") << "content-length: 12\n"_ba << Framing::Length << qint64(12);
    QTest::newRow("zero") << "Content-Length: 0\n"_ba << Framing::Length << qint64(0);
    QTest::newRow("chunked") << "Transfer-Encoding: Chunked\n"_ba << Framing::Chunked << qint64(0);
}

void RequestHeadTest::bodiesEndInOneWay()
{
    QFETCH(QByteArray, headers);
    QFETCH(qint64, length);
    const auto head = RequestHead::parse(headOf("POST / HTTP/1.1\n" + headers));
    QVERIFY(head.hasValue());
    QTEST(head->framing, "framing");
    QCOMPARE(head->contentLength, length);
}

void RequestHeadTest::whatCanBeReadInTwoWaysIsRefused_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &lines, int status = 400) {
        QTest::newRow(name) << lines << status;
    };
    const QByteArray get = "GET / HTTP/1.1\nHost: localhost\n";
    row("two lengths", get + "Content-Length: 3\nContent-Length: 3\n");
    row("list of lengths", get + "Content-Length: 3, 3\n");
    row("signed length", get + "Content-Length: +3\n");
    row("negative length", get + "Content-Length: -3\n");
    row("hexadecimal length", get + "Content-Length: 0x3\n");
    row("empty length", get + "Content-Length:\n");
    row("endless length", get + "Content-Length: 99999999999999999999\n");
    row("length and chunks", get + "Content-Length: 3\nTransfer-Encoding: chunked\n");
    row("two codings", get + "Transfer-Encoding: chunked\nTransfer-Encoding: chunked\n");
    row("chunks in 1.0", "GET / HTTP/1.0\nTransfer-Encoding: chunked\n");
    row("other coding", get + "Transfer-Encoding: gzip, chunked\n", 501);
    row("disguised coding",
        get
            + "Transfer-Encoding: \x0b"
              "chunked\n");
    row("folded header", get + "X-Long: a\n b\n");
    row("space before the colon", get + "Content-Length : 3\n");
    row("space before the name", "GET / HTTP/1.1\n Host: localhost\n");
    row("no colon", get + "Nonsense\n");
    row("no name", get + ": value\n");
    row("name in brackets", get + "(a): b\n");
    row("zero byte in a value", get + QByteArray("X-A: a\0b\n", 9));
    row("zero byte in a name", get + QByteArray("X-\0A: ab\n", 9));
    row("zero byte in the target", QByteArray("GET /\0 HTTP/1.1\n", 16));
    row("carriage return alone", get + "X-A: a\rContent-Length: 3\n");
    row("no request line", "");
    row("no version", "GET /\n");
    row("two spaces", "GET  / HTTP/1.1\n");
    row("tab for a space", "GET\t/ HTTP/1.1\n");
    row("space after the version", "GET / HTTP/1.1 \n");
    row("other protocol", "GET / ICY\n");
    row("old version", "GET / HTTP/0.9\n", 505);
    row("new version", "GET / HTTP/2.0\n", 505);
    row("preface of HTTP/2", "PRI * HTTP/2.0\n", 505);
    row("unknown method", "BREW / HTTP/1.1\n", 501);
    row("lower-case method", "get / HTTP/1.1\n", 501);
    row("proxy", "CONNECT localhost:80 HTTP/1.1\n", 501);
    row("trace", "TRACE / HTTP/1.1\n", 501);
    row("asterisk", "OPTIONS * HTTP/1.1\nHost: localhost\n");
    row("no slash", "GET index HTTP/1.1\nHost: localhost\n");
    row("other expectation", get + "Expect: tea\n", 417);
    row("long target", "GET /" + QByteArray(RequestHead::MaxTargetBytes, 'x') + " HTTP/1.1\n", 414);
    QByteArray many = get;
    for (size_t i = 0; i < RequestHead::MaxHeaders; ++i)
        many += "X-A: b\n";
    row("many headers", many, 431);
}

void RequestHeadTest::whatCanBeReadInTwoWaysIsRefused()
{
    QFETCH(QByteArray, lines);
    QFETCH(int, status);
    const auto head = RequestHead::parse(headOf(lines));
    QVERIFY(!head.hasValue());
    QCOMPARE(head.error().status, status);
    QVERIFY(!head.error().message.isEmpty());
}

void RequestHeadTest::absoluteTargetsNameTheHost_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("path"); ///< empty: refused
    QTest::newRow("path") << "http://localhost:80/files?a=b"_ba
                          << "/files?a=b"_ba;
    QTest::newRow("no path") << "HTTPS://LOCALHOST:80"_ba
                             << "/"_ba;
    QTest::newRow("query alone") << "http://localhost:80?a=b"_ba
                                 << "/?a=b"_ba;
    QTest::newRow("other name") << "http://example.com/files"_ba
                                << ""_ba;
    QTest::newRow("user before the name") << "http://localhost:80@example.com/"_ba
                                          << ""_ba;
    QTest::newRow("other scheme") << "ftp://localhost:80/files"_ba
                                  << ""_ba;
}

void RequestHeadTest::absoluteTargetsNameTheHost()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, path);
    const auto head
        = RequestHead::parse(headOf("GET " + target + " HTTP/1.1\nHost: localhost:80\n"));
    QCOMPARE(head.hasValue(), !path.isEmpty());
    if (head)
        QCOMPARE(QByteArray::fromStdString(head->request.target), path);
    else
        QCOMPARE(head.error().status, 400);
}

void RequestHeadTest::connectionEndsWhereTheRequestSaysSo_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<bool>("isLast");
    QTest::newRow("said") << "GET / HTTP/1.1\nConnection: close\n"_ba << true;
    QTest::newRow("said among others") << "GET / HTTP/1.1\nConnection: TE, Close\n"_ba << true;
    QTest::newRow("said second") << "GET / HTTP/1.1\nConnection: keep-alive\nConnection: close\n"_ba
                                 << true;
    QTest::newRow("old version") << "GET / HTTP/1.0\n"_ba << true;
    QTest::newRow("not said") << "GET / HTTP/1.1\nConnection: keep-alive\n"_ba << false;
}

void RequestHeadTest::connectionEndsWhereTheRequestSaysSo()
{
    QFETCH(QByteArray, lines);
    const auto head = RequestHead::parse(headOf(lines));
    QVERIFY(head.hasValue());
    QTEST(head->isLast, "isLast");
}

void RequestHeadTest::endOfTheHeadIsFoundInPieces()
{
    const std::string bytes = "GET / HTTP/1.1\r\nA: b\r\n\r\nGET";
    const size_t end = bytes.size() - 3;
    for (size_t size = 1; size < end; ++size)
        QCOMPARE(headEnd(std::string_view(bytes).substr(0, size), size - 1), size_t(0));
    QCOMPARE(headEnd(std::string_view(bytes).substr(0, end), end - 1), end);
    QCOMPARE(headEnd(bytes, 0), end);
    QCOMPARE(headEnd("GET / HTTP/1.1\n\n", 0), size_t(16));
    QCOMPARE(headEnd("GET / HTTP/1.1\n\r\n", 0), size_t(17));
}

void RequestHeadTest::headsThatCannotBecomeOneAreRefused()
{
    QVERIFY(!headFault(std::string(RequestHead::MaxTargetBytes, 'x')));
    QCOMPARE(headFault(std::string(RequestHead::MaxTargetBytes + 100, 'x'))->status, 414);
    QCOMPARE(headFault("\x16\x03\x01")->status, 400);
    QVERIFY(!headFault("") && !headFault("\r"));
    const std::string line = "GET / HTTP/1.1\r\nX-Long: ";
    QVERIFY(!headFault(line + std::string(RequestHead::MaxBytes - 100, 'x')));
    QCOMPARE(headFault(line + std::string(RequestHead::MaxBytes, 'x'))->status, 431);
}

QTEST_GUILESS_MAIN(RequestHeadTest)
#include "tst_requesthead.moc"
