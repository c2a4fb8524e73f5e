#include "ArmBench.h"

#include "azure/pools/PoolCreation.h"
#include "azure/pools/PoolFinder.h"

using namespace Qt::StringLiterals;
using namespace sessionbook;
using Kind = RestError::Kind;

namespace {

constexpr int patience = 20000;

/// What a finder told.
struct Found
{
    explicit Found(PoolFinder &finder)
    {
        QObject::connect(&finder, &PoolFinder::poolsFound, &finder,
                         [this](const QList<SessionPool> &list) { pools += list; });
        QObject::connect(&finder, &PoolFinder::subscriptionFailed, &finder,
                         [this](const AzureSubscription &subscription, const RestError &error) {
                             failures.append({subscription.name, error});
                         });
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList all;
        for (const SessionPool &pool : pools)
            all += pool.id.name;
        all.sort();
        return all;
    }

    QList<SessionPool> pools;
    QList<std::pair<QString, RestError>> failures;
};

PoolCreation::Plan planIn(const QString &subscription, bool groupIsNew = false)
{
    return {.pool = {.id = {subscription, u"science"_s, u"fresh"_s}, .region = u"westeurope"_s},
            .groupIsNew = groupIsNew};
}

Result<SessionPool, RestError> created(const ArmBench &bench, const PoolCreation::Plan &plan,
                                       QList<PoolCreation::Stage> *stages = nullptr)
{
    PoolCreation creation(bench.azure, plan);
    QObject::connect(&creation, &PoolCreation::stageChanged, &creation, [&] {
        if (stages)
            stages->append(creation.stage());
    });
    QSignalSpy finished(&creation, &PoolCreation::finished);
    creation.start();
    if (!finished.wait(patience))
        QTest::qFail("the creation did not end", __FILE__, __LINE__);
    return creation.result();
}

} // namespace

class PoolFinderTest : public QObject
{
    Q_OBJECT
private slots:
    void poolsOfAllSubscriptionsAreFound();
    void oneFailingSubscriptionHidesNoOther();
    void aSubscriptionThatNeverHadPoolsIsNoFailure();
    void withoutSubscriptionsTheReasonIsKept();
    void noSubscriptionAtAllEndsQuietly();
    void onlyAFewAreAskedAtOnce();
    void destroyingItStopsTheSearch();
    void poolIsCreatedInANewGroup();
    void subscriptionIsRegisteredWhereItHasToBe();
    void refusedGroupEndsTheCreation();
    void creationCanBeCancelled();
};

void PoolFinderTest::poolsOfAllSubscriptionsAreFound()
{
    ArmBench bench;
    for (int i = 0; i < 9; ++i) {
        const QString subscription = bench.arm.addSubscription(u"s%1"_s.arg(i));
        bench.arm.addPool(subscription, u"g"_s, u"pool%1"_s.arg(i),
                          i % 2 ? ScriptedArm::Shape::Preview2024 : ScriptedArm::Shape::Stable2025);
    }
    PoolFinder finder(bench.azure);
    const Found found(finder);
    finder.start();
    QTRY_VERIFY_WITH_TIMEOUT(finder.isFinished(), patience);
    QCOMPARE(found.names().size(), 9);
    QCOMPARE(found.names().last(), u"pool8"_s);
    for (const SessionPool &pool : found.pools)
        QCOMPARE(pool.cooldown, std::chrono::seconds(300));
    QVERIFY(found.failures.isEmpty());
}

void PoolFinderTest::oneFailingSubscriptionHidesNoOther()
{
    ArmBench bench;
    const QString good = bench.arm.addSubscription(u"good"_s);
    const QString bad = bench.arm.addSubscription(u"bad"_s);
    bench.arm.addPool(good, u"g"_s, u"mine"_s);
    bench.arm.failAt(u"GET /subscriptions/"_s + bad,
                     {.status = 403, .code = u"AuthorizationFailed"_s, .message = u"no"_s});
    PoolFinder finder(bench.azure);
    const Found found(finder);
    finder.start();
    QTRY_VERIFY_WITH_TIMEOUT(finder.isFinished(), patience);
    QCOMPARE(found.names(), QStringList{u"mine"_s});
    QCOMPARE(found.failures.size(), 1);
    QCOMPARE(found.failures.first().first, u"bad"_s);
    QCOMPARE(found.failures.first().second.kind, Kind::Forbidden);
    QVERIFY(!finder.error());
}

void PoolFinderTest::aSubscriptionThatNeverHadPoolsIsNoFailure()
{
    ArmBench bench;
    bench.arm.failAt(u"GET /subscriptions/"_s + bench.arm.addSubscription(u"new"_s),
                     {.status = 409, .code = u"MissingSubscriptionRegistration"_s});
    PoolFinder finder(bench.azure);
    const Found found(finder);
    finder.start();
    QTRY_VERIFY_WITH_TIMEOUT(finder.isFinished(), patience);
    QVERIFY(found.failures.isEmpty());
}

void PoolFinderTest::withoutSubscriptionsTheReasonIsKept()
{
    ArmBench bench;
    bench.tokens.error = RestError{Kind::NoCredential, 0, {}, u"Azure CLI: not signed in"_s};
    PoolFinder finder(bench.azure);
    finder.start();
    QTRY_VERIFY_WITH_TIMEOUT(finder.isFinished(), patience);
    QVERIFY(finder.error());
    QCOMPARE(finder.error()->kind, Kind::NoCredential);
}

void PoolFinderTest::noSubscriptionAtAllEndsQuietly()
{
    ArmBench bench;
    PoolFinder finder(bench.azure);
    finder.start();
    QTRY_VERIFY_WITH_TIMEOUT(finder.isFinished(), patience);
    QVERIFY(!finder.error());
    QVERIFY(finder.subscriptions().isEmpty());
}

void PoolFinderTest::onlyAFewAreAskedAtOnce()
{
    ArmBench bench;
    for (int i = 0; i < 20; ++i)
        bench.arm.addSubscription(u"s%1"_s.arg(i));
    // The list is answered, the rest stays unanswered.
    PoolFinder finder(bench.azure);
    connect(&finder, &PoolFinder::subscriptionsFound, &finder, [&] {
        for (int i = 0; i < 20; ++i)
            bench.arm.server().next(ScriptedServer::staySilent());
    });
    finder.start();
    QTRY_COMPARE_WITH_TIMEOUT(bench.arm.requests().filter(u"sessionPools"_s).size(),
                              PoolFinder::mostAtOnce, patience);
    QCOMPARE(finder.findChildren<ListSessionPoolsJob *>().size(), PoolFinder::mostAtOnce);
}

void PoolFinderTest::destroyingItStopsTheSearch()
{
    ArmBench bench;
    for (int i = 0; i < 20; ++i)
        bench.arm.addSubscription(u"s%1"_s.arg(i));
    auto finder = std::make_unique<PoolFinder>(bench.azure);
    connect(finder.get(), &PoolFinder::subscriptionsFound, this, [&] { finder.reset(); });
    finder->start();
    QTRY_VERIFY_WITH_TIMEOUT(!finder, patience);
    QCOMPARE(bench.arm.requests(), QStringList{u"GET /subscriptions"_s});
}

void PoolFinderTest::poolIsCreatedInANewGroup()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    QList<PoolCreation::Stage> stages;
    const auto pool = created(bench, planIn(subscription, true), &stages);
    QVERIFY(pool);
    QCOMPARE(pool->id.name, u"fresh"_s);
    QCOMPARE(stages, (QList{PoolCreation::Stage::Group, PoolCreation::Stage::Pool}));
    QCOMPARE(bench.arm.requests().first(),
             u"PUT /subscriptions/%1/resourcegroups/science"_s.arg(subscription));
}

void PoolFinderTest::subscriptionIsRegisteredWhereItHasToBe()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    bench.arm.isRegistered = false;
    QList<PoolCreation::Stage> stages;
    const auto pool = created(bench, planIn(subscription), &stages);
    QVERIFY(pool);
    QCOMPARE(stages,
             (QList{PoolCreation::Stage::Pool, PoolCreation::Stage::Registration,
                    PoolCreation::Stage::Pool}));
    QVERIFY(bench.arm.isRegistered);
}

void PoolFinderTest::refusedGroupEndsTheCreation()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    bench.arm.failAt(u"PUT /subscriptions"_s,
                     {.status = 403, .code = u"AuthorizationFailed"_s, .message = u"no"_s});
    const auto pool = created(bench, planIn(subscription, true));
    QVERIFY(!pool);
    QCOMPARE(pool.error().kind, Kind::Forbidden);
    QCOMPARE(bench.arm.requests().size(), 1);
}

void PoolFinderTest::creationCanBeCancelled()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    bench.arm.polls = 1000;
    PoolCreation creation(bench.azure, planIn(subscription));
    const QSignalSpy finished(&creation, &PoolCreation::finished);
    creation.start();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.arm.requests().filter(u"/operations/1"_s).isEmpty(), patience);
    creation.cancel();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patience);
    QVERIFY(!creation.result());
    QCOMPARE(creation.result().error().kind, Kind::Cancelled);
}

QTEST_GUILESS_MAIN(PoolFinderTest)
#include "tst_poolfinder.moc"
