#include "rest/ClaimsChallenge.h"
#include "rest/ReplyError.h"
#include "rest/RestUrl.h"
#include "rest/RetryPolicy.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class RestRulesTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void claimsAreReadFromAChallenge_data();
    void claimsAreReadFromAChallenge();
    void pathsAreAppendedAndEncoded_data();
    void pathsAreAppendedAndEncoded();
    void queryValuesAreEncodedInFull_data();
    void queryValuesAreEncodedInFull();
    void dotSegmentsAreRefused_data();
    void dotSegmentsAreRefused();
    void delaysGrow();
    void neverMeansNever();
    void pausesAreShortenedAtRandom();
    void fullPoolIsAskedAgainWithoutEnd();
    void fullPoolsOwnPauseIsKept_data();
    void fullPoolsOwnPauseIsKept();
    void waitForRoomCanBeBounded();
    void onlyAFullPoolIsWaitedFor();
    void codeThatAGatewayLostIsNotSentAgain();
    void badCertificatesAreToldApart_data();
    void badCertificatesAreToldApart();
};

namespace {

const RestError full{RestError::Kind::Throttled, 429};

} // namespace

void RestRulesTest::claimsAreReadFromAChallenge_data()
{
    QTest::addColumn<QByteArray>("challenge");
    QTest::addColumn<QByteArray>("claims");
    const auto claims = R"({"a":"?>~"})"_ba;
    QTest::newRow("base64url") << R"(Bearer error="x", claims="eyJhIjoiPz5-In0", y="z")"_ba
                               << claims;
    QTest::newRow("base64") << R"(Bearer claims="eyJhIjoiPz5+In0=")"_ba << claims;
    QTest::newRow("none") << R"(Bearer authorization_uri="https://login.test/t")"_ba
                          << ""_ba;
    QTest::newRow("other name") << R"(Bearer myclaims="eyJhIjoxfQ")"_ba
                                << ""_ba;
    QTest::newRow("no JSON") << R"(Bearer claims="YWJj")"_ba
                             << ""_ba;
    QTest::newRow("no base64") << R"(Bearer claims="{}")"_ba
                               << ""_ba;
    QTest::newRow("endless") << R"(Bearer claims=")" + QByteArray(20000, 'A') + '"' << ""_ba;
    QTest::newRow("empty") << ""_ba
                           << ""_ba;
}

void RestRulesTest::claimsAreReadFromAChallenge()
{
    QFETCH(QByteArray, challenge);
    QTEST(claimsIn(challenge), "claims");
}

void RestRulesTest::pathsAreAppendedAndEncoded_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("encoded");
    const QString pool = u"https://h.test/subscriptions/s/sessionPools/p"_s;
    const QByteArray start = "https://h.test/subscriptions/s/sessionPools/p/";
    QTest::newRow("plain") << pool << u"executions"_s << start + "executions";
    QTest::newRow("trailing slashes") << pool + u"//"_s << u"files"_s << start + "files";
    QTest::newRow("host only") << u"https://h.test"_s << u"files"_s << "https://h.test/files"_ba;
    QTest::newRow("hash") << pool << u"files/a#b.csv/content"_s
                          << start + "files/a%23b.csv/content";
    QTest::newRow("percent") << pool << u"files/100%41.csv"_s << start + "files/100%2541.csv";
    QTest::newRow("space and signs") << pool << u"files/a b&c=d;e,f@g$h^(i).txt"_s
                                     << start + "files/a%20b%26c%3Dd%3Be%2Cf%40g%24h%5E%28i%29.txt";
    QTest::newRow("unicode") << pool << u"files/größe 数.csv"_s
                             << start + "files/gr%C3%B6%C3%9Fe%20%E6%95%B0.csv";
    QTest::newRow("question mark") << pool << u"files/a?b"_s << start + "files/a%3Fb";
    QTest::newRow("plus") << pool << u"files/a+b"_s << start + "files/a%2Bb";
    QTest::newRow("encoded base") << u"https://h.test/a%20b%2Fc"_s << u"files"_s
                                  << "https://h.test/a%20b%2Fc/files"_ba;
}

void RestRulesTest::pathsAreAppendedAndEncoded()
{
    QFETCH(QString, base);
    QFETCH(QString, path);
    QTEST(restUrl(QUrl(base), path, {}).toEncoded(), "encoded");
}

void RestRulesTest::queryValuesAreEncodedInFull_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("encoded");
    QTest::newRow("plus") << u"a+b"_s << "a%2Bb"_ba;
    QTest::newRow("ampersand") << u"a&b=c"_s << "a%26b%3Dc"_ba;
    QTest::newRow("percent") << u"a%41"_s << "a%2541"_ba;
    QTest::newRow("hash and slash") << u"#/x?"_s << "%23%2Fx%3F"_ba;
    QTest::newRow("brackets") << u"{[<>]}|^`"_s << "%7B%5B%3C%3E%5D%7D%7C%5E%60"_ba;
    QTest::newRow("unicode") << u"ü"_s << "%C3%BC"_ba;
}

void RestRulesTest::queryValuesAreEncodedInFull()
{
    QFETCH(QString, value);
    QFETCH(QByteArray, encoded);
    const QUrl url = restUrl(QUrl(u"https://h.test/p"_s), u"files"_s,
                             {{u"identifier"_s, value}, {u"path"_s, u"d"_s}});
    QCOMPARE(url.toEncoded(), "https://h.test/p/files?identifier=" + encoded + "&path=d");
}

void RestRulesTest::dotSegmentsAreRefused_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("up") << u"files/../session"_s;
    QTest::newRow("here") << u"files/./content"_s;
    QTest::newRow("last") << u"files/.."_s;
}

void RestRulesTest::dotSegmentsAreRefused()
{
    QFETCH(QString, path);
    QVERIFY(!restUrl(QUrl(u"https://h.test"_s), path, {}).isValid());
}

void RestRulesTest::delaysGrow()
{
    const RestError lost{RestError::Kind::ConnectionLost};
    const RetryPolicy policy = RetryPolicy::idempotent();
    QVERIFY(policy.delayBefore(1, lost) < policy.delayBefore(2, lost));
    QVERIFY(policy.delayBefore(2, lost) < policy.delayBefore(3, lost));
    QVERIFY(!policy.delayBefore(4, lost));
}

void RestRulesTest::neverMeansNever()
{
    QVERIFY(!RetryPolicy::never().delayBefore(1, {RestError::Kind::Throttled, 429, {}, {}, 1s}));
}

void RestRulesTest::pausesAreShortenedAtRandom()
{
    const RestError lost{RestError::Kind::ConnectionLost};
    const RetryPolicy policy = RetryPolicy::idempotent();
    QCOMPARE(policy.delayBefore(1, lost), 250ms);
    QCOMPARE(policy.delayBefore(1, lost, {.random = 0.5}), 188ms);
    QCOMPARE(policy.delayBefore(3, lost, {.random = 0.999999}), 501ms);
    QCOMPARE(policy.delayBefore(1, {RestError::Kind::Throttled, 429, {}, {}, 7s}, {.random = 0.5}),
             7s);
}

void RestRulesTest::fullPoolIsAskedAgainWithoutEnd()
{
    const RetryPolicy policy = RetryPolicy::onlyIfNotBegun().waitingForRoom();
    std::chrono::milliseconds last{0};
    for (int attempt = 1; attempt < 1000; ++attempt) {
        const auto delay = policy.delayBefore(attempt, full, {.waited = 24h});
        QVERIFY(delay && *delay >= last && *delay <= 30s);
        last = *delay;
    }
    QCOMPARE(policy.delayBefore(1, full), 1s);
    QCOMPARE(last, 30s);
    QCOMPARE(policy.delayBefore(1000, full, {.random = 0.5}), 22500ms);
}

void RestRulesTest::fullPoolsOwnPauseIsKept_data()
{
    QTest::addColumn<int>("asked");
    QTest::addColumn<int>("kept");
    QTest::newRow("as it says") << 90 << 90;
    QTest::newRow("never a busy loop") << 0 << 0;
    QTest::newRow("not for days") << 1'000'000'000 << 600;
}

void RestRulesTest::fullPoolsOwnPauseIsKept()
{
    QFETCH(int, asked);
    QFETCH(int, kept);
    RestError error = full;
    error.retryAfter = std::chrono::seconds(asked);
    const auto delay
        = RetryPolicy::idempotent().waitingForRoom().delayBefore(1, error, {.random = 0.9});
    QCOMPARE(*delay, std::max<std::chrono::milliseconds>(std::chrono::seconds(kept), 100ms));
}

void RestRulesTest::waitForRoomCanBeBounded()
{
    const RetryPolicy policy = RetryPolicy::idempotent().waitingForRoom(10s);
    QCOMPARE(policy.delayBefore(1, full), 1s);
    QCOMPARE(policy.delayBefore(5, full, {.waited = 7s}), 3s); // the last try is at the bound
    QVERIFY(!policy.delayBefore(6, full, {.waited = 10s}));
    QVERIFY(!RetryPolicy::idempotent().waitingForRoom(0s).delayBefore(1, full));
}

void RestRulesTest::onlyAFullPoolIsWaitedFor()
{
    const RestError unavailable{RestError::Kind::ServerError, 503};
    const RetryPolicy policy = RetryPolicy::onlyIfNotBegun().waitingForRoom();
    QVERIFY(policy.delayBefore(3, unavailable));
    QVERIFY(!policy.delayBefore(4, unavailable));
    QVERIFY(!RetryPolicy::never().waitingForRoom().delayBefore(1, full));
    QVERIFY(!RetryPolicy::idempotent().delayBefore(4, full));
}

void RestRulesTest::codeThatAGatewayLostIsNotSentAgain()
{
    const QString words
        = u"upstream connect error or disconnect/reset before headers. reset reason: %1"_s;
    const auto error = [&words](const QString &reason) {
        return RestError{RestError::Kind::ServerError, 503, {}, words.arg(reason)};
    };
    const RetryPolicy code = RetryPolicy::onlyIfNotBegun();
    QVERIFY(!code.delayBefore(1, error(u"connection termination"_s)));
    QVERIFY(!code.delayBefore(1, error(u"remote reset"_s)));
    QVERIFY(code.delayBefore(1, error(u"connection failure"_s)));
    QVERIFY(RetryPolicy::idempotent().delayBefore(1, error(u"connection termination"_s)));
}

void RestRulesTest::badCertificatesAreToldApart_data()
{
    QTest::addColumn<QSslError::SslError>("error");
    QTest::addColumn<QString>("code");
    QTest::newRow("expired") << QSslError::CertificateExpired << u"CertificateOutOfDate"_s;
    QTest::newRow("of tomorrow") << QSslError::CertificateNotYetValid << u"CertificateOutOfDate"_s;
    QTest::newRow("of a proxy") << QSslError::SelfSignedCertificateInChain << u"UnknownAuthority"_s;
    QTest::newRow("self-signed") << QSslError::SelfSignedCertificate << u"UnknownAuthority"_s;
    QTest::newRow("other host") << QSslError::HostNameMismatch << u"HostNameMismatch"_s;
    QTest::newRow("else") << QSslError::CertificateRevoked << QString();
}

void RestRulesTest::badCertificatesAreToldApart()
{
    QFETCH(QSslError::SslError, error);
    const ServiceError problem = tlsProblem({QSslError(error)});
    QTEST(problem.code, "code");
    QVERIFY(!problem.message.isEmpty());
    QVERIFY(tlsProblem({}).message.isEmpty());
}

QTEST_GUILESS_MAIN(RestRulesTest)
#include "tst_restrules.moc"
