#include "ProbeJob.h"
#include "support/FakeNetwork.h"
#include "support/FakeTokens.h"
#include "support/ManualClock.h"

#include <QSignalSpy>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RestError::Kind;

namespace {

// One client on a scripted network; tests make their jobs with it.
struct Bench
{
    explicit Bench(const QString &base = u"https://pool.test/pools/mine"_s)
        : client(QUrl(base), network, tokens, clock)
    {
    }

    FakeNetwork network;
    FakeTokens tokens;
    ManualClock clock;
    RestClient client;
};

ProbeJob::Request get()
{
    return {.verb = "GET", .path = u"metadata"_s, .query = {}};
}

ProbeJob::Request post()
{
    return {.verb = "POST",
            .path = u"executions"_s,
            .query = {},
            .contentType = "application/json",
            .body = "{}"};
}

} // namespace

class RestJobTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void finishesOnceAndFromTheEventLoop();
    void everyEndIsFromTheEventLoop_data();
    void everyEndIsFromTheEventLoop();
    void sendsTheTokenAndNothingFollowsARedirect();
    void tokenNeverFollowsRedirect();
    void tokenNeverTravelsOverPlainHttp_data();
    void tokenNeverTravelsOverPlainHttp();
    void tokenRenewedOnceOn401();
    void claimsOfA401ReachTheTokenSource();
    void refusedRenewedTokenEndsAsUnauthorized();
    void missingCredentialIsTold();
    void timeoutAndCancelAreToldApart();
    void everyByteRestartsTheDeadline();
    void deletionAbortsSilently();
    void cancelWhileWaitingForARetryEndsAtOnce();
    void jobMayBeDeletedFromItsOwnSignal();
    void retryAfterIsObeyed();
    void tooLongARetryAfterIsTheEnd();
    void codeIsNeverSentTwiceOnceBegun_data();
    void codeIsNeverSentTwiceOnceBegun();
    void codeThatCertainlyDidNotBeginIsSentAgain_data();
    void codeThatCertainlyDidNotBeginIsSentAgain();
    void readingIsRepeatedAFewTimes();
    void errorBodiesGiveCodeAndMessage_data();
    void errorBodiesGiveCodeAndMessage();
    void detailNeverHoldsTokenOrQuery();
    void waitForRoomIsTold();
    void waitForRoomHasNoEndAndCanBeCancelled();
    void tokenMayBeRenewedAgainAfterItWasTaken();
    void proxyTroubleIsToldApart_data();
    void proxyTroubleIsToldApart();
};

void RestJobTest::finishesOnceAndFromTheEventLoop()
{
    Bench bench;
    bench.network.answerNext({.body = "hello"});
    ProbeJob job(bench.client, get());
    QSignalSpy finished(&job, &RestJob::finished);

    job.start();
    job.start();
    QCOMPARE(finished.count(), 0);
    QVERIFY(!job.isFinished());
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(job.isFinished());
    QVERIFY(!job.error());
    QCOMPARE(job.body(), "hello"_ba);
    job.cancel();
    QCoreApplication::processEvents();
    QCOMPARE(finished.count(), 1);
    QCOMPARE(bench.network.requests().size(), 1);
}

void RestJobTest::everyEndIsFromTheEventLoop_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<bool>("hasToken");
    QTest::addColumn<bool>("isCancelled");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("insecure") << u"http://far.test"_s << true << false << Kind::Insecure;
    QTest::newRow("no address") << u""_s << true << false << Kind::BadRequest;
    QTest::newRow("no token") << u"https://far.test"_s << false << false << Kind::NoCredential;
    QTest::newRow("cancelled") << u"https://far.test"_s << true << true << Kind::Cancelled;
}

void RestJobTest::everyEndIsFromTheEventLoop()
{
    QFETCH(QString, base);
    QFETCH(bool, hasToken);
    QFETCH(bool, isCancelled);
    QFETCH(Kind, kind);
    Bench bench(base);
    if (!hasToken)
        bench.tokens.error = RestError{Kind::NoCredential};
    ProbeJob job(bench.client, get());
    QSignalSpy finished(&job, &RestJob::finished);

    job.start();
    if (isCancelled)
        job.cancel();
    QCOMPARE(finished.count(), 0);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(job.error()->kind, kind);
}

void RestJobTest::sendsTheTokenAndNothingFollowsARedirect()
{
    Bench bench;
    bench.network.answerNext({});
    ProbeJob job(bench.client, post());
    job.start();
    QTRY_VERIFY(job.isFinished());

    const SentRequest sent = bench.network.requests().first();
    QCOMPARE(sent.header("Authorization"), "Bearer token-1"_ba);
    QCOMPARE(sent.header("Content-Type"), "application/json"_ba);
    QCOMPARE(sent.body, "{}"_ba);
    QCOMPARE(sent.url, QUrl(u"https://pool.test/pools/mine/executions"_s));
}

void RestJobTest::tokenNeverFollowsRedirect()
{
    Bench bench;
    bench.network.answerNext(
        {.status = 307, .headers = {{"Location", "https://elsewhere.test/pools/mine/metadata"}}});
    ProbeJob job(bench.client, get());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QCOMPARE(job.error()->kind, Kind::Insecure);
    QCOMPARE(bench.network.requests().size(), 1);
}

void RestJobTest::tokenNeverTravelsOverPlainHttp_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<bool>("isSent");
    QTest::newRow("other host") << u"http://pool.test"_s << false;
    QTest::newRow("looks like loopback") << u"http://localhost.pool.test"_s << false;
    QTest::newRow("private address") << u"http://192.168.1.2:80"_s << false;
    QTest::newRow("any address") << u"http://0.0.0.0:80"_s << false;
    QTest::newRow("user part") << u"https://127.0.0.1@pool.test"_s << false;
    QTest::newRow("other scheme") << u"ftp://pool.test"_s << false;
    QTest::newRow("https") << u"https://pool.test"_s << true;
    QTest::newRow("loopback") << u"http://127.0.0.1:80"_s << true;
    QTest::newRow("loopback 6") << u"http://[::1]:80"_s << true;
    QTest::newRow("localhost") << u"http://LOCALHOST:80"_s << true;
}

void RestJobTest::tokenNeverTravelsOverPlainHttp()
{
    QFETCH(QString, base);
    QFETCH(bool, isSent);
    Bench bench(base);
    bench.network.answerNext({});
    ProbeJob job(bench.client, get());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QCOMPARE(bench.network.requests().size(), isSent ? 1 : 0);
    QCOMPARE(bench.tokens.asked.size(), isSent ? 1 : 0);
    if (!isSent)
        QCOMPARE(job.error()->kind, Kind::Insecure);
}

void RestJobTest::tokenRenewedOnceOn401()
{
    Bench bench;
    bench.network.answerNext({.status = 401});
    bench.network.answerNext({.body = "yes"});
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QVERIFY(!job.error());
    QCOMPARE(bench.network.requests().at(0).header("Authorization"), "Bearer token-1"_ba);
    QCOMPARE(bench.network.requests().at(1).header("Authorization"), "Bearer token-2"_ba);
}

void RestJobTest::claimsOfA401ReachTheTokenSource()
{
    Bench bench;
    bench.network.answerNext(
        {.status = 401,
         .headers = {{"WWW-Authenticate",
                      R"(Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==")"}}});
    bench.network.answerNext({.body = "yes"});
    ProbeJob job(bench.client, get());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QCOMPARE(bench.tokens.claims, R"({"a":1})"_ba);
}

void RestJobTest::refusedRenewedTokenEndsAsUnauthorized()
{
    Bench bench;
    bench.network.answerNext({.status = 401});
    bench.network.answerNext({.status = 401});
    ProbeJob job(bench.client, get());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QCOMPARE(job.error()->kind, Kind::Unauthorized);
    QCOMPARE(bench.network.requests().size(), 2);
}

void RestJobTest::missingCredentialIsTold()
{
    Bench bench;
    bench.tokens.error = RestError{Kind::NoCredential, 0, {}, u"environment: not set"_s};
    ProbeJob job(bench.client, get());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QCOMPARE(job.error()->detail, u"environment: not set"_s);
    QVERIFY(bench.network.requests().isEmpty());
}

void RestJobTest::timeoutAndCancelAreToldApart()
{
    Bench bench;
    ProbeJob silent(bench.client, post());
    silent.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    silent.setIdleTimeout(5s);
    silent.start();
    bench.clock.advance(4s);
    QVERIFY(!silent.isFinished());
    bench.clock.advance(1s);
    QTRY_VERIFY(silent.isFinished());
    QCOMPARE(silent.error()->kind, Kind::Timeout);

    ProbeJob cancelled(bench.client, post());
    cancelled.start();
    cancelled.cancel();
    QTRY_VERIFY(cancelled.isFinished());
    QCOMPARE(cancelled.error()->kind, Kind::Cancelled);
    QCOMPARE(bench.network.openReplies(), 0);
    QCOMPARE(bench.network.abortedReplies(), 2);
}

void RestJobTest::everyByteRestartsTheDeadline()
{
    Bench bench;
    bench.network.answerNext({.body = "a", .staysOpen = true});
    ProbeJob job(bench.client, get());
    job.setRetryPolicy(RetryPolicy::never());
    job.setIdleTimeout(5s);
    job.start();
    QCoreApplication::processEvents();
    for (int i = 0; i < 4; ++i) {
        bench.clock.advance(4s);
        bench.network.continueLast("b");
    }
    QVERIFY(!job.isFinished());
    bench.clock.advance(5s);
    QVERIFY(job.isFinished());
    QCOMPARE(job.error()->kind, Kind::Timeout);
}

void RestJobTest::deletionAbortsSilently()
{
    Bench bench;
    auto job = std::make_unique<ProbeJob>(bench.client, get());
    QSignalSpy finished(job.get(), &RestJob::finished);
    job->start();
    job.reset();
    QCoreApplication::processEvents();

    QCOMPARE(finished.count(), 0);
    QCOMPARE(bench.network.abortedReplies(), 1);
    QCOMPARE(bench.clock.pending(), 0);
}

void RestJobTest::cancelWhileWaitingForARetryEndsAtOnce()
{
    Bench bench;
    bench.network.answerNext({.status = 503});
    ProbeJob job(bench.client, get());
    job.start();
    QTRY_COMPARE(bench.network.openReplies(), 0);
    job.cancel();
    QTRY_VERIFY(job.isFinished());
    QCOMPARE(job.error()->kind, Kind::Cancelled);

    bench.clock.advance(1min);
    QCOMPARE(bench.network.requests().size(), 1);
}

void RestJobTest::jobMayBeDeletedFromItsOwnSignal()
{
    Bench bench;
    bench.network.answerNext({.body = "data"});
    auto *job = new ProbeJob(bench.client, get());
    QPointer<ProbeJob> watched(job);
    job->onData = [job] { delete job; };
    job->start();
    QTRY_VERIFY(!watched);

    bench.network.answerNext({.body = "data"});
    watched = new ProbeJob(bench.client, get());
    connect(watched, &RestJob::finished, this, [watched] { delete watched.data(); });
    watched->start();
    QTRY_VERIFY(!watched);
}

void RestJobTest::retryAfterIsObeyed()
{
    Bench bench;
    bench.network.answerNext({.status = 429, .headers = {{"Retry-After", "7"}}});
    bench.network.answerNext({});
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    job.start();
    QTRY_COMPARE(bench.network.openReplies(), 0);
    bench.clock.advance(6s);
    QCOMPARE(bench.network.requests().size(), 1);
    bench.clock.advance(1s);
    QTRY_VERIFY(job.isFinished());
    QVERIFY(!job.error());
    QCOMPARE(bench.network.requests().size(), 2);
}

void RestJobTest::tooLongARetryAfterIsTheEnd()
{
    Bench bench;
    bench.network.answerNext(
        {.status = 429, .headers = {{"Retry-After", "Fri, 02 Jan 2026 04:04:05 GMT"}}});
    ProbeJob job(bench.client, get());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QCOMPARE(job.error()->kind, Kind::Throttled);
    QCOMPARE(job.error()->retryAfter, 3600s);
}

void RestJobTest::codeIsNeverSentTwiceOnceBegun_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QNetworkReply::NetworkError>("error");
    QTest::newRow("closed before the reply") << 0 << QNetworkReply::RemoteHostClosedError;
    QTest::newRow("closed in mid-reply") << 200 << QNetworkReply::RemoteHostClosedError;
    QTest::newRow("internal error") << 500 << QNetworkReply::NoError;
    QTest::newRow("gateway gave up") << 504 << QNetworkReply::NoError;
    QTest::newRow("network gone") << 0 << QNetworkReply::TemporaryNetworkFailureError;
    QTest::newRow("timed out") << 0 << QNetworkReply::TimeoutError;
}

void RestJobTest::codeIsNeverSentTwiceOnceBegun()
{
    QFETCH(int, status);
    QFETCH(QNetworkReply::NetworkError, error);
    Bench bench;
    bench.network.answerNext({.status = status, .error = error});
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QVERIFY(job.error());
    bench.clock.advance(10min);
    QCOMPARE(bench.network.requests().size(), 1);
}

void RestJobTest::codeThatCertainlyDidNotBeginIsSentAgain_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QNetworkReply::NetworkError>("error");
    QTest::newRow("throttled") << 429 << QNetworkReply::NoError;
    QTest::newRow("unavailable") << 503 << QNetworkReply::NoError;
    QTest::newRow("refused") << 0 << QNetworkReply::ConnectionRefusedError;
}

void RestJobTest::codeThatCertainlyDidNotBeginIsSentAgain()
{
    QFETCH(int, status);
    QFETCH(QNetworkReply::NetworkError, error);
    Bench bench;
    bench.network.answerNext({.status = status, .error = error});
    bench.network.answerNext({});
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun());
    job.start();
    QTRY_COMPARE(bench.network.openReplies(), 0);
    bench.clock.advance(10s);
    QTRY_VERIFY(job.isFinished());
    QVERIFY(!job.error());
    QCOMPARE(bench.network.requests().size(), 2);
}

void RestJobTest::readingIsRepeatedAFewTimes()
{
    Bench bench;
    for (int i = 0; i < 10; ++i)
        bench.network.answerNext({.status = 502});
    ProbeJob job(bench.client, get());
    job.start();
    for (int i = 0; i < 20 && !job.isFinished(); ++i) {
        QCoreApplication::processEvents();
        bench.clock.advance(10s);
    }
    QVERIFY(job.isFinished());
    QCOMPARE(job.error()->kind, Kind::ServerError);
    QCOMPARE(bench.network.requests().size(), 4);
}

void RestJobTest::errorBodiesGiveCodeAndMessage_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("detail");
    QTest::newRow("error object")
        << R"({"error":{"code":"InvalidLength","message":"too short","details":[]}})"_ba
        << u"InvalidLength"_s << u"too short"_s;
    QTest::newRow("details first")
        << R"({"error":{"code":"Failed","message":"At least one step failed.","details":[
              {"code":"Conflict","message":"The name is taken."},{"message":"The name is taken."},
              {"error":{"message":"Outer.","details":[{"message":"Inner."},7]}},null]}})"_ba
        << u"Failed"_s << u"The name is taken. Inner. Outer. At least one step failed."_s;
    QTest::newRow("details alone")
        << R"({"error":{"message":"","details":[{"message":"Why"}]}})"_ba << QString() << u"Why"_s;
    QTest::newRow("details of a wrong shape")
        << R"({"message":"outer","details":{"0":"a"}})"_ba << QString() << u"outer"_s;
    QTest::newRow("message") << R"({"message":"no such file"})"_ba << QString()
                             << u"no such file"_s;
    QTest::newRow("problem details")
        << R"({"title":"Invalid","status":400,"errors":{"code":["is required"]}})"_ba << QString()
        << u"Invalid; code: is required"_s;
    QTest::newRow("bare string") << R"("`Code` field is required")"_ba << QString()
                                 << u"`Code` field is required"_s;
    QTest::newRow("plain text") << "Not \x01 here\n"_ba << QString() << u"Not here"_s;
    QTest::newRow("empty") << ""_ba << QString() << u"HTTP 400"_s;
    QTest::newRow("a page") << "<html>gateway</html>"_ba << QString() << u"HTTP 400"_s;
    QTest::newRow("wrong shape") << R"({"error":{"message":{"a":1}}})"_ba << QString()
                                 << u"HTTP 400"_s;
}

void RestJobTest::errorBodiesGiveCodeAndMessage()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    QFETCH(QString, detail);
    Bench bench;
    bench.network.answerNext({.status = 400, .body = body});
    ProbeJob job(bench.client, get());
    job.start();
    QTRY_VERIFY(job.isFinished());

    QCOMPARE(job.error()->kind, Kind::BadRequest);
    QCOMPARE(job.error()->code, code);
    QCOMPARE(job.error()->detail, detail);
}

void RestJobTest::detailNeverHoldsTokenOrQuery()
{
    Bench bench;
    bench.network.answerNext({.status = 418});
    ProbeJob job(bench.client,
                 {.path = u"session"_s, .query = {{u"identifier"_s, u"private-name"_s}}});
    job.start();
    QTRY_VERIFY(job.isFinished());

    QVERIFY(!job.error()->detail.contains(u"private-name"_s));
    QVERIFY(!job.error()->detail.contains(u"token-"_s));
}

void RestJobTest::waitForRoomIsTold()
{
    Bench bench;
    bench.client.setRandomness([] { return 0.5; });
    bench.network.answerNext({.status = 429, .body = R"({"message":"full"})"});
    bench.network.answerNext(
        {.status = 429, .headers = {{"Retry-After", "Fri, 02 Jan 2026 03:04:13 GMT"}}});
    bench.network.answerNext({.body = "{}"});
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun().waitingForRoom());
    QList<std::pair<QString, std::chrono::milliseconds>> waits;
    connect(&job, &RestJob::waiting, &job,
            [&](const RestError &why, std::chrono::milliseconds delay) {
                waits.append({why.detail, delay});
            });
    job.start();
    QTRY_COMPARE(waits.size(), 1);
    QCOMPARE(waits.first(), (std::pair(u"full"_s, 750ms)));
    bench.clock.advance(750ms);
    QTRY_COMPARE(waits.size(), 2);
    QCOMPARE(waits.last().second, 7s); // it is 03:04:05.750
    bench.clock.advance(7s);
    QTRY_VERIFY(job.isFinished());
    QVERIFY(!job.error());
}

void RestJobTest::waitForRoomHasNoEndAndCanBeCancelled()
{
    Bench bench;
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun().waitingForRoom());
    QSignalSpy waiting(&job, &RestJob::waiting);
    for (int i = 1; i <= 50; ++i)
        bench.network.answerNext({.status = 429});
    job.start();
    for (int i = 1; i < 50; ++i) {
        QTRY_COMPARE(waiting.size(), i);
        bench.clock.advance(30s);
    }
    QTRY_COMPARE(waiting.size(), 50);
    job.cancel();
    QTRY_VERIFY(job.isFinished());
    QCOMPARE(job.error()->kind, Kind::Cancelled);
    QCOMPARE(bench.network.requests().size(), 50);
}

/// A wait may last longer than a token.
void RestJobTest::tokenMayBeRenewedAgainAfterItWasTaken()
{
    Bench bench;
    for (const int status : {401, 429, 401, 200})
        bench.network.answerNext({.status = status, .body = "{}"});
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::onlyIfNotBegun().waitingForRoom());
    job.start();
    QTRY_COMPARE(bench.network.requests().size(), 2);
    QTRY_COMPARE(bench.network.openReplies(), 0);
    bench.clock.advance(1s);
    QTRY_VERIFY(job.isFinished());
    QVERIFY(!job.error());
    QCOMPARE(bench.tokens.number, 3);
}

void RestJobTest::proxyTroubleIsToldApart_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QNetworkReply::NetworkError>("error");
    QTest::addColumn<int>("told");
    QTest::newRow("asks for a name")
        << 407 << QNetworkReply::ProxyAuthenticationRequiredError << 407;
    QTest::newRow("asks before https")
        << 0 << QNetworkReply::ProxyAuthenticationRequiredError << 407;
    QTest::newRow("nobody there") << 0 << QNetworkReply::ProxyConnectionRefusedError << 0;
    QTest::newRow("not found") << 0 << QNetworkReply::ProxyNotFoundError << 0;
    QTest::newRow("silent") << 0 << QNetworkReply::ProxyTimeoutError << 0;
}

void RestJobTest::proxyTroubleIsToldApart()
{
    QFETCH(int, status);
    QFETCH(QNetworkReply::NetworkError, error);
    Bench bench;
    bench.network.answerNext({.status = status, .error = error});
    ProbeJob job(bench.client, post());
    job.setRetryPolicy(RetryPolicy::never());
    job.start();
    QTRY_VERIFY(job.isFinished());
    QCOMPARE(job.error()->kind, Kind::ProxyFailed);
    QTEST(job.error()->httpStatus, "told");
}

QTEST_GUILESS_MAIN(RestJobTest)
#include "tst_restjob.moc"
