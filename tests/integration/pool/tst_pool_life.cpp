#include "PoolProcess.h"

#include <atomic>
#include <thread>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QJsonObject jsonOf(const httplib::Result &reply)
{
    return reply ? QJsonDocument::fromJson(QByteArray::fromStdString(reply->body)).object()
                 : QJsonObject();
}

QJsonValue errorOf(const QJsonObject &execution)
{
    return execution["error"_L1]["error"_L1];
}

QJsonObject endOf(const PoolProcess &pool, const QString &session)
{
    const auto ended = jsonOf(pool.client()->Get("/listSessions"))["endedSessions"_L1].toArray();
    for (const QJsonValue &each : ended) {
        if (each["identifier"_L1] == session)
            return each["endReason"_L1].toObject();
    }
    return {};
}

int listed(const PoolProcess &pool)
{
    return int(jsonOf(pool.client()->Get("/listSessions"))["sessions"_L1].toArray().size());
}

/// Allocates the session, if there is room.
int touch(const PoolProcess &pool, const std::string &session)
{
    return pool.client()->Get("/files?identifier=" + session)->status;
}

} // namespace

/// How many sessions there are, how long they live, and what is told of those that are no more.
class PoolLifeTest : public QObject
{
    Q_OBJECT

private slots:
    void fullPoolRefusesOneMore_data();
    void fullPoolRefusesOneMore();
    void deletedSessionMakesRoomAtOnce();
    void expiredSessionMakesRoomAtOnce();
    void crowdAtTheEdgeNeverGetsTooMany();
    void lifetimeEndsABusySession();
    void cooldownIsToldAsTheReason();
    void deletedSessionIsToldOf();
    void waitingExecutionIsToldOfTheDeletion();
    void longestExecutionBoundsEveryOther_data();
    void longestExecutionBoundsEveryOther();
};

void PoolLifeTest::fullPoolRefusesOneMore_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<int>("status");
    QTest::newRow("as clients met it") << QStringList{} << 429;
    QTest::newRow("as documented") << QStringList{u"--full-status"_s, u"404"_s} << 404;
}

void PoolLifeTest::fullPoolRefusesOneMore()
{
    QFETCH(QStringList, more);
    QFETCH(int, status);
    const PoolProcess pool(QStringList{u"--max-sessions"_s, u"2"_s} + more);
    QCOMPARE(touch(pool, "first"), 200);
    QCOMPARE(touch(pool, "second"), 200);

    const auto client = pool.client();
    const auto refused = client->Post("/executions?identifier=third%2520",
                                      R"json({"code":"1"})json", "application/json");
    QCOMPARE(refused->status, status);
    QCOMPARE(refused->get_header_value("x-ms-error-code"),
             std::string("MaxConcurrentSessionsReached"));
    const QString message = jsonOf(refused)["error"_L1]["message"_L1].toString();
    QVERIFY2(message.contains("identifier third%20: the pool has the 2 sessions"_L1),
             qPrintable(message));
    const auto upload
        = client->Post("/files?identifier=third",
                       httplib::MultipartFormDataItems{{"file", "content", "name", "text/plain"}});
    QCOMPARE(upload->status, status);
    QCOMPARE(touch(pool, "first"), 200);
    QCOMPARE(listed(pool), 2);
}

void PoolLifeTest::deletedSessionMakesRoomAtOnce()
{
    const PoolProcess pool({u"--max-sessions"_s, u"1"_s});
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(touch(pool, "session-" + std::to_string(i)), 200);
        QCOMPARE(touch(pool, "another"), 429);
        const auto deleted
            = pool.client()->Delete("/session?identifier=session-" + std::to_string(i));
        QCOMPARE(deleted->status, 204);
    }
}

void PoolLifeTest::expiredSessionMakesRoomAtOnce()
{
    const PoolProcess pool({u"--max-sessions"_s, u"1"_s, u"--cooldown"_s, u"1"_s});
    QCOMPARE(touch(pool, "first"), 200);
    QTRY_COMPARE_WITH_TIMEOUT(touch(pool, "second"), 200, 20000);
    QCOMPARE(endOf(pool, u"first"_s)["code"_L1].toString(), u"Cooldown"_s);
}

void PoolLifeTest::crowdAtTheEdgeNeverGetsTooMany()
{
    const PoolProcess pool({u"--max-sessions"_s, u"3"_s});
    std::atomic<int> refused = 0;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> crowd;
    for (int i = 0; i < 20; ++i) {
        crowd.emplace_back([&, name = "crowd-" + std::to_string(i)] {
            for (int round = 0; round < 5; ++round) {
                const int status = touch(pool, name);
                refused += status == 429 ? 1 : 0;
                wrong += status != 429 && status != 200 ? 1 : 0;
                if (status == 200)
                    (void)pool.client()->Delete("/session?identifier=" + name);
            }
        });
    }
    int most = 0;
    for (int i = 0; i < 50; ++i)
        most = std::max(most, listed(pool));
    for (std::thread &each : crowd)
        each.join();
    QCOMPARE(wrong.load(), 0);
    QVERIFY(refused > 0);
    QVERIFY2(most <= 3, qPrintable(QString::number(most)));
    QCOMPARE(listed(pool), 0);
    for (const char *name : {"one-", "two-", "three"})
        QCOMPARE(touch(pool, name), 200);
}

void PoolLifeTest::lifetimeEndsABusySession()
{
    PoolProcess pool({u"--lifetime"_s, u"2"_s});
    const QJsonObject reply = pool.execute("import time; time.sleep(60)", {}, "mortal");
    QCOMPARE(reply["status"_L1].toString(), u"Failed"_s);
    QCOMPARE(errorOf(reply)["code"_L1].toString(), u"SessionEnded"_s);
    QCOMPARE(errorOf(reply)["message"_L1].toString(),
             u"The session was ended because its lifetime of 2 s was over."_s);
    QCOMPARE(endOf(pool, u"mortal"_s)["code"_L1].toString(), u"Lifetime"_s);
    QByteArray log;
    const auto isLogged = [&] {
        log += pool.process().readAllStandardError();
        return log.contains("session mortal was ended because its lifetime of 2 s was over");
    };
    QTRY_VERIFY(isLogged());
}

void PoolLifeTest::cooldownIsToldAsTheReason()
{
    const PoolProcess pool({u"--cooldown"_s, u"1"_s});
    QCOMPARE(touch(pool, "left-alone"), 200);
    const auto shown = [&] { return pool.client()->Get("/session?identifier=left-alone"); };
    QTRY_COMPARE_WITH_TIMEOUT(shown()->status, 404, 20000);
    const QString message = jsonOf(shown())["error"_L1]["message"_L1].toString();
    QVERIFY2(message.endsWith("it was ended because it was left alone for 1 s."_L1),
             qPrintable(message));
    QCOMPARE(listed(pool), 0);
    QCOMPARE(endOf(pool, u"left-alone"_s)["message"_L1].toString(),
             u"The session was ended because it was left alone for 1 s."_s);
}

void PoolLifeTest::deletedSessionIsToldOf()
{
    const PoolProcess pool;
    QCOMPARE(touch(pool, "unwanted"), 200);
    QCOMPARE(endOf(pool, u"unwanted"_s), QJsonObject());
    QCOMPARE(pool.client()->Delete("/session?identifier=unwanted")->status, 204);
    QCOMPARE(endOf(pool, u"unwanted"_s)["code"_L1].toString(), u"Deleted"_s);
}

void PoolLifeTest::waitingExecutionIsToldOfTheDeletion()
{
    const PoolProcess pool;
    const auto client = pool.client();
    QJsonObject running;
    QJsonObject waiting;
    std::thread first([&] {
        running = pool.execute("import time; time.sleep(60)", {}, "doomed",
                               {{"operation-id", "running"}});
    });
    const auto asked = [&](const char *id) {
        return client->Get(std::string("/executions/") + id + "?identifier=doomed")->status;
    };
    while (asked("running") == 404)
        QTest::qSleep(5);
    std::thread second([&] {
        waiting = pool.execute("1", {}, "doomed", {{"operation-id", "waiting"}});
    });
    while (asked("waiting") == 404)
        QTest::qSleep(5);
    QCOMPARE(client->Delete("/session?identifier=doomed")->status, 204);
    first.join();
    second.join();
    for (const QJsonObject &reply : {running, waiting}) {
        QCOMPARE(reply["status"_L1].toString(), u"Failed"_s);
        QCOMPARE(errorOf(reply)["code"_L1].toString(), u"SessionDeleted"_s);
    }
}

void PoolLifeTest::longestExecutionBoundsEveryOther_data()
{
    QTest::addColumn<QJsonObject>("fields");
    QTest::newRow("without a timeout") << QJsonObject{};
    QTest::newRow("with a longer one") << QJsonObject{{u"timeoutInSeconds"_s, 600}};
}

void PoolLifeTest::longestExecutionBoundsEveryOther()
{
    QFETCH(QJsonObject, fields);
    const PoolProcess pool({u"--max-execution-seconds"_s, u"1"_s});
    const QJsonObject reply = pool.execute("import time; time.sleep(60)", fields);
    QCOMPARE(errorOf(reply)["code"_L1].toString(), u"Timeout"_s);
}

QTEST_GUILESS_MAIN(PoolLifeTest)
#include "tst_pool_life.moc"
