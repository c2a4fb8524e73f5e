#include "execution/ExecutionQueue.h"
#include "integration/pool/PoolProcess.h"
#include "notebook/Notebook.h"
#include "rest/DirectLoopback.h"
#include "sessions/SessionClient.h"
#include "support/CellText.h"
#include "support/FakeTokens.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RestError::Kind;

namespace {

constexpr int patience = 60000;

/// The real pool without its extensions, and as old as its arguments say, with the real client.
class PlainPool
{
public:
    explicit PlainPool(const QStringList &arguments = {}, const QByteArray &faults = {})
        : m_pool(QStringList{u"--plain"_s} + arguments + faultArguments(faults),
                 PoolProcess::Versions::Strict)
        , m_rest(QUrl(m_pool.facts()["endpoint"_L1].toString()), m_network, m_tokens, clock)
    {
        m_tokens.token = "secret"; // the pool's
        keepLoopbackDirect(m_network);
    }

    std::unique_ptr<SessionClient> session()
    {
        return std::make_unique<SessionClient>(m_rest, SessionClient::newIdentifier());
    }
    /// As a window does: asks what the pool is, and takes any answer.
    std::unique_ptr<SessionClient> connectedSession()
    {
        auto client = session();
        const std::unique_ptr<PoolMetadataJob> job(client->poolMetadata(nullptr));
        finish(*job);
        if (job->result())
            client->setAbilities(*job->result());
        return client;
    }
    bool finish(RestJob &job)
    {
        job.start();
        return QTest::qWaitFor([&] { return job.isFinished(); }, patience);
    }
    Result<ExecutionReply, RestError> run(SessionClient &session, const QString &code)
    {
        const std::unique_ptr<ExecuteCodeJob> job(session.executeCode(code, {}, nullptr));
        if (!finish(*job))
            qFatal("the execution did not end");
        return job->result();
    }
    /// What the fault script did so far.
    QByteArray log()
    {
        m_log += m_pool.process().readAllStandardError();
        return m_log;
    }

    SystemClock clock;

private:
    QStringList faultArguments(const QByteArray &script) const
    {
        if (script.isEmpty())
            return {};
        QFile file(m_directory.filePath(u"faults.json"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(script) != script.size())
            qFatal("cannot write");
        return {u"--faults"_s, file.fileName()};
    }

    QTemporaryDir m_directory;
    PoolProcess m_pool;
    QNetworkAccessManager m_network;
    FakeTokens m_tokens;
    RestClient m_rest;
    QByteArray m_log;
};

QStringList onlyVersion(const QString &version)
{
    return {u"--only-version"_s, version};
}

/// A notebook of one cell in a session.
struct OneCell
{
    OneCell(SessionClient &session, const QString &source, Clock &clock,
            const ExecutionOptions &options = {})
        : notebook([&] {
            NotebookData data = NotebookData::empty();
            data.cells = {Cell::code(source)};
            return data;
        }())
        , queue(notebook, clock, options)
    {
        queue.setSession(&session);
        queue.enqueue(notebook.idAt(0));
    }
    [[nodiscard]] CellRunInfo info() const { return queue.info(notebook.idAt(0)); }
    [[nodiscard]] QString text() const { return textOf(notebook.cellAt(0)); }

    Notebook notebook;
    ExecutionQueue queue;
};

void addVersions()
{
    QTest::addColumn<QString>("version");
    for (const ServiceVersion &version : ServiceVersion::all())
        QTest::newRow(version.name.data()) << QString(version.name);
}

} // namespace

/// The client against pools of every generation, full ones, shells and bad days.
class ClientGenerationsTest : public QObject
{
    Q_OBJECT

private slots:
    void codeRunsInEveryGeneration_data() { addVersions(); }
    void codeRunsInEveryGeneration();
    void filesTravelInEveryGeneration_data() { addVersions(); }
    void filesTravelInEveryGeneration();
    void sessionsAreListedAndEnded();
    void fullPoolIsWaitedFor_data();
    void fullPoolIsWaitedFor();
    void waitForAPlaceCanBeInterruptedAndNothingRan();
    void waitForAPlaceEndsWithItsBound();
    void commandsRunInAShellPool_data();
    void commandsRunInAShellPool();
    void codeNeverRunsTwice_data();
    void codeNeverRunsTwice();
};

void ClientGenerationsTest::codeRunsInEveryGeneration()
{
    QFETCH(QString, version);
    PlainPool pool(onlyVersion(version));
    const auto session = pool.connectedSession();
    const auto first = pool.run(*session, u"kept = 6 * 7\nprint('said')"_s);
    QVERIFY2(first, first ? "" : qPrintable(first.error().detail));
    QCOMPARE(first->standardOutput, u"said\n"_s);
    QCOMPARE(session->abilities().version.name, version);
    const auto second = pool.run(*session, u"kept"_s);
    QCOMPARE(second->result.toInt(), 42);
    const auto failed = pool.run(*session, u"1 / 0"_s);
    QCOMPARE(failed->status, ExecutionStatus::Failed);
    QVERIFY(failed->standardError.contains("ZeroDivisionError"_L1));
    const auto figure
        = pool.run(*session, u"import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()"_s);
    QCOMPARE(figure->result["type"_L1].toString(), u"image"_s);
    const auto longText = pool.run(*session, u"print('x' * 5000)"_s);
    QCOMPARE(longText->standardOutput.size(),
             session->abilities().version.setsStreamLength ? 5001 : 4096);
}

void ClientGenerationsTest::filesTravelInEveryGeneration()
{
    QFETCH(QString, version);
    PlainPool pool(onlyVersion(version));
    const auto session = pool.connectedSession();
    const QTemporaryDir directory;
    QFile up(directory.filePath(u"up.csv"_s));
    QVERIFY(up.open(QIODevice::WriteOnly) && up.write("a,b\n1,2\n") == 8);
    up.close();
    const std::unique_ptr<UploadFileJob> upload(
        session->uploadFile(up.fileName(), u"größe 1.csv"_s, nullptr));
    QVERIFY(pool.finish(*upload));
    QVERIFY2(upload->result(), upload->error() ? qPrintable(upload->error()->detail) : "");
    QVERIFY(pool.run(*session,
                     u"import os; os.makedirs('/mnt/data/deep/er'); "
                     "open('/mnt/data/deep/er/c.txt', 'w').write('c')"_s));
    const std::unique_ptr<ListFilesJob> list(session->listFiles(nullptr));
    QVERIFY(pool.finish(*list) && list->result());
    const QList<SessionFile> files = *list->result();
    const auto has = [&](const QString &path) {
        return std::ranges::find(files, path, &SessionFile::path) != files.end();
    };
    QVERIFY(has(u"größe 1.csv"_s));
    if (session->abilities().version.shape == ServiceVersion::Shape::Flat)
        QVERIFY(has(u"deep"_s) && has(u"deep/er/c.txt"_s));
    const QString downPath = directory.filePath(u"down"_s);
    for (const auto &[name, content] :
         {std::pair(u"größe 1.csv"_s, "a,b\n1,2\n"_ba), std::pair(u"deep/er/c.txt"_s, "c"_ba)}) {
        const std::unique_ptr<DownloadFileJob> download(
            session->downloadFile(name, downPath, nullptr));
        QVERIFY(pool.finish(*download));
        QVERIFY2(download->result(),
                 download->error() ? qPrintable(download->error()->detail) : "");
        QFile down(downPath);
        QVERIFY(down.open(QIODevice::ReadOnly));
        QCOMPARE(down.readAll(), content);
        const std::unique_ptr<DeleteFileJob> remove(session->deleteFile(name, nullptr));
        QVERIFY(pool.finish(*remove) && remove->result());
    }
    // A file that is not there is that, and no reason to speak another version.
    const std::unique_ptr<DownloadFileJob> missing(
        session->downloadFile(u"none.csv"_s, downPath, nullptr));
    QVERIFY(pool.finish(*missing));
    QCOMPARE(missing->error()->kind, Kind::NotFound);
    QCOMPARE(session->abilities().version.name, version);
}

void ClientGenerationsTest::sessionsAreListedAndEnded()
{
    PlainPool pool;
    const auto session = pool.connectedSession();
    QVERIFY(pool.run(*session, u"1"_s));
    const std::unique_ptr<ListSessionsJob> list(session->listSessions(nullptr));
    QVERIFY(pool.finish(*list) && list->result());
    QCOMPARE(list->result()->sessions.size(), 1);
    QCOMPARE(list->result()->sessions.first().identifier, session->identifier());
    QVERIFY(list->result()->sessions.first().createdAt.isValid());
    const std::unique_ptr<DeleteSessionJob> end(session->deleteSession(nullptr));
    QVERIFY(pool.finish(*end) && end->result());
    const std::unique_ptr<ListSessionsJob> again(session->listSessions(nullptr));
    QVERIFY(pool.finish(*again) && again->result());
    QVERIFY(again->result()->sessions.isEmpty() && again->result()->ended.isEmpty());
}

void ClientGenerationsTest::fullPoolIsWaitedFor_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QStringList>("more");
    for (const QString &status : {u"429"_s, u"404"_s}) {
        QTest::addRow("%s", qPrintable(status)) << status << QStringList();
        QTest::addRow("%s, of old", qPrintable(status))
            << status << onlyVersion(u"2024-02-02-preview"_s);
    }
}

void ClientGenerationsTest::fullPoolIsWaitedFor()
{
    QFETCH(QString, status);
    QFETCH(QStringList, more);
    PlainPool pool(
        more + QStringList{u"--max-sessions=1"_s, u"--full-status"_s, status, u"--cooldown=1"_s});
    const auto holder = pool.connectedSession();
    QVERIFY(pool.run(*holder, u"1"_s));
    const auto session = pool.connectedSession();
    OneCell cell(*session, u"print('at last')"_s, pool.clock);
    QTRY_VERIFY_WITH_TIMEOUT(cell.queue.untilNextTry(), patience);
    QCOMPARE(cell.info().state, RunState::Running);
    QTRY_COMPARE_WITH_TIMEOUT(cell.info().state, RunState::Done, patience);
    QCOMPARE(cell.text(), u"at last\n"_s);
    QVERIFY(!cell.queue.untilNextTry());
}

void ClientGenerationsTest::waitForAPlaceCanBeInterruptedAndNothingRan()
{
    PlainPool pool({u"--max-sessions=1"_s});
    const auto holder = pool.connectedSession();
    QVERIFY(pool.run(*holder, u"1"_s));
    const auto session = pool.connectedSession();
    OneCell cell(*session, u"open('/mnt/data/marks', 'a').write('x')"_s, pool.clock);
    QTRY_VERIFY_WITH_TIMEOUT(cell.queue.untilNextTry(), patience);
    cell.queue.interrupt();
    QTRY_COMPARE_WITH_TIMEOUT(cell.info().state, RunState::Cancelled, patience);

    const std::unique_ptr<DeleteSessionJob> end(holder->deleteSession(nullptr));
    QVERIFY(pool.finish(*end));
    const auto looked = pool.run(*session, u"import os; os.path.exists('/mnt/data/marks')"_s);
    QCOMPARE(looked->result, QJsonValue(false));
}

void ClientGenerationsTest::waitForAPlaceEndsWithItsBound()
{
    PlainPool pool({u"--max-sessions=1"_s});
    const auto holder = pool.connectedSession();
    QVERIFY(pool.run(*holder, u"1"_s));
    const auto session = pool.connectedSession();
    OneCell cell(*session, u"1"_s, pool.clock, {.longestWait = 1s});
    QTRY_COMPARE_WITH_TIMEOUT(cell.info().state, RunState::Failed, patience);
    QCOMPARE(cell.info().error->kind, Kind::Throttled);
}

void ClientGenerationsTest::commandsRunInAShellPool_data()
{
    QTest::addColumn<bool>("asksFirst");
    QTest::newRow("known by its metadata") << true;
    QTest::newRow("known by its refusal") << false;
}

void ClientGenerationsTest::commandsRunInAShellPool()
{
    QFETCH(bool, asksFirst);
    PlainPool pool({u"--type=shell"_s});
    const auto session = asksFirst ? pool.connectedSession() : pool.session();
    OneCell good(*session, u"echo one; echo two >&2"_s, pool.clock);
    QTRY_COMPARE_WITH_TIMEOUT(good.info().state, RunState::Done, patience);
    QCOMPARE(good.text(), u"one\ntwo\n"_s);
    QCOMPARE(session->abilities().kind, PoolKind::Shell);
    OneCell bad(*session, u"ls /nowhere"_s, pool.clock);
    QTRY_COMPARE_WITH_TIMEOUT(bad.info().state, RunState::Failed, patience);
    QVERIFY(bad.text().contains("No such file"_L1) && bad.text().endsWith("Exit code"_L1));
    OneCell killed(*session, u"kill -SEGV $$"_s, pool.clock);
    QTRY_COMPARE_WITH_TIMEOUT(killed.info().state, RunState::Failed, patience);
    QCOMPARE(killed.info().failure, RunFailure::Code);
    OneCell late(*session, u"echo early; sleep 60"_s, pool.clock, {.cellTimeout = 1s});
    QTRY_COMPARE_WITH_TIMEOUT(late.info().state, RunState::Failed, patience);
    QCOMPARE(late.info().failure, RunFailure::TimedOut);
    QVERIFY(late.text() == "early\nTimeout"_L1);
}

void ClientGenerationsTest::codeNeverRunsTwice_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("newest") << QStringList();
    QTest::newRow("2024-10-02") << onlyVersion(u"2024-10-02-preview"_s);
    QTest::newRow("2024-02-02") << onlyVersion(u"2024-02-02-preview"_s);
}

/// Sixty cells on a bad day, each of which leaves its number: none is there twice, all that were
/// told as done are there, and each that certainly did not begin was sent again.
void ClientGenerationsTest::codeNeverRunsTwice()
{
    QFETCH(QStringList, arguments);
    const QByteArray match
        = R"({"match":{"method":"POST","route":"executions","identifier":"sessionbook-.*","probability":)";
    QByteArrayList rules;
    for (
        const char *action :
        {R"("type":"refuse")", R"("type":"refuse","how":"reset","when":"after")",
         R"("type":"refuse","when":"after")", R"("type":"cut","afterBytes":20)",
         R"("type":"status","status":401)", R"("type":"status","status":503,"shape":"empty")",
         R"("type":"status","status":429,"retryAfter":0)",
         R"("type":"status","status":500,"when":"after","message":"allocating 5 GiB failed")",
         R"("type":"status","status":404,"code":"SessionNotFound","when":"after")",
         R"("type":"status","status":500,"message":"Error happened when allocating pod for identifier x")"})
        rules += match + R"(0.06},"action":{)" + action + "}}";
    // Only once the session has been seen: before that, this means that none is free.
    rules += R"({"match":{"method":"POST","route":"executions","from":20,"probability":0.06},)"
             R"("action":{"type":"status","status":404,"shape":"empty","when":"after"}})";
    PlainPool pool(arguments, R"({"seed":5,"faults":[)" + rules.join(',') + "]}");
    const auto session = pool.connectedSession();
    session->rest().setRandomness([] { return 0.99; });
    QList<int> done;
    for (int i = 0; i < 60; ++i) {
        if (pool.run(*session, u"open('/mnt/data/marks', 'a').write('%1\\n')"_s.arg(i)))
            done += i;
    }
    QVERIFY(pool.log().count("fault") > 10);

    const QTemporaryDir directory;
    const QString path = directory.filePath(u"marks"_s);
    const std::unique_ptr<DownloadFileJob> download(
        session->downloadFile(u"marks"_s, path, nullptr));
    QVERIFY(pool.finish(*download) && download->result());
    QFile marks(path);
    QVERIFY(marks.open(QIODevice::ReadOnly));
    QList<int> ran;
    for (const QByteArray &line : marks.readAll().trimmed().split('\n'))
        ran += line.toInt();
    QList<int> once = ran;
    once.erase(std::ranges::unique(once).begin(), once.end());
    QCOMPARE(ran, once);
    for (const int i : done)
        QVERIFY2(ran.contains(i), qPrintable(QString::number(i)));
    QVERIFY(done.size() > 20);
}

QTEST_GUILESS_MAIN(ClientGenerationsTest)
#include "tst_client_generations.moc"
