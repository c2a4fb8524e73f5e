#include "SessionBench.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class SessionClientTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void identifiersAreValidAndDiffer();
    void metadataTellsAbilities_data();
    void metadataTellsAbilities();
    void unableSessionMakesNoSuchJobs();
    void jobsAskTheRightPlace();
    void sessionTimesAreRead();
    void abilitiesAreAnnouncedWhenTheyChange();
};

void SessionClientTest::identifiersAreValidAndDiffer()
{
    const QString one = SessionClient::newIdentifier();
    QVERIFY(QRegularExpression(u"^sessionbook-[0-9a-f-]{36}$"_s).match(one).hasMatch());
    QVERIFY(one != SessionClient::newIdentifier());
}

void SessionClientTest::metadataTellsAbilities_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<PoolAbilities>("abilities");
    QTest::newRow("ours")
        << R"({"runtimes":[{"name":"Python","version":"3.11.2"}],"extensions":["stream","cancel","restart","x"]})"_ba
        << PoolAbilities{true, true, true, u"3.11.2"_s};
    QTest::newRow("plain") << R"({"runtimes":[{"name":"python","version":"3.12"}]})"_ba
                           << PoolAbilities{false, false, false, u"3.12"_s};
    QTest::newRow("odd") << R"({"runtimes":"no","extensions":{"stream":true}})"_ba
                         << PoolAbilities{};
}

void SessionClientTest::metadataTellsAbilities()
{
    QFETCH(QByteArray, body);
    FakeBench bench;
    bench.network.answerNext({.body = body});
    const std::unique_ptr<PoolMetadataJob> job(bench.session.poolMetadata(nullptr));
    job->start();
    QTRY_VERIFY(job->isFinished());
    QTEST(*job->result(), "abilities");
    QVERIFY(!bench.network.requests().first().url.query().contains(u"identifier"_s));
}

void SessionClientTest::unableSessionMakesNoSuchJobs()
{
    FakeBench bench;
    QVERIFY(!bench.session.cancelExecution(u"1"_s, nullptr));
    QVERIFY(!bench.session.restartSession(nullptr));
}

void SessionClientTest::jobsAskTheRightPlace()
{
    FakeBench bench;
    bench.session.setAbilities({true, true, true, {}});
    QObject owner;
    const QList<RestJob *> jobs{bench.session.cancelExecution(u"op-1"_s, &owner),
                                bench.session.restartSession(&owner),
                                bench.session.deleteSession(&owner), bench.session.session(&owner)};
    for (RestJob *job : jobs)
        job->start();
    QStringList asked;
    for (const SentRequest &request : bench.network.requests())
        asked += QString::fromLatin1(request.verb) + u' ' + request.url.path();
    const QStringList expected{u"POST /p/executions/op-1/cancel"_s, u"POST /p/session/restart"_s,
                               u"DELETE /p/session"_s, u"GET /p/session"_s};
    QCOMPARE(asked, expected);
}

void SessionClientTest::sessionTimesAreRead()
{
    FakeBench bench;
    bench.network.answerNext(
        {.body
         = R"({"identifier":"s","createdAt":"2026-01-02T03:04:05.1234567Z","expireAt":"2026-01-02T03:09:05Z"})"});
    const std::unique_ptr<GetSessionJob> job(bench.session.session(nullptr));
    job->start();
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->result()->createdAt, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 123), Qt::UTC));
    QCOMPARE(job->result()->expiresAt, QDateTime(QDate(2026, 1, 2), QTime(3, 9, 5), Qt::UTC));
    QVERIFY(!job->result()->lastAccessedAt.isValid());
}

void SessionClientTest::abilitiesAreAnnouncedWhenTheyChange()
{
    FakeBench bench;
    QSignalSpy changed(&bench.session, &SessionClient::abilitiesChanged);
    bench.session.setAbilities({});
    QCOMPARE(changed.count(), 0);
    bench.session.setAbilities(
        {.stream = true, .cancel = false, .restart = false, .pythonVersion = {}});
    QCOMPARE(changed.count(), 1);
}

QTEST_GUILESS_MAIN(SessionClientTest)
#include "tst_sessionclient.moc"
