#include "PoolProcess.h"

#include <QDir>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QByteArray UntilGo = "import os, time\nwhile not os.path.exists('go'): time.sleep(0.01)\n";
/// Of one session, as BackgroundExecutions has it.
constexpr int MostWaiting = 100;

QJsonObject jsonOf(const httplib::Result &reply)
{
    return reply ? QJsonDocument::fromJson(QByteArray::fromStdString(reply->body)).object()
                 : QJsonObject();
}

QString statusOf(const QJsonObject &execution)
{
    return execution["status"_L1].toString();
}

QString errorCodeOf(const QJsonObject &execution)
{
    return execution["error"_L1]["error"_L1]["code"_L1].toString();
}

bool hasEnded(const QJsonObject &execution)
{
    return statusOf(execution) != "Running"_L1 && statusOf(execution) != "NotStarted"_L1;
}

double header(const httplib::Result &reply, const char *name)
{
    return QByteArray::fromStdString(reply->get_header_value(name)).toDouble();
}

/// One session of the pool, spoken to over one connection.
class Session
{
public:
    Session(const PoolProcess &pool, std::string name)
        : m_client(pool.client())
        , m_query("?identifier=" + std::move(name))
    {
    }

    httplib::Result post(const QByteArray &code, const std::string &id = {},
                         QJsonObject fields = {}) const
    {
        fields.insert("code"_L1, QString::fromUtf8(code));
        if (!fields.contains("executionType"_L1))
            fields.insert("executionType"_L1, u"Asynchronous"_s);
        return m_client->Post("/executions" + m_query,
                              id.empty() ? httplib::Headers()
                                         : httplib::Headers{{"operation-id", id}},
                              QJsonDocument(fields).toJson().toStdString(), "application/json");
    }
    QJsonObject begin(const QByteArray &code, const std::string &id = {},
                      const QJsonObject &fields = {}) const
    {
        return jsonOf(post(code, id, fields));
    }
    httplib::Result ask(const std::string &id) const
    {
        return m_client->Get("/executions/" + id + m_query);
    }
    /// Asks until it has ended.
    QJsonObject end(const std::string &id) const
    {
        QJsonObject execution = jsonOf(ask(id));
        while (!execution.isEmpty() && !execution.contains("error"_L1) && !hasEnded(execution)) {
            QTest::qSleep(10);
            execution = jsonOf(ask(id));
        }
        return execution;
    }
    QJsonObject cancel(const std::string &id) const
    {
        return jsonOf(m_client->Post("/executions/" + id + "/cancel" + m_query));
    }
    void go() const
    {
        const auto reply = m_client->Post(
            "/files" + m_query, httplib::MultipartFormDataItems{{"file", "x", "go", "text/plain"}});
        QCOMPARE(reply->status, 200);
    }
    void remove() const { QCOMPARE(m_client->Delete("/session" + m_query)->status, 204); }

private:
    std::unique_ptr<httplib::Client> m_client;
    std::string m_query;
};

} // namespace

/// Executions that are accepted at once and asked for later.
class PoolAsyncTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(); }

    void isAcceptedAtOnceAndPolledToItsEnd();
    void replyBeforeTheEndHasNoResult();
    void locationLeadsToTheExecution();
    void timesAreToldWithTheResult();
    void runsWithNobodyConnected();
    void waitingOnesRunInOrder();
    void kernelIsItsOwn();
    void loopsRunWithinLoops();
    void failuresAreResults();
    void runningOneCanBeCancelled();
    void waitingOneIsCancelledAtOnce();
    void waitingOnesTakeNoThreads();
    void crowdIsRefusedUntilThereIsRoom();
    void muchWaitingCodeIsRefused();
    void takenIdIsRefused();
    void restartEndsWhatRunsAndWaits();
    void deletedSessionForgetsThem();
    void oldGenerationsWait();
    void streamRunsInTheSameKernel();
    void poolEndsWhileTheyRun();

private:
    [[nodiscard]] qsizetype threads() const
    {
        return QDir(u"/proc/%1/task"_s.arg(m_pool->process().processId()))
            .entryList(QDir::Dirs | QDir::NoDotAndDotDot)
            .size();
    }

    std::unique_ptr<PoolProcess> m_pool;
};

void PoolAsyncTest::initTestCase()
{
    m_pool = std::make_unique<PoolProcess>();
    QVERIFY(m_pool->facts().contains("endpoint"_L1));
}

void PoolAsyncTest::isAcceptedAtOnceAndPolledToItsEnd()
{
    const Session session(*m_pool, "accepted");
    const auto accepted = session.post(UntilGo + "print('gone'); 6*7", "first");
    QCOMPARE(accepted->status, 202);
    QCOMPARE(accepted->get_header_value("operation-id"), std::string("first"));
    QCOMPARE(statusOf(jsonOf(accepted)), u"Running"_s);
    QCOMPARE(statusOf(jsonOf(session.ask("first"))), u"Running"_s);
    session.go();
    const QJsonObject ended = session.end("first");
    QCOMPARE(statusOf(ended), u"Succeeded"_s);
    QCOMPARE(ended["id"_L1].toString(), u"first"_s);
    QCOMPARE(ended["identifier"_L1].toString(), u"accepted"_s);
    QCOMPARE(ended["executionType"_L1].toString(), u"Asynchronous"_s);
    QCOMPARE(ended["result"_L1]["stdout"_L1].toString(), u"gone\n"_s);
    QCOMPARE(ended["result"_L1]["executionResult"_L1].toInt(), 42);
}

void PoolAsyncTest::replyBeforeTheEndHasNoResult()
{
    const Session session(*m_pool, "before");
    const QJsonObject accepted = session.begin(UntilGo, "early");
    for (const QJsonObject &reply : {accepted, jsonOf(session.ask("early"))}) {
        QVERIFY(!reply.contains("result"_L1));
        QVERIFY(!reply.contains("error"_L1));
    }
    session.remove();
}

void PoolAsyncTest::locationLeadsToTheExecution()
{
    const Session session(*m_pool, "location");
    const auto accepted = session.post("1");
    const std::string location = accepted->get_header_value("Operation-Location");
    const std::string endpoint = m_pool->facts()["endpoint"_L1].toString().toStdString();
    QVERIFY2(location.starts_with(endpoint + "/executions/"), location.c_str());
    const auto asked = m_pool->client()->Get(location.substr(endpoint.size()));
    QCOMPARE(asked->status, 200);
    QCOMPARE(jsonOf(asked)["id"_L1], jsonOf(accepted)["id"_L1]);
}

void PoolAsyncTest::timesAreToldWithTheResult()
{
    const Session session(*m_pool, "times");
    const auto accepted = session.post(UntilGo + "time.sleep(0.2)", "timed");
    QVERIFY(accepted->has_header("x-ms-allocation-time"));
    for (const char *name : {"x-ms-overall-execution-time", "x-ms-container-execution-duration"}) {
        QVERIFY2(!accepted->has_header(name), name);
        QVERIFY2(!session.ask("timed")->has_header(name), name);
    }
    session.go();
    QCOMPARE(statusOf(session.end("timed")), u"Succeeded"_s);
    const auto asked = session.ask("timed");
    for (const char *name : {"x-ms-overall-execution-time", "x-ms-container-execution-duration",
                             "x-ms-execution-request-time"})
        QVERIFY2(header(asked, name) >= 200, name);
    const QJsonObject result = jsonOf(asked)["result"_L1].toObject();
    QVERIFY(result["executionTimeInMilliseconds"_L1].toInt() >= 200);
}

void PoolAsyncTest::runsWithNobodyConnected()
{
    Session(*m_pool, "alone").begin("import time; time.sleep(0.3); print('done')", "alone");
    const Session again(*m_pool, "alone");
    QCOMPARE(again.end("alone")["result"_L1]["stdout"_L1].toString(), u"done\n"_s);
}

void PoolAsyncTest::waitingOnesRunInOrder()
{
    const Session session(*m_pool, "order");
    session.begin(UntilGo + "seen = []", "holds");
    for (char name = 'a'; name <= 'e'; ++name) {
        const QJsonObject accepted
            = session.begin("seen.append('" + QByteArray(1, name) + "')", std::string(1, name));
        QCOMPARE(statusOf(accepted), u"NotStarted"_s);
    }
    session.begin("''.join(seen)", "last");
    session.go();
    QCOMPARE(session.end("last")["result"_L1]["executionResult"_L1].toString(), u"abcde"_s);
}

void PoolAsyncTest::kernelIsItsOwn()
{
    const Session session(*m_pool, "kernels");
    (void)m_pool->execute("x = 1", {}, "kernels");
    session.begin("open('shared', 'w').write(str('x' in globals())); x = 2", "apart");
    QCOMPARE(statusOf(session.end("apart")), u"Succeeded"_s);
    const QJsonObject reply = m_pool->execute("(x, open('shared').read())", {}, "kernels");
    QCOMPARE(reply["result"_L1]["executionResult"_L1].toString(), u"(1, 'False')"_s);
}

void PoolAsyncTest::loopsRunWithinLoops()
{
    const Session session(*m_pool, "loops");
    session.begin("import asyncio, sys\n"
                  "try:\n  import nest_asyncio\n  value = asyncio.run(asyncio.sleep(0, 'nested'))\n"
                  "except ImportError: value = 'nested'\n"
                  "await asyncio.sleep(0, value)",
                  "nested");
    QCOMPARE(session.end("nested")["result"_L1]["executionResult"_L1].toString(), u"nested"_s);
}

void PoolAsyncTest::failuresAreResults()
{
    const Session session(*m_pool, "failures");
    session.begin("1/0", "error");
    session.begin("import time; time.sleep(60)", "slow", {{u"timeoutInSeconds"_s, 1}});
    session.begin("import os; os._exit(3)", "dead");
    session.begin("7", "after");
    const QList<std::pair<std::string, QString>> expected{
        {"error", u"PythonError"_s}, {"slow", u"Timeout"_s}, {"dead", u"KernelDied"_s}};
    for (const auto &[id, code] : expected) {
        const QJsonObject ended = session.end(id);
        QCOMPARE(statusOf(ended), u"Failed"_s);
        QCOMPARE(errorCodeOf(ended), code);
    }
    QCOMPARE(session.end("after")["result"_L1]["executionResult"_L1].toInt(), 7);
    QCOMPARE(session.end("after")["kernelRestarted"_L1].toBool(), true);
}

void PoolAsyncTest::runningOneCanBeCancelled()
{
    const Session session(*m_pool, "cancelled");
    session.begin("open('begun', 'w').close()\nimport time; time.sleep(60)", "running");
    while (m_pool->client()->Get("/files/begun?identifier=cancelled")->status == 404)
        QTest::qSleep(5);
    (void)session.cancel("running");
    QCOMPARE(statusOf(session.end("running")), u"Canceled"_s);
}

void PoolAsyncTest::waitingOneIsCancelledAtOnce()
{
    const Session session(*m_pool, "impatient");
    session.begin(UntilGo, "before");
    session.begin("open('ran', 'w').close()", "waiting");
    const QJsonObject cancelled = session.cancel("waiting");
    QCOMPARE(statusOf(cancelled), u"Canceled"_s);
    QCOMPARE(errorCodeOf(cancelled), u"Canceled"_s);
    session.begin("import os; os.path.exists('ran')", "after");
    QCOMPARE(statusOf(jsonOf(session.ask("before"))), u"Running"_s);
    session.go();
    QCOMPARE(session.end("after")["result"_L1]["executionResult"_L1], QJsonValue(false));
}

void PoolAsyncTest::waitingOnesTakeNoThreads()
{
    const Session session(*m_pool, "threads");
    session.begin(UntilGo, "holds");
    session.begin("1", "waits");
    const qsizetype before = threads();
    for (int i = 0; i < 50; ++i)
        QCOMPARE(session.post("1")->status, 202);
    const qsizetype after = threads();
    session.remove();
    QVERIFY2(after <= before + 5, qPrintable(u"%1 and %2"_s.arg(before).arg(after)));
}

void PoolAsyncTest::crowdIsRefusedUntilThereIsRoom()
{
    const Session session(*m_pool, "crowd");
    session.begin("open('begun', 'w').close()\n" + UntilGo, "holds");
    while (m_pool->client()->Get("/files/begun?identifier=crowd")->status == 404)
        QTest::qSleep(5);
    for (int i = 0; i < MostWaiting; ++i)
        QCOMPARE(session.post("1", "crowd-" + std::to_string(i))->status, 202);
    const auto refused = session.post("1", "refused");
    QCOMPARE(refused->status, 429);
    QCOMPARE(refused->get_header_value("x-ms-error-code"), std::string("TooManyExecutions"));
    QCOMPARE(session.ask("refused")->status, 404);
    QCOMPARE(statusOf(session.cancel("crowd-7")), u"Canceled"_s);
    QCOMPARE(session.post("1")->status, 202);
    QCOMPARE(session.post("1")->status, 429);
    // The session's other kernels, and other sessions, are not crowded.
    QCOMPARE(statusOf(m_pool->execute("1", {}, "crowd")), u"Succeeded"_s);
    session.remove();
}

void PoolAsyncTest::muchWaitingCodeIsRefused()
{
    const Session session(*m_pool, "code");
    session.begin("open('begun', 'w').close()\n" + UntilGo, "holds");
    while (m_pool->client()->Get("/files/begun?identifier=code")->status == 404)
        QTest::qSleep(5);
    const QByteArray megabytes = '#' + QByteArray(6 * 1024 * 1024, 'x');
    QCOMPARE(session.post(megabytes)->status, 202);
    QCOMPARE(session.post(megabytes)->status, 202);
    QCOMPARE(session.post(megabytes)->status, 429);
    QCOMPARE(session.post("1")->status, 202);
    session.remove();
}

void PoolAsyncTest::takenIdIsRefused()
{
    const Session session(*m_pool, "taken");
    session.begin(UntilGo, "id");
    QCOMPARE(session.post("1", "id")->status, 409);
    session.go();
    QCOMPARE(statusOf(session.end("id")), u"Succeeded"_s);
    QCOMPARE(session.post("1", "id")->status, 409);
}

void PoolAsyncTest::restartEndsWhatRunsAndWaits()
{
    const Session session(*m_pool, "restarted");
    session.begin(UntilGo, "running");
    session.begin("1", "waiting");
    QCOMPARE(m_pool->client()->Post("/session/restart?identifier=restarted")->status, 204);
    for (const char *id : {"running", "waiting"})
        QCOMPARE(statusOf(session.end(id)), u"Canceled"_s);
    session.begin("3", "after");
    QCOMPARE(session.end("after")["result"_L1]["executionResult"_L1].toInt(), 3);
}

void PoolAsyncTest::deletedSessionForgetsThem()
{
    const Session session(*m_pool, "deleted");
    session.begin(UntilGo, "running");
    session.begin("1", "waiting");
    session.remove();
    QCOMPARE(session.ask("running")->status, 404);
    session.begin("5", "running");
    QCOMPARE(session.end("running")["result"_L1]["executionResult"_L1].toInt(), 5);
}

void PoolAsyncTest::oldGenerationsWait()
{
    const auto reply = m_pool->client()->Post(
        "/code/execute?identifier=oldest",
        R"json({"properties":{"code":"6*7","executionType":"asynchronous"}})json",
        "application/json");
    QCOMPARE(reply->status, 200);
    QCOMPARE(jsonOf(reply)["properties"_L1]["status"_L1].toString(), u"Success"_s);
    QCOMPARE(jsonOf(reply)["properties"_L1]["result"_L1].toInt(), 42);
}

void PoolAsyncTest::streamRunsInTheSameKernel()
{
    const Session session(*m_pool, "streams");
    session.begin("x = 9", "before");
    const auto reply = m_pool->client()->Post(
        "/executions?identifier=streams", httplib::Headers{{"Accept", "application/x-ndjson"}},
        R"json({"code":"print(x)","executionType":"Asynchronous"})json", "application/json");
    QVERIFY(reply->body.find(R"("text":"9\n")") != std::string::npos);
}

void PoolAsyncTest::poolEndsWhileTheyRun()
{
    PoolProcess pool;
    const Session session(pool, "unfinished");
    session.begin("import time; time.sleep(60)", "running");
    session.begin("1", "waiting");
    pool.process().closeWriteChannel();
    QVERIFY(pool.process().waitForFinished(15000));
    QCOMPARE(pool.process().exitCode(), 0);
}

QTEST_GUILESS_MAIN(PoolAsyncTest)
#include "tst_pool_async.moc"
