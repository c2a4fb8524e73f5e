#include "SourceBench.h"
#include "credentials/signin/BrowserSignIn.h"
#include "credentials/signin/DeviceCodeSignIn.h"

#include <QCryptographicHash>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpSocket>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray goodReply()
{
    const QByteArray payload
        = QByteArray(R"({"preferred_username":"ada@contoso.com"})").toBase64(base64Url);
    return R"({"access_token":"abc","expires_in":3600,"refresh_token":"refresh-1","id_token":"e30.)"
        + payload + R"(.c2ln"})";
}

struct Bench : SourceBench
{
    Bench()
        : place(*SignInPlace::of({.tenant = u"contoso.com"_s, .authority = origin()}))
    {
    }
    SignInPlace place;
};

// A sign-in by browser whose page "the browser" has: what the page was asked with.
struct BrowserBench : Bench
{
    explicit BrowserBench(const QString &account = {})
    {
        place.account = account;
        flow = std::make_unique<BrowserSignIn>(
            place, LoopbackPages{u"Sessionbook <1>"_s, u"You may close this."_s, u"Not for us."_s},
            services);
        finished = std::make_unique<QSignalSpy>(flow.get(), &SignInFlow::finished);
        QObject::connect(flow.get(), &BrowserSignIn::pageReady, flow.get(),
                         [this](const QUrl &ready) { page = ready; });
        flow->start();
    }
    [[nodiscard]] QString asked(const QString &name) const
    {
        return QUrlQuery(page).queryItemValue(name, QUrl::FullyDecoded);
    }
    [[nodiscard]] QUrl redirect(const QString &query) const
    {
        return QUrl(asked(u"redirect_uri"_s) + u"/?"_s + query);
    }
    // What the browser does with the address that it is sent back to; 0: nobody listens.
    int visit(const QUrl &url, QByteArray *body = nullptr)
    {
        QUrl byNumber = url;
        byNumber.setHost(u"127.0.0.1"_s);
        QNetworkReply *reply = network.get(QNetworkRequest(byNumber));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 10000))
            qFatal("no answer");
        if (body)
            *body = reply->readAll();
        reply->deleteLater();
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }
    [[nodiscard]] SourceFailure failure()
    {
        if (finished->isEmpty() && !finished->wait(10000))
            qFatal("not finished");
        return flow->outcome()->error();
    }

    QUrl page;
    std::unique_ptr<BrowserSignIn> flow;
    std::unique_ptr<QSignalSpy> finished;
};

const QByteArray codeReply
    = R"({"user_code":"ABCD-EFGH","device_code":"device-1","verification_uri":)"
      R"("https://microsoft.com/devicelogin","expires_in":900,"interval":5,"message":"x"})";

QByteArray errorReply(const QByteArray &word, int number = 0)
{
    return R"({"error":")" + word + R"(","error_description":"No.","error_codes":[)"
        + QByteArray::number(number) + "]}";
}

struct DeviceBench : Bench
{
    DeviceBench()
        : flow(place, services)
        , finished(&flow, &SignInFlow::finished)
    {
        QObject::connect(&flow, &DeviceCodeSignIn::codeReady, &flow,
                         [this](const DeviceCode &ready) { code = ready; });
    }
    // Until the code is shown.
    void begin()
    {
        flow.start();
        if (!QTest::qWaitFor([&] { return code.has_value(); }, 10000))
            qFatal("no code");
    }
    // Lets the interval pass; the question that follows has been answered when this returns.
    void poll(std::chrono::seconds interval)
    {
        const qsizetype before = server.received().size();
        const auto delays = clock.askedDelays().size();
        clock.advance(interval);
        // Its time-out, then the next interval; or the end.
        if (!QTest::qWaitFor(
                [&] {
                    return server.received().size() > before
                        && (clock.askedDelays().size() >= delays + 2 || flow.outcome());
                },
                10000))
            qFatal("it did not ask");
    }

    DeviceCodeSignIn flow;
    QSignalSpy finished;
    std::optional<DeviceCode> code;
};

} // namespace

class SignInFlowsTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void pageIsAskedForWithAProofAndAState();
    void knownAccountIsProposed();
    void codeIsRedeemedWithTheProof();
    void everySignInHasSecretsOfItsOwn();
    void requestWithoutOurStateChangesNothing_data();
    void requestWithoutOurStateChangesNothing();
    void manyRequestsThatAreNotOursDoNotKeepOursOut();
    void refusalInTheBrowserEndsIt_data();
    void refusalInTheBrowserEndsIt();
    void secondRequestFindsNobody();
    void pageSaysNothingOfWhatCame();
    void hostileRequestsAreDropped_data();
    void hostileRequestsAreDropped();
    void refusedCodeEndsItWithEntrasCode();
    void forgottenPageIsNotWaitedForEver();
    void goneFlowClosesItsPort();

    void codeIsShownAndRedeemedWhenThePersonIsDone();
    void slowDownIsHeeded();
    void connectionThatFailsIsAskedAgain();
    void endOfADeviceCodeIsTold_data();
    void endOfADeviceCodeIsTold();
    void codeThatIsForgottenExpires();
    void strangeCodesAreRefused_data();
    void strangeCodesAreRefused();
    void cancelledFlowAsksNoMore();
};

void SignInFlowsTest::pageIsAskedForWithAProofAndAState()
{
    BrowserBench bench;
    QCOMPARE(bench.page.adjusted(QUrl::RemoveQuery),
             QUrl(bench.origin() + u"/contoso.com/oauth2/v2.0/authorize"_s));
    QCOMPARE(bench.asked(u"client_id"_s), SignInPlace::defaultClientId());
    QCOMPARE(bench.asked(u"response_type"_s), u"code"_s);
    QCOMPARE(bench.asked(u"response_mode"_s), u"query"_s);
    QCOMPARE(bench.asked(u"code_challenge_method"_s), u"S256"_s);
    QCOMPARE(bench.asked(u"prompt"_s), u"select_account"_s);
    QCOMPARE(bench.asked(u"scope"_s),
             u"https://dynamicsessions.io/.default openid profile offline_access"_s);
    static const QRegularExpression redirect(u"^http://localhost:\\d+$"_s);
    QVERIFY(redirect.match(bench.asked(u"redirect_uri"_s)).hasMatch());
    for (const QString &name : {u"state"_s, u"nonce"_s, u"code_challenge"_s})
        QCOMPARE(bench.asked(name).size(), 43);
    QVERIFY(bench.asked(u"state"_s) != bench.asked(u"nonce"_s));
}

void SignInFlowsTest::knownAccountIsProposed()
{
    BrowserBench bench(u"ada+1@contoso.com"_s);
    QCOMPARE(bench.asked(u"login_hint"_s), u"ada+1@contoso.com"_s);
    QCOMPARE(bench.asked(u"prompt"_s), QString());
}

void SignInFlowsTest::codeIsRedeemedWithTheProof()
{
    BrowserBench bench;
    bench.answer(200, goodReply());
    QByteArray body;
    QCOMPARE(bench.visit(bench.redirect(u"code=c%2Bo+d&state="_s + bench.asked(u"state"_s)), &body),
             200);
    QVERIFY(body.contains("You may close this."));
    QTRY_COMPARE(bench.finished->size(), 1);
    const auto &outcome = *bench.flow->outcome();
    QVERIFY(outcome);
    QCOMPARE(outcome->account, u"ada@contoso.com"_s);
    QCOMPARE(outcome->refreshToken.reveal(), "refresh-1"_ba);
    QCOMPARE(bench.server.received().first().target, "/contoso.com/oauth2/v2.0/token"_ba);
    QCOMPARE(bench.field(0, u"grant_type"_s), "authorization_code"_ba);
    QCOMPARE(bench.field(0, u"code"_s), "c+o d"_ba);
    QCOMPARE(bench.field(0, u"redirect_uri"_s), bench.asked(u"redirect_uri"_s).toUtf8());
    const QByteArray verifier = bench.field(0, u"code_verifier"_s);
    QCOMPARE(verifier.size(), 43);
    QCOMPARE(QCryptographicHash::hash(verifier, QCryptographicHash::Sha256).toBase64(base64Url),
             bench.asked(u"code_challenge"_s).toUtf8());
}

void SignInFlowsTest::everySignInHasSecretsOfItsOwn()
{
    BrowserBench one;
    BrowserBench two;
    for (const QString &name : {u"state"_s, u"nonce"_s, u"code_challenge"_s})
        QVERIFY(one.asked(name) != two.asked(name));
}

void SignInFlowsTest::requestWithoutOurStateChangesNothing_data()
{
    QTest::addColumn<QString>("query");
    QTest::newRow("none") << u"code=x"_s;
    QTest::newRow("wrong") << u"code=x&state=wrong"_s;
    QTest::newRow("empty") << u"code=x&state="_s;
    QTest::newRow("wrong refusal") << u"error=access_denied&state=wrong"_s;
}

void SignInFlowsTest::requestWithoutOurStateChangesNothing()
{
    QFETCH(QString, query);
    BrowserBench bench;
    bench.answer(200, goodReply());
    QByteArray body;
    QCOMPARE(bench.visit(bench.redirect(query), &body), 404);
    QVERIFY(body.contains("Not for us."));
    QVERIFY(!bench.flow->outcome());
    QVERIFY(bench.server.received().isEmpty());
    QCOMPARE(bench.visit(bench.redirect(u"code=x&state="_s + bench.asked(u"state"_s))), 200);
    QTRY_VERIFY(bench.flow->outcome().has_value());
    QVERIFY(bench.flow->outcome()->hasValue());
}

void SignInFlowsTest::manyRequestsThatAreNotOursDoNotKeepOursOut()
{
    BrowserBench bench;
    for (int i = 0; i < 20; ++i)
        QCOMPARE(bench.visit(bench.redirect(u"code=x"_s)), 404);
    QCOMPARE(bench.visit(bench.redirect(u"code=x&state="_s + bench.asked(u"state"_s))), 200);
}

void SignInFlowsTest::refusalInTheBrowserEndsIt_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("code");
    QTest::newRow("declined") << u"error=access_denied&error_description=The+user+said+no"_s
                              << u"access_denied"_s;
    QTest::newRow("number")
        << u"error=access_denied&error_description=AADSTS65004%3A+User+declined+to+consent."_s
        << u"AADSTS65004"_s;
    QTest::newRow("with a code") << u"error=server_error&code=x"_s << u"server_error"_s;
    QTest::newRow("nothing") << u"x=y"_s << u""_s;
}

void SignInFlowsTest::refusalInTheBrowserEndsIt()
{
    QFETCH(QString, query);
    QFETCH(QString, code);
    BrowserBench bench;
    QByteArray body;
    QCOMPARE(bench.visit(bench.redirect(query + u"&state="_s + bench.asked(u"state"_s)), &body),
             200);
    QVERIFY(body.contains("Not for us."));
    QCOMPARE(bench.failure().code, code);
    QVERIFY(bench.server.received().isEmpty());
}

void SignInFlowsTest::secondRequestFindsNobody()
{
    BrowserBench bench;
    bench.answer(200, goodReply());
    const QUrl good = bench.redirect(u"code=x&state="_s + bench.asked(u"state"_s));
    QCOMPARE(bench.visit(good), 200);
    QCOMPARE(bench.visit(good), 0);
    QTRY_COMPARE(bench.finished->size(), 1);
    QCOMPARE(bench.server.received().size(), 1);
}

void SignInFlowsTest::pageSaysNothingOfWhatCame()
{
    BrowserBench bench;
    QByteArray body;
    bench.visit(bench.redirect(u"error=%3Cscript%3E&error_description=s3cret&state="_s
                               + bench.asked(u"state"_s)),
                &body);
    QVERIFY(!body.contains("<script"));
    QVERIFY(!body.contains("s3cret"));
    QVERIFY(body.contains("Sessionbook &lt;1&gt;"));
}

void SignInFlowsTest::hostileRequestsAreDropped_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no request") << "hello\r\n\r\n"_ba;
    QTest::newRow("another verb") << "POST /?code=x&state=STATE HTTP/1.1\r\n\r\n"_ba;
    QTest::newRow("another path") << "GET /favicon.ico?state=STATE HTTP/1.1\r\n\r\n"_ba;
    QTest::newRow("endless") << "GET /?" + QByteArray(40000, 'x');
    QTest::newRow("nothing but lines") << QByteArray(20, '\n') + "\r\n\r\n";
}

void SignInFlowsTest::hostileRequestsAreDropped()
{
    QFETCH(QByteArray, bytes);
    BrowserBench bench;
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost,
                         quint16(QUrl(bench.asked(u"redirect_uri"_s)).port()));
    socket.write(bytes.replace("STATE", bench.asked(u"state"_s).toUtf8()));
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!socket.readAll().startsWith("HTTP/1.1 200"));
    QVERIFY(!bench.flow->outcome());
}

void SignInFlowsTest::refusedCodeEndsItWithEntrasCode()
{
    BrowserBench bench;
    bench.answer(400, errorReply("invalid_grant", 70008));
    bench.visit(bench.redirect(u"code=x&state="_s + bench.asked(u"state"_s)));
    QCOMPARE(bench.failure().code, u"AADSTS70008"_s);
}

void SignInFlowsTest::forgottenPageIsNotWaitedForEver()
{
    BrowserBench bench;
    bench.clock.advance(15min);
    QCOMPARE(bench.failure().code, u"SignInExpired"_s);
    QCOMPARE(bench.visit(bench.redirect(u"code=x&state="_s + bench.asked(u"state"_s))), 0);
}

void SignInFlowsTest::goneFlowClosesItsPort()
{
    BrowserBench bench;
    const QUrl good = bench.redirect(u"code=x&state="_s + bench.asked(u"state"_s));
    bench.flow.reset();
    QCOMPARE(bench.visit(good), 0);
}

void SignInFlowsTest::codeIsShownAndRedeemedWhenThePersonIsDone()
{
    DeviceBench bench;
    bench.answer(200, codeReply);
    bench.begin();
    QCOMPARE(bench.server.received().first().target, "/contoso.com/oauth2/v2.0/devicecode"_ba);
    QCOMPARE(bench.field(0, u"client_id"_s), SignInPlace::defaultClientId().toUtf8());
    QCOMPARE(bench.code->userCode, u"ABCD-EFGH"_s);
    QCOMPARE(bench.code->page, QUrl(u"https://microsoft.com/devicelogin"_s));
    QCOMPARE(bench.code->expiresAt, bench.clock.now().addSecs(900));

    bench.answer(400, errorReply("authorization_pending", 70016));
    bench.poll(5s);
    QVERIFY(!bench.flow.outcome());
    bench.answer(200, goodReply());
    bench.poll(5s);
    QTRY_COMPARE(bench.finished.size(), 1);
    QCOMPARE((*bench.flow.outcome())->account, u"ada@contoso.com"_s);
    QCOMPARE((*bench.flow.outcome())->refreshToken.reveal(), "refresh-1"_ba);
    QCOMPARE(bench.field(2, u"grant_type"_s), "urn:ietf:params:oauth:grant-type:device_code"_ba);
    QCOMPARE(bench.field(2, u"device_code"_s), "device-1"_ba);
}

void SignInFlowsTest::slowDownIsHeeded()
{
    DeviceBench bench;
    bench.answer(200, codeReply);
    bench.begin();
    bench.answer(400, errorReply("slow_down"));
    bench.poll(5s);
    QCOMPARE(bench.clock.askedDelays().back(), 10000ms);
    bench.answer(400, errorReply("slow_down"));
    bench.poll(10s);
    QCOMPARE(bench.clock.askedDelays().back(), 15000ms);
}

void SignInFlowsTest::connectionThatFailsIsAskedAgain()
{
    DeviceBench bench;
    bench.answer(200, codeReply);
    bench.begin();
    bench.server.next(ScriptedServer::rawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"));
    bench.clock.advance(5s);
    QTRY_VERIFY(std::ranges::count(bench.clock.askedDelays(), 5000ms) == 2);
    QVERIFY(!bench.flow.outcome());
}

void SignInFlowsTest::endOfADeviceCodeIsTold_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("code");
    QTest::newRow("declined") << "authorization_declined"_ba << 0 << u"authorization_declined"_s;
    QTest::newRow("denied") << "access_denied"_ba << 70004 << u"access_denied"_s;
    QTest::newRow("expired") << "expired_token"_ba << 70020 << u"SignInExpired"_s;
    QTest::newRow("unknown code") << "bad_verification_code"_ba << 70018
                                  << u"bad_verification_code"_s;
    QTest::newRow("conditional access") << "invalid_grant"_ba << 53003 << u"AADSTS53003"_s;
}

void SignInFlowsTest::endOfADeviceCodeIsTold()
{
    QFETCH(QByteArray, word);
    QFETCH(int, number);
    DeviceBench bench;
    bench.answer(200, codeReply);
    bench.begin();
    bench.answer(400, errorReply(word, number));
    bench.poll(5s);
    QTRY_COMPARE(bench.finished.size(), 1);
    QTEST(bench.flow.outcome()->error().code, "code");
    bench.clock.advance(1h);
    QTest::qWait(20);
    QCOMPARE(bench.server.received().size(), 2);
}

void SignInFlowsTest::codeThatIsForgottenExpires()
{
    DeviceBench bench;
    bench.answer(200, QByteArray(codeReply).replace("900", "12"));
    bench.begin();
    for (int i = 0; i < 2; ++i) {
        bench.answer(400, errorReply("authorization_pending"));
        bench.poll(5s);
    }
    bench.clock.advance(5s);
    QTRY_COMPARE(bench.finished.size(), 1);
    QCOMPARE(bench.flow.outcome()->error().code, u"SignInExpired"_s);
    QCOMPARE(bench.server.received().size(), 3);
}

void SignInFlowsTest::strangeCodesAreRefused_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<QString>("code");
    const auto unexpected = u"SignInUnexpected"_s;
    QTest::newRow("empty") << 200 << ""_ba << unexpected;
    QTest::newRow("page") << 200 << "<html>"_ba << unexpected;
    QTest::newRow("no code") << 200 << QByteArray(codeReply).replace("ABCD-EFGH", "") << unexpected;
    QTest::newRow("long code") << 200
                               << QByteArray(codeReply).replace("ABCD-EFGH", QByteArray(99, 'x'))
                               << unexpected;
    QTest::newRow("program instead of a page")
        << 200
        << QByteArray(codeReply).replace("https://microsoft.com/devicelogin", "file:///bin/sh")
        << unexpected;
    QTest::newRow("plain http") << 200 << QByteArray(codeReply).replace("https", "http")
                                << unexpected;
    QTest::newRow("unknown application")
        << 400 << errorReply("unauthorized_client", 700016) << u"AADSTS700016"_s;
    QTest::newRow("unknown tenant")
        << 400 << errorReply("invalid_request", 90002) << u"AADSTS90002"_s;
}

void SignInFlowsTest::strangeCodesAreRefused()
{
    QFETCH(int, status);
    QFETCH(QByteArray, reply);
    DeviceBench bench;
    bench.answer(status, reply);
    bench.flow.start();
    QTRY_COMPARE(bench.finished.size(), 1);
    QTEST(bench.flow.outcome()->error().code, "code");
    QVERIFY(!bench.code);
}

void SignInFlowsTest::cancelledFlowAsksNoMore()
{
    SourceBench bench;
    auto flow = std::make_unique<DeviceCodeSignIn>(*SignInPlace::of({.authority = bench.origin()}),
                                                   bench.services);
    QSignalSpy ready(flow.get(), &DeviceCodeSignIn::codeReady);
    bench.answer(200, codeReply);
    flow->start();
    QVERIFY(ready.wait(10000));
    flow.reset();
    bench.clock.advance(1h);
    QTest::qWait(20);
    QCOMPARE(bench.server.received().size(), 1);
}

QTEST_GUILESS_MAIN(SignInFlowsTest)
#include "tst_signinflows.moc"
