#include "credentials/CredentialChain.h"
#include "support/ManualClock.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Freshness = TokenSource::Freshness;

namespace {

using Then = SourceFailure::Then;

// A source that answers as told, at once or when told.
class ScriptedSource final : public CredentialSource
{
public:
    explicit ScriptedSource(QString name)
        : m_name(std::move(name))
    {
    }

    [[nodiscard]] QString name() const override { return m_name; }
    void fetch(const TokenQuery &query, QObject *, Callback callback) override
    {
        asked.append(query);
        if (isSlow)
            waiting.append(std::move(callback));
        else
            callback(answer());
    }
    [[nodiscard]] Answer answer() const
    {
        if (token.isEmpty())
            return SourceFailure{u"has none"_s, code, then};
        return AccessToken{Secret(token), expiresAt, renewAt};
    }
    void answerWaiting()
    {
        for (const Callback &each : std::exchange(waiting, {}))
            each(answer());
    }

    QByteArray token;
    QDateTime expiresAt;
    QDateTime renewAt;
    Then then = Then::AskNext;
    QString code;
    bool isSlow = false;
    QList<TokenQuery> asked;
    QList<Callback> waiting;

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
        CredentialSources::List list;
        list.push_back(std::move(one));
        list.push_back(std::move(two));
        sources = CredentialSources(std::move(list));
        chain = std::make_unique<CredentialChain>(sources, u"https://pools"_s, clock);
    }

    // What the chain answers at once; "waiting" while it has not.
    QByteArray ask(const TokenSource::Demand &demand = Freshness::Cached)
    {
        QByteArray result = "waiting";
        chain->requestToken(demand, &context, [&](const Result<Secret, RestError> &answer) {
            result = answer ? answer->reveal() : answer.error().detail.toUtf8();
            lastCode = answer ? QString() : answer.error().code;
        });
        return result;
    }
    // Answers that come later are counted.
    void askLater()
    {
        chain->requestToken(Freshness::Cached, &context,
                            [this](const Result<Secret, RestError> &answer) {
                                answers += answer ? answer->reveal() : "none";
                            });
    }

    ManualClock clock;
    QObject context;
    ScriptedSource *first;
    ScriptedSource *second;
    CredentialSources sources;
    std::unique_ptr<CredentialChain> chain;
    QString lastCode;
    QByteArrayList answers;
};

} // namespace

class CredentialChainTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void firstSourceWithATokenWins();
    void everySourcePassedOverIsNamed();
    void sourceThatIsRefusedStopsTheWalk();
    void sourceThatWorkedIsAskedFirst();
    void rememberedSourceThatFailsIsFollowedByTheOthers();
    void chainsOfTwoAudiencesShareTheirSources();
    void tokenIsKeptUntilFiveMinutesBeforeItsEnd();
    void tokenThatWantsToBeRenewedIsRenewedBesideTheRequests();
    void renewalThatFailsLeavesTheLivingTokenInUse();
    void refusedTokenIsFetchedAnew();
    void refusedTokenIsNeverUsedAgain();
    void claimsOfTheServiceReachTheSource();
    void allWhoWaitShareOneAnswer();
    void whoIsGoneIsNotAnswered();
    void unusableTokenIsPassedOver();
};

void CredentialChainTest::firstSourceWithATokenWins()
{
    Bench bench;
    bench.second->token = "b";
    QCOMPARE(bench.ask(), "b"_ba);
    QCOMPARE(bench.first->asked, QList<TokenQuery>{{.audience = u"https://pools"_s}});
}

void CredentialChainTest::everySourcePassedOverIsNamed()
{
    Bench bench;
    bench.second->code = u"AADSTS50076"_s;
    QCOMPARE(bench.ask(), "one: has none\ntwo: has none"_ba);
    QCOMPARE(bench.lastCode, u"AADSTS50076"_s);
}

void CredentialChainTest::sourceThatIsRefusedStopsTheWalk()
{
    Bench bench;
    bench.first->then = Then::Stop;
    bench.first->code = u"AADSTS7000215"_s;
    bench.second->token = "of somebody else";
    QCOMPARE(bench.ask(), "one: has none"_ba);
    QCOMPARE(bench.lastCode, u"AADSTS7000215"_s);
    QVERIFY(bench.second->asked.isEmpty());
}

void CredentialChainTest::sourceThatWorkedIsAskedFirst()
{
    Bench bench;
    bench.second->token = "b";
    bench.ask();
    QCOMPARE(bench.ask(Freshness::Renewed), "b"_ba);
    QCOMPARE(bench.first->asked.size(), 1);
    QCOMPARE(bench.second->asked.size(), 2);
}

void CredentialChainTest::rememberedSourceThatFailsIsFollowedByTheOthers()
{
    Bench bench;
    bench.second->token = "b";
    bench.ask();
    bench.second->token.clear();
    bench.first->token = "a";
    QCOMPARE(bench.ask(Freshness::Renewed), "a"_ba);
    QCOMPARE(bench.second->asked.size(), 2);
}

void CredentialChainTest::chainsOfTwoAudiencesShareTheirSources()
{
    Bench bench;
    bench.second->isSlow = true;
    bench.second->token = "b";
    CredentialChain manager(bench.sources, u"https://manager"_s, bench.clock);
    bench.askLater();
    manager.requestToken(Freshness::Cached, &bench.context,
                         [&](const auto &answer) { bench.answers += answer->reveal(); });
    const QList<TokenQuery> both{{.audience = u"https://pools"_s},
                                 {.audience = u"https://manager"_s}};
    QCOMPARE(bench.second->asked, both);
    bench.second->answerWaiting();
    QCOMPARE(bench.answers, (QByteArrayList{"b", "b"}));
}

void CredentialChainTest::tokenIsKeptUntilFiveMinutesBeforeItsEnd()
{
    Bench bench;
    bench.first->token = "a";
    bench.first->expiresAt = bench.clock.now().addSecs(3600);
    bench.ask();
    bench.clock.advance(54min);
    bench.ask();
    QCOMPARE(bench.first->asked.size(), 1);
    bench.clock.advance(61s);
    bench.ask();
    QCOMPARE(bench.first->asked.size(), 2);
}

void CredentialChainTest::tokenThatWantsToBeRenewedIsRenewedBesideTheRequests()
{
    Bench bench;
    bench.first->token = "a";
    bench.first->expiresAt = bench.clock.now().addSecs(24 * 3600);
    bench.first->renewAt = bench.clock.now().addSecs(12 * 3600);
    bench.ask();
    bench.clock.advance(12h);
    bench.first->isSlow = true;
    bench.first->token = "b";
    QCOMPARE(bench.ask(), "a"_ba);
    QCOMPARE(bench.ask(), "a"_ba);
    QCOMPARE(bench.first->asked.size(), 2);
    bench.first->answerWaiting();
    QCOMPARE(bench.ask(), "b"_ba);
}

void CredentialChainTest::renewalThatFailsLeavesTheLivingTokenInUse()
{
    Bench bench;
    bench.first->token = "a";
    bench.first->expiresAt = bench.clock.now().addSecs(3600);
    bench.ask();
    bench.first->token.clear();
    bench.clock.advance(56min);
    QCOMPARE(bench.ask(), "a"_ba);
    bench.clock.advance(5min);
    QCOMPARE(bench.ask(), "one: has none\ntwo: has none"_ba);
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

void CredentialChainTest::refusedTokenIsNeverUsedAgain()
{
    Bench bench;
    bench.first->token = "a";
    bench.ask();
    bench.first->token.clear();
    QCOMPARE(bench.ask(Freshness::Renewed), "one: has none\ntwo: has none"_ba);
    QCOMPARE(bench.ask(), "one: has none\ntwo: has none"_ba);
}

void CredentialChainTest::claimsOfTheServiceReachTheSource()
{
    Bench bench;
    bench.first->token = "a";
    bench.ask();
    bench.ask({Freshness::Renewed, "{}"});
    bench.ask(Freshness::Renewed);
    QCOMPARE(bench.first->asked.at(1).claims, "{}"_ba);
    QCOMPARE(bench.first->asked.at(2).claims, QByteArray());
}

void CredentialChainTest::allWhoWaitShareOneAnswer()
{
    Bench bench;
    bench.first->isSlow = true;
    bench.first->token = "a";
    for (int i = 0; i < 3; ++i)
        bench.askLater();
    QCOMPARE(bench.answers, QByteArrayList());
    bench.first->answerWaiting();
    QCOMPARE(bench.answers, (QByteArrayList{"a", "a", "a"}));
    QCOMPARE(bench.first->asked.size(), 1);
}

void CredentialChainTest::whoIsGoneIsNotAnswered()
{
    Bench bench;
    bench.first->isSlow = true;
    bench.first->token = "a";
    bool isAnswered = false;
    auto gone = std::make_unique<QObject>();
    bench.chain->requestToken(Freshness::Cached, gone.get(),
                              [&](const auto &) { isAnswered = true; });
    gone.reset();
    bench.first->answerWaiting();
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
