#include "azure/access/AccessCheck.h"
#include "credentials/TokenQuery.h"
#include "support/FakeNetwork.h"
#include "support/ManualClock.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;
using Kind = RestError::Kind;
using Step = AccessCheck::Step;
using State = AccessCheck::State;

namespace {

/// Has one token, or a reason for none.
class OneToken final : public TokenSource
{
public:
    void requestToken(const Demand &, QObject *, Callback callback) override
    {
        if (error)
            return callback(*error);
        callback(Secret(token));
    }

    QByteArray token = "opaque";
    std::optional<RestError> error;
};

QByteArray tokenFor(const QByteArray &audience)
{
    const QByteArray claims = R"({"aud":")" + audience + R"(","upn":"me@example.org"})";
    return "e30." + claims.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        + ".x";
}

struct Bench
{
    explicit Bench(const QString &endpoint
                   = u"https://westeurope.dynamicsessions.io/subscriptions/x"_s)
        : client(QUrl(endpoint), network, tokens, clock)
        , check(client, poolAudience())
    {
    }

    void run()
    {
        QSignalSpy finished(&check, &AccessCheck::finished);
        check.start();
        if (finished.isEmpty() && !finished.wait(10000))
            QTest::qFail("the check did not end", __FILE__, __LINE__);
        QCOMPARE(finished.size(), 1);
    }
    [[nodiscard]] State state(Step step) const { return check.finding(step).state; }
    [[nodiscard]] std::optional<RestError> error(Step step) const
    {
        return check.finding(step).error;
    }

    FakeNetwork network;
    OneToken tokens;
    ManualClock clock;
    RestClient client;
    AccessCheck check;
};

const FakeAnswer knownPool{.body = R"({"runtimes":[{"name":"Python","version":"3.12.1"}]})"};
const FakeAnswer executed{
    .status = 202,
    .body = R"({"id":"1","identifier":"s","status":"Succeeded","result":{"stdout":"","stderr":"",)"
            R"("executionResult":1}})"};

} // namespace

class AccessCheckTest : public QObject
{
    Q_OBJECT
private slots:
    void allInOrderLeavesNoSessionBehind();
    void stepsShowWhereItIs();
    void withoutATokenNothingIsSent();
    void aTokenForSomethingElseIsNotSent();
    void anOpaqueTokenMayDo();
    void failuresAreFoundAtTheirStep_data();
    void failuresAreFoundAtTheirStep();
    void aPoolThatDoesNotSayWhatItIsIsTried();
    void customContainersAreToldApart();
    void fullPoolIsFoundByTheExecution_data();
    void fullPoolIsFoundByTheExecution();
    void aRoleThatMayOnlyLookIsFoundByTheExecution();
    void codeThatFailsIsNoAccess();
    void destroyingItSendsNothingMore();
};

void AccessCheckTest::allInOrderLeavesNoSessionBehind()
{
    Bench bench;
    bench.tokens.token = tokenFor("https://dynamicsessions.io");
    bench.network.answerNext(knownPool);
    bench.network.answerNext(executed);
    bench.network.answerNext({.status = 204});

    bench.run();

    for (int step = 0; step < int(Step::Count); ++step)
        QCOMPARE(bench.state(Step(step)), State::Passed);
    QVERIFY(!bench.check.failedStep());
    QCOMPARE(bench.check.claims()->account, u"me@example.org"_s);
    QCOMPARE(bench.check.abilities()->pythonVersion, u"3.12.1"_s);
    QCOMPARE(bench.network.requests().last().verb, "DELETE");
    QVERIFY(bench.network.requests().last().url.path().endsWith(u"/session"_s));
}

void AccessCheckTest::stepsShowWhereItIs()
{
    Bench bench;
    bench.check.start();
    QCOMPARE(bench.state(Step::Credential), State::Passed);
    QCOMPARE(bench.state(Step::Connection), State::Running);
    QCOMPARE(bench.state(Step::Execution), State::Waiting);
    QVERIFY(!bench.check.isFinished());
}

void AccessCheckTest::withoutATokenNothingIsSent()
{
    Bench bench;
    bench.tokens.error = RestError{Kind::NoCredential, 0, {}, u"Azure CLI: not signed in"_s};
    bench.run();
    QCOMPARE(bench.check.failedStep(), Step::Credential);
    QCOMPARE(bench.error(Step::Credential)->detail, u"Azure CLI: not signed in"_s);
    QVERIFY(bench.network.requests().isEmpty());
}

void AccessCheckTest::aTokenForSomethingElseIsNotSent()
{
    Bench bench;
    bench.tokens.token = tokenFor("https://management.azure.com");
    bench.run();
    QCOMPARE(bench.check.failedStep(), Step::Audience);
    QCOMPARE(bench.check.claims()->audiences, QStringList{u"https://management.azure.com"_s});
    QVERIFY(bench.network.requests().isEmpty());
}

void AccessCheckTest::anOpaqueTokenMayDo()
{
    Bench bench;
    bench.network.answerNext(knownPool);
    bench.network.answerNext(executed);
    bench.network.answerNext({.status = 204});
    bench.run();
    QCOMPARE(bench.state(Step::Audience), State::Unknown);
    QVERIFY(!bench.check.failedStep());
}

void AccessCheckTest::failuresAreFoundAtTheirStep_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QNetworkReply::NetworkError>("error");
    QTest::addColumn<Step>("step");
    QTest::addColumn<Kind>("kind");
    using E = QNetworkReply;
    QTest::newRow("DNS") << 0 << E::HostNotFoundError << Step::Connection << Kind::HostNotFound;
    QTest::newRow("refused") << 0 << E::ConnectionRefusedError << Step::Connection
                             << Kind::ConnectionRefused;
    QTest::newRow("TLS") << 0 << E::SslHandshakeFailedError << Step::Connection << Kind::TlsFailed;
    QTest::newRow("proxy not found")
        << 0 << E::ProxyNotFoundError << Step::Connection << Kind::ProxyFailed;
    QTest::newRow("proxy wants a password")
        << 407 << E::ProxyAuthenticationRequiredError << Step::Connection << Kind::ProxyFailed;
    QTest::newRow("broken off") << 0 << E::RemoteHostClosedError << Step::Connection
                                << Kind::ConnectionLost;
    QTest::newRow("internal fault") << 500 << E::NoError << Step::Connection << Kind::ServerError;
    QTest::newRow("401") << 401 << E::NoError << Step::Role << Kind::Unauthorized;
    QTest::newRow("403") << 403 << E::NoError << Step::Role << Kind::Forbidden;
}

void AccessCheckTest::failuresAreFoundAtTheirStep()
{
    QFETCH(int, status);
    QFETCH(QNetworkReply::NetworkError, error);
    QFETCH(Step, step);
    QFETCH(Kind, kind);
    Bench bench;
    // The second one for the renewed token after a 401.
    bench.network.answerNext({.status = status, .error = error});
    bench.network.answerNext({.status = status, .error = error});
    bench.run();
    QCOMPARE(bench.check.failedStep(), step);
    QCOMPARE(bench.error(step)->kind, kind);
    QCOMPARE(bench.state(Step::Execution), State::Waiting);
}

void AccessCheckTest::aPoolThatDoesNotSayWhatItIsIsTried()
{
    Bench bench;
    // One for each version that has the question.
    bench.network.answerNext({.status = 404});
    bench.network.answerNext({.status = 404});
    bench.network.answerNext(executed);
    bench.network.answerNext({.status = 204});
    bench.run();
    QVERIFY(!bench.check.failedStep());
    QCOMPARE(bench.state(Step::Role), State::Passed);
    QCOMPARE(bench.state(Step::PoolKind), State::Passed);
}

void AccessCheckTest::customContainersAreToldApart()
{
    Bench bench(u"https://mine.env.westeurope.azurecontainerapps.io"_s);
    bench.run();
    QCOMPARE(bench.check.failedStep(), Step::PoolKind);
    QVERIFY(bench.network.requests().isEmpty()); // the container would get the token
}

void AccessCheckTest::fullPoolIsFoundByTheExecution_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("429") << 429;
    QTest::newRow("404") << 404; // to the first request of a session
}

void AccessCheckTest::fullPoolIsFoundByTheExecution()
{
    QFETCH(int, status);
    Bench bench;
    bench.network.answerNext(knownPool);
    bench.network.answerNext({.status = status});
    bench.run();
    QCOMPARE(bench.check.failedStep(), Step::Execution);
    QCOMPARE(bench.error(Step::Execution)->kind, Kind::Throttled);
    QCOMPARE(bench.network.requests().size(), 2);
}

void AccessCheckTest::aRoleThatMayOnlyLookIsFoundByTheExecution()
{
    Bench bench;
    bench.network.answerNext(knownPool);
    bench.network.answerNext({.status = 403});
    bench.run();
    QCOMPARE(bench.check.failedStep(), Step::Role);
    QCOMPARE(bench.state(Step::Execution), State::Waiting);
}

void AccessCheckTest::codeThatFailsIsNoAccess()
{
    Bench bench;
    bench.network.answerNext(knownPool);
    bench.network.answerNext(
        {.body = R"({"id":"1","status":"Failed","result":{"stdout":"","stderr":"no kernel",)"
                 R"("executionResult":""}})"});
    bench.run();
    QCOMPARE(bench.check.failedStep(), Step::Execution);
    QCOMPARE(bench.error(Step::Execution)->detail, u"no kernel"_s);
}

void AccessCheckTest::destroyingItSendsNothingMore()
{
    FakeNetwork network;
    OneToken tokens;
    ManualClock clock;
    RestClient client(QUrl(u"https://westeurope.dynamicsessions.io/x"_s), network, tokens, clock);
    auto check = std::make_unique<AccessCheck>(client, poolAudience());
    check->start();
    QCOMPARE(network.requests().size(), 1);
    check.reset();
    QCOMPARE(network.openReplies(), 0);
}

QTEST_GUILESS_MAIN(AccessCheckTest)
#include "tst_accesscheck.moc"
