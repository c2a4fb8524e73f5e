#include "mainwindow/SessionLifetime.h"
#include "sessions/ServiceVersion.h"

#include "unit/sessions/SessionBench.h"

#include <QSignalSpy>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto cooldown = 300s;

QByteArray sessionJson(const QDateTime &lastAccessedAt)
{
    return R"({"identifier":"my session","createdAt":"2020-01-01T00:00:00Z","lastAccessedAt":")"
        + lastAccessedAt.toString(Qt::ISODate).toLatin1() + R"("})";
}

/// A pool whose versions tell nothing of sessions.
void refuseNewVersions(FakeBench &bench)
{
    for (size_t i = 0; i < ServiceVersion::all().size(); ++i)
        bench.network.answerNext(
            {.status = 400, .body = R"({"error":{"code":"UnsupportedApiVersion","message":""}})"});
}

void use(SessionLifetime &lifetime)
{
    QSignalSpy changed(&lifetime, &SessionLifetime::changed);
    lifetime.refresh();
    QVERIFY(changed.wait());
}

} // namespace

class SessionLifetimeTest : public QObject
{
    Q_OBJECT

private slots:
    void whereThePoolTellsNoEndItsCooldownCounts_data();
    void whereThePoolTellsNoEndItsCooldownCounts();
    void nothingIsCountedWhereNoCooldownIsKnown();
    void toAskIsNoUse();
    void anEndThatIsNotToldIsNotSaidOver();
};

void SessionLifetimeTest::whereThePoolTellsNoEndItsCooldownCounts_data()
{
    QTest::addColumn<bool>("isOld");
    QTest::newRow("a version that tells nothing of sessions") << true;
    QTest::newRow("a session without its end") << false;
}

void SessionLifetimeTest::whereThePoolTellsNoEndItsCooldownCounts()
{
    QFETCH(bool, isOld);
    FakeBench bench;
    if (isOld)
        refuseNewVersions(bench);
    else
        bench.network.answerNext({.body = sessionJson(bench.clock.now())});
    SessionLifetime lifetime(bench.clock);
    lifetime.setSession(&bench.session, cooldown);
    use(lifetime);
    QCOMPARE(lifetime.secondsLeft(), cooldown);
    QCOMPARE(lifetime.idlePeriod(), cooldown);
    QSignalSpy changed(&lifetime, &SessionLifetime::changed);
    bench.clock.advance(60s);
    QCOMPARE(lifetime.secondsLeft(), cooldown - 60s);
    QVERIFY(changed.count() > 0);
}

void SessionLifetimeTest::nothingIsCountedWhereNoCooldownIsKnown()
{
    FakeBench bench;
    refuseNewVersions(bench);
    SessionLifetime lifetime(bench.clock);
    lifetime.setSession(&bench.session, 0s);
    use(lifetime);
    QVERIFY(!lifetime.secondsLeft());
}

void SessionLifetimeTest::toAskIsNoUse()
{
    FakeBench bench;
    refuseNewVersions(bench);
    SessionLifetime lifetime(bench.clock);
    lifetime.setSession(&bench.session, cooldown);
    use(lifetime);
    bench.clock.advance(100s);
    QSignalSpy changed(&lifetime, &SessionLifetime::changed);
    lifetime.ask();
    QVERIFY(changed.wait());
    QCOMPARE(lifetime.secondsLeft(), cooldown - 100s);
    use(lifetime);
    QCOMPARE(lifetime.secondsLeft(), cooldown);
}

void SessionLifetimeTest::anEndThatIsNotToldIsNotSaidOver()
{
    FakeBench bench;
    refuseNewVersions(bench);
    SessionLifetime lifetime(bench.clock);
    lifetime.setSession(&bench.session, cooldown);
    use(lifetime);
    QSignalSpy missing(&lifetime, &SessionLifetime::sessionMissing);
    bench.clock.advance(cooldown + 1min);
    QTRY_VERIFY(!lifetime.secondsLeft());
    QCOMPARE(bench.clock.pending(), 0); // nor is it asked for ever
    QCOMPARE(missing.count(), 0);
}

QTEST_GUILESS_MAIN(SessionLifetimeTest)
#include "tst_sessionlifetime.moc"
