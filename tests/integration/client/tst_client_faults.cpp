#include "execution/ExecutionQueue.h"
#include "integration/pool/PoolProcess.h"
#include "notebook/Notebook.h"
#include "sessions/SessionClient.h"
#include "support/CellText.h"
#include "support/FakeTokens.h"
#include "support/ManualClock.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RestError::Kind;

namespace {

constexpr int patience = 30000;
/// Each run leaves a mark, so that what ran can be counted.
const QString marking = u"open('/mnt/data/marks', 'a').write('x')"_s;

/// The real client and the real pool with a fault script between them.
class FaultyPool
{
public:
    explicit FaultyPool(const QByteArray &faults, const QByteArray &more = "")
        : m_pool({u"--faults"_s, scriptWith(R"({"faults":[)" + faults + "]" + more + "}")})
        , m_rest(QUrl(m_pool.facts()["endpoint"_L1].toString()), m_network, tokens, m_clock)
        , session(m_rest, SessionClient::newIdentifier())
    {
        tokens.token = "secret"; // the pool's
        session.setAbilities({true, true, true, {}});
    }

    bool finish(RestJob &job)
    {
        job.start();
        return QTest::qWaitFor([&] { return job.isFinished(); }, patience);
    }
    /// Runs code in peace or not, as the script will; the error's kind or nothing.
    std::optional<Kind> run(const QString &code)
    {
        const std::unique_ptr<ExecuteCodeJob> job(session.executeCode(code, {}, nullptr));
        if (!finish(*job))
            qFatal("the execution did not end");
        last = job->result() ? job->result()->result.toString() : job->error()->detail;
        return job->error() ? std::optional(job->error()->kind) : std::nullopt;
    }
    /// How often `marking` ran.
    qsizetype marks()
    {
        if (run(u"import os; open('/mnt/data/marks').read() if os.path.exists('/mnt/data/marks') else ''"_s))
            return -1;
        return last.size();
    }
    /// What struck so far, as the pool tells it.
    QByteArray log()
    {
        m_log += m_pool.process().readAllStandardError();
        return m_log;
    }

private:
    QString scriptWith(const QByteArray &script) const
    {
        QFile file(m_directory.filePath(u"faults.json"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(script) != script.size())
            qFatal("cannot write");
        return file.fileName();
    }

    QTemporaryDir m_directory;
    PoolProcess m_pool;
    SystemClock m_clock;
    QNetworkAccessManager m_network;
    QByteArray m_log;

public:
    FakeTokens tokens;

private:
    RestClient m_rest;

public:
    SessionClient session;
    QString last; ///< result or error of the last run
};

/// A fault for the first request that matches.
QByteArray once(const QByteArray &match, const QByteArray &action)
{
    return R"({"match":{"nth":1,)" + match + R"(},"action":{)" + action + "}}";
}

const QByteArray execution = R"("method":"POST","route":"executions")";

/// A notebook of one cell, run in a faulty pool.
struct OneCell
{
    OneCell(FaultyPool &pool, const QString &source, Clock &clock)
        : notebook([&] {
            NotebookData data = NotebookData::empty();
            data.cells = {Cell::code(source)};
            return data;
        }())
        , queue(notebook, clock)
    {
        queue.setSession(&pool.session);
        queue.enqueue(notebook.idAt(0));
    }
    [[nodiscard]] CellRunInfo info() const { return queue.info(notebook.idAt(0)); }
    [[nodiscard]] QString text() const { return textOf(notebook.cellAt(0)); }

    Notebook notebook;
    ExecutionQueue queue;
};

} // namespace

/// The client's promises on a bad day, each fault struck by the pool's own --faults.
class ClientFaultsTest : public QObject
{
    Q_OBJECT

private slots:
    void readsAreRetried_data();
    void readsAreRetried();
    void uploadsAreRepeated_data();
    void uploadsAreRepeated();
    void codeIsNeverSentTwice_data();
    void codeIsNeverSentTwice();
    void refusedCodeIsSentLater_data();
    void refusedCodeIsSentLater();
    void waitingForARoomInThePoolCanBeCancelled();
    void tokenIsRenewedOnce();
    void tokenThatStaysRefusedIsTold();
    void errorsAreReadInEveryShape_data();
    void errorsAreReadInEveryShape();
    void cellFailsWithItsReasonAndKeepsItsOutputs_data();
    void cellFailsWithItsReasonAndKeepsItsOutputs();
    void sessionThatVanishedBetweenCellsIsMadeAnew();
    void stalledStreamMeetsTheDeadline();
    void stalledCellCanBeInterrupted();
    void slowRepliesArriveWhole();
};

void ClientFaultsTest::readsAreRetried_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::newRow("closed") << R"("type":"refuse")"_ba;
    QTest::newRow("reset") << R"("type":"refuse","how":"reset")"_ba;
    QTest::newRow("500") << R"("type":"status","status":500)"_ba;
    QTest::newRow("503") << R"("type":"status","status":503,"shape":"empty")"_ba;
    QTest::newRow("429") << R"("type":"status","status":429,"retryAfter":0)"_ba;
    QTest::newRow("cut") << R"("type":"cut","afterBytes":5)"_ba;
    QTest::newRow("late") << R"("type":"delay","milliseconds":200)"_ba;
}

void ClientFaultsTest::readsAreRetried()
{
    QFETCH(QByteArray, action);
    FaultyPool pool(once(R"("method":"GET","route":"files")", action));
    QVERIFY(!pool.run(u"open('/mnt/data/a.txt', 'w').write('a')"_s));
    const std::unique_ptr<ListFilesJob> job(pool.session.listFiles(nullptr));
    QVERIFY(pool.finish(*job));
    QVERIFY2(job->result(), job->error() ? qPrintable(job->error()->detail) : "");
    QCOMPARE(job->result()->size(), 1);
    QTRY_COMPARE(pool.log().count("fault 0"), 1);
}

void ClientFaultsTest::uploadsAreRepeated_data()
{
    readsAreRetried_data();
    QTest::newRow("closed afterwards") << R"("type":"refuse","when":"after")"_ba;
    QTest::newRow("500 afterwards") << R"("type":"status","status":500,"when":"after")"_ba;
}

void ClientFaultsTest::uploadsAreRepeated()
{
    QFETCH(QByteArray, action);
    FaultyPool pool(once(R"("method":"POST","route":"files")", action));
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"up.bin"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(1'000'000, 'u'));
    file.close();
    const std::unique_ptr<UploadFileJob> job(
        pool.session.uploadFile(file.fileName(), u"up.bin"_s, nullptr));
    QVERIFY(pool.finish(*job));
    QVERIFY2(job->result(), job->error() ? qPrintable(job->error()->detail) : "");
    QVERIFY(!pool.run(u"str(open('/mnt/data/up.bin').read().count('u'))"_s));
    QCOMPARE(pool.last, u"1000000"_s);
    QTRY_COMPARE(pool.log().count("fault 0"), 1);
}

void ClientFaultsTest::codeIsNeverSentTwice_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<int>("marks");
    QTest::addColumn<bool>("stream");
    const auto row = [](const char *name, const QByteArray &action, Kind kind, int marks) {
        for (const bool stream : {true, false})
            QTest::addRow("%s, %s", name, stream ? "stream" : "plain")
                << action << kind << marks << stream;
    };
    row("closed before", R"("type":"refuse")", Kind::ConnectionLost, 0);
    row("reset before", R"("type":"refuse","how":"reset")", Kind::ConnectionLost, 0);
    row("closed after", R"("type":"refuse","when":"after")", Kind::ConnectionLost, 1);
    row("reset after", R"("type":"refuse","how":"reset","when":"after")", Kind::ConnectionLost, 1);
    row("500 after", R"("type":"status","status":500,"when":"after")", Kind::ServerError, 1);
    row("cut", R"("type":"cut","afterBytes":300)", Kind::ConnectionLost, 1);
    row("409", R"("type":"status","status":409)", Kind::Conflict, 0);
    row("413", R"("type":"status","status":413)", Kind::TooLarge, 0);
}

void ClientFaultsTest::codeIsNeverSentTwice()
{
    QFETCH(QByteArray, action);
    QFETCH(bool, stream);
    FaultyPool pool(once(execution + R"(,"identifier":"sessionbook-.*")", action));
    pool.session.setAbilities({stream, stream, stream, {}});
    // A connection that is kept alive: on one, a network layer may repeat what got no answer.
    const std::unique_ptr<ListFilesJob> list(pool.session.listFiles(nullptr));
    QVERIFY(pool.finish(*list));
    const auto kind = pool.run(marking + u"\nprint('y' * 500)"_s);
    QVERIFY(kind);
    QTEST(*kind, "kind");
    QTEST(int(pool.marks()), "marks");
    QTRY_COMPARE(pool.log().count("fault 0"), 1);
}

void ClientFaultsTest::refusedCodeIsSentLater_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::newRow("429") << R"("type":"status","status":429,"retryAfter":1)"_ba;
    QTest::newRow("503") << R"("type":"status","status":503,"shape":"text")"_ba;
}

void ClientFaultsTest::refusedCodeIsSentLater()
{
    QFETCH(QByteArray, action);
    FaultyPool pool(once(execution, action));
    QVERIFY(!pool.run(marking));
    QCOMPARE(pool.marks(), 1);
    QTRY_COMPARE(pool.log().count("fault 0"), 1);
}

void ClientFaultsTest::waitingForARoomInThePoolCanBeCancelled()
{
    FaultyPool pool(R"({"action":{"type":"status","status":429,"retryAfter":60}})");
    const std::unique_ptr<ExecuteCodeJob> job(pool.session.executeCode(marking, {}, nullptr));
    job->start();
    QTRY_VERIFY_WITH_TIMEOUT(pool.log().contains("status 429"), patience);
    QTest::qWait(200); // the answer is on its way; the wait begins with it
    QVERIFY(!job->isFinished());
    job->cancel();
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->error()->kind, Kind::Cancelled);
}

void ClientFaultsTest::tokenIsRenewedOnce()
{
    FaultyPool pool(
        R"({"match":{"afterSeconds":3600,"to":1},"action":{"type":"status","status":401}})",
        R"(,"clock":1000000)");
    QTest::qWait(5); // an hour, by the script's clock
    QVERIFY(!pool.run(marking));
    const QList<TokenSource::Freshness> expected{TokenSource::Freshness::Cached,
                                                 TokenSource::Freshness::Renewed};
    QCOMPARE(pool.tokens.asked, expected);
    QCOMPARE(pool.marks(), 1);
}

void ClientFaultsTest::tokenThatStaysRefusedIsTold()
{
    FaultyPool pool(R"({"action":{"type":"status","status":401}})");
    QCOMPARE(pool.run(marking), Kind::Unauthorized);
    QCOMPARE(pool.tokens.asked.size(), 2);
}

void ClientFaultsTest::errorsAreReadInEveryShape_data()
{
    QTest::addColumn<QByteArray>("shape");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<QString>("code");
    QTest::newRow("error") << "error"_ba << u"that will not do"_s << u"Odd"_s;
    QTest::newRow("message") << "message"_ba << u"that will not do"_s << u""_s;
    QTest::newRow("problem") << "problem"_ba << u"that will not do; Odd: that will not do"_s
                             << u""_s;
    QTest::newRow("text") << "text"_ba << u"that will not do"_s << u""_s;
    QTest::newRow("empty") << "empty"_ba << u"HTTP 409"_s << u""_s;
}

void ClientFaultsTest::errorsAreReadInEveryShape()
{
    QFETCH(QByteArray, shape);
    FaultyPool pool(
        R"({"action":{"type":"status","status":409,"code":"Odd","message":"that will not do","shape":")"
        + shape + R"("}})");
    const std::unique_ptr<ListFilesJob> job(pool.session.listFiles(nullptr));
    QVERIFY(pool.finish(*job));
    QCOMPARE(job->error()->kind, Kind::Conflict);
    QTEST(job->error()->detail, "detail");
    QTEST(job->error()->code, "code");
}

void ClientFaultsTest::cellFailsWithItsReasonAndKeepsItsOutputs_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<RunFailure>("failure");
    QTest::newRow("cut stream") << R"("type":"cut","afterBytes":400)"_ba << RunFailure::Transport;
    QTest::newRow("kernel dead in mid-cell")
        << R"("type":"killKernel","afterBytes":400)"_ba << RunFailure::SessionEnded;
    QTest::newRow("session vanished in mid-cell")
        << R"("type":"vanish","afterBytes":400)"_ba << RunFailure::SessionEnded;
    QTest::newRow("404") << R"("type":"status","status":404)"_ba << RunFailure::SessionEnded;
    QTest::newRow("500") << R"("type":"status","status":500)"_ba << RunFailure::Transport;
}

void ClientFaultsTest::cellFailsWithItsReasonAndKeepsItsOutputs()
{
    QFETCH(QByteArray, action);
    FaultyPool pool(once(execution, action));
    SystemClock clock;
    // The first print goes through before the fault strikes, the last never comes.
    const OneCell cell(pool,
                       u"import time\nprint('one', flush=True)\ntime.sleep(0.5)\n"
                       "print('two' + ' ' * 500, flush=True)\ntime.sleep(60)\nprint('three')"_s,
                       clock);
    QTRY_COMPARE_WITH_TIMEOUT(cell.info().state, RunState::Failed, patience);
    QTEST(cell.info().failure, "failure");
    QVERIFY(!cell.info().detail.isEmpty());
    if (!action.contains("status"))
        QVERIFY2(cell.text().startsWith(u"one\n"_s), qPrintable(cell.text()));
    QVERIFY(!cell.text().contains(u"three"_s));
}

void ClientFaultsTest::sessionThatVanishedBetweenCellsIsMadeAnew()
{
    FaultyPool pool(R"({"match":{"nth":2,)" + execution + R"(},"action":{"type":"vanish"}})");
    QVERIFY(!pool.run(u"x = 1; open('/mnt/data/kept', 'w').write('x')"_s));
    QVERIFY(!pool.run(u"import os; f\"{'x' in globals()} {os.path.exists('/mnt/data/kept')}\""_s));
    QCOMPARE(pool.last, u"False False"_s);
}

void ClientFaultsTest::stalledStreamMeetsTheDeadline()
{
    FaultyPool pool(once(execution, R"("type":"stall","afterBytes":100)"));
    const std::unique_ptr<ExecuteCodeJob> job(
        pool.session.executeCode(u"print('y' * 500)"_s, {}, nullptr));
    job->setIdleTimeout(2s);
    QVERIFY(pool.finish(*job));
    QCOMPARE(job->error()->kind, Kind::Timeout);
    QVERIFY(!pool.run(u"1"_s)); // and the session is free again
}

void ClientFaultsTest::stalledCellCanBeInterrupted()
{
    FaultyPool pool(once(execution, R"("type":"stall","afterBytes":300)"));
    ManualClock clock; // of the cell; the requests have the machine's
    OneCell cell(pool,
                 u"import time\nprint('one', flush=True)\ntime.sleep(0.5)\n"
                 "print('two' + ' ' * 500, flush=True)"_s,
                 clock);
    QTRY_VERIFY_WITH_TIMEOUT(pool.log().contains("stall"), patience);
    cell.queue.interrupt();
    // The pool takes the interrupt, but its last word is stuck behind what stands still.
    QTRY_VERIFY_WITH_TIMEOUT((clock.advance(1s), cell.info().state != RunState::Running), patience);
    QCOMPARE(cell.info().state, RunState::Cancelled);
    QVERIFY(!pool.run(u"1"_s));
}

void ClientFaultsTest::slowRepliesArriveWhole()
{
    FaultyPool pool(once(R"("route":"content")", R"("type":"slow","bytesPerSecond":2000)"));
    QVERIFY(!pool.run(u"open('/mnt/data/slow', 'w').write('s' * 6000)"_s));
    const QTemporaryDir directory;
    const QString local = directory.filePath(u"slow"_s);
    const std::unique_ptr<DownloadFileJob> job(
        pool.session.downloadFile(u"slow"_s, local, nullptr));
    job->setIdleTimeout(2s); // shorter than the whole, longer than any pause
    QVERIFY(pool.finish(*job));
    QVERIFY2(job->result(), job->error() ? qPrintable(job->error()->detail) : "");
    QCOMPARE(QFileInfo(local).size(), 6000);
}

QTEST_GUILESS_MAIN(ClientFaultsTest)
#include "tst_client_faults.moc"
