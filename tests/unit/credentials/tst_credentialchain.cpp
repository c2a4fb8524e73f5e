#include "credentials/CredentialChain.h"
#include "support/ManualClock.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Freshness = TokenSource::Freshness;

namespace {

// A source that answers as told, at once or when told.
class ScriptedSource final : public CredentialSource
{
public:
    explicit ScriptedSource(QString name)
        : m_name(std::move(name))
    {
    }

    [[nodiscard]] QString name() const override { return m_name; }
    void fetch(QObject *, Callback callback) override
    {
        ++asked;
        if (isSlow)
            waiting = std::move(callback);
        else
            callback(answer());
    }
    [[nodiscard]] Result<AccessToken, RestError> answer() const
    {
        if (token.isEmpty())
            return RestError{RestError::Kind::NoCredential, 0, {}, u"has none"_s};
        return AccessToken{Secret(token), expiresAt};
    }

    QByteArray token;
    QDateTime expiresAt;
    bool isSlow = false;
    int asked = 0;
    Callback waiting;

private:
    QString m_name;
};

struct Bench
{
    Bench()
    {
        auto one = std::make_unique<ScriptedSource>(u"one"_s);
        auto two = std::make_unique<ScriptedSource>(u"two"_s);
        first = one.get();
        second = two.get();
        std::vector<std::unique_ptr<CredentialSource>> sources;
        sources.push_back(std::move(one));
        sources.push_back(std::move(two));
        chain = std::make_unique<CredentialChain>(std::move(sources), clock);
    }

    // What the chain answers at once; "…" while it has not.
    QByteArray ask(Freshness freshness = Freshness::Cached)
    {
        QByteArray result = "waiting";
        chain->requestToken(freshness, &context, [&](const Result<Secret, RestError> &answer) {
            result = answer ? answer->reveal() : answer.error().detail.toUtf8();
        });
        return result;
    }

    ManualClock clock;
    QObject context;
    ScriptedSource *first;
    ScriptedSource *second;
    std::unique_ptr<CredentialChain> chain;
};

} // namespace

class CredentialChainTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void firstSourceWithATokenWins();
    void everySourcePassedOverIsNamed();
    void tokenIsKeptUntilFiveMinutesBeforeItsEnd();
    void refusedTokenIsFetchedAnew();
    void allWhoWaitShareOneAnswer();
    void whoIsGoneIsNotAnswered();
    void unusableTokenIsPassedOver();
};

void CredentialChainTest::firstSourceWithATokenWins()
{
    Bench bench;
    bench.second->token = "b";
    QCOMPARE(bench.ask(), "b"_ba);
    QCOMPARE(bench.first->asked, 1);
}

void CredentialChainTest::everySourcePassedOverIsNamed()
{
    Bench bench;
    QCOMPARE(bench.ask(), "one: has none\ntwo: has none"_ba);
}

void CredentialChainTest::tokenIsKeptUntilFiveMinutesBeforeItsEnd()
{
    Bench bench;
    bench.first->token = "a";
    bench.first->expiresAt = bench.clock.now().addSecs(3600);
    bench.ask();
    bench.clock.advance(54min);
    bench.ask();
    QCOMPARE(bench.first->asked, 1);
    bench.clock.advance(61s);
    bench.ask();
    QCOMPARE(bench.first->asked, 2);
}

void CredentialChainTest::refusedTokenIsFetchedAnew()
{
    Bench bench;
    bench.first->token = "a";
    bench.ask();
    bench.first->token = "b";
    QCOMPARE(bench.ask(), "a"_ba);
    QCOMPARE(bench.ask(Freshness::Renewed), "b"_ba);
    QCOMPARE(bench.ask(), "b"_ba);
}

void CredentialChainTest::allWhoWaitShareOneAnswer()
{
    Bench bench;
    bench.first->isSlow = true;
    bench.first->token = "a";
    int answers = 0;
    for (int i = 0; i < 3; ++i)
        bench.chain->requestToken(Freshness::Cached, &bench.context, [&](const auto &answer) {
            QCOMPARE(answer->reveal(), "a"_ba);
            ++answers;
        });
    QCOMPARE(answers, 0);
    bench.first->waiting(bench.first->answer());
    QCOMPARE(answers, 3);
    QCOMPARE(bench.first->asked, 1);
}

void CredentialChainTest::whoIsGoneIsNotAnswered()
{
    Bench bench;
    bench.first->isSlow = true;
    bool isAnswered = false;
    auto gone = std::make_unique<QObject>();
    bench.chain->requestToken(Freshness::Cached, gone.get(),
                              [&](const auto &) { isAnswered = true; });
    gone.reset();
    bench.first->waiting(bench.first->answer());
    QVERIFY(!isAnswered);
}

void CredentialChainTest::unusableTokenIsPassedOver()
{
    Bench bench;
    bench.first->token = "secret\r\nX-Evil: 1";
    const QByteArray answer = bench.ask();
    QVERIFY(!answer.contains("secret"));
    QVERIFY(answer.startsWith("one: "));
}

QTEST_GUILESS_MAIN(CredentialChainTest)
#include "tst_credentialchain.moc"
