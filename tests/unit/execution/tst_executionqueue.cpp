#include "execution/ExecutionQueue.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "support/CellText.h"
#include "support/FakeSession.h"
#include "support/ManualClock.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

NotebookData notebookWith(const QStringList &sources)
{
    NotebookData data = NotebookData::empty();
    data.cells.clear();
    for (const QString &source : sources)
        data.cells.append(Cell::code(source));
    return data;
}

QJsonObject displayMessage(const QString &type, const QString &plain, const QString &id)
{
    return {{u"type"_s, type},
            {u"data"_s, QJsonObject{{u"text/plain"_s, plain}}},
            {u"metadata"_s, QJsonObject()},
            {u"transient"_s, QJsonObject{{u"display_id"_s, id}}}};
}

QJsonObject errorMessage(const QString &name, const QString &value)
{
    return {{u"type"_s, u"error"_s},
            {u"ename"_s, name},
            {u"evalue"_s, value},
            {u"traceback"_s, QJsonArray{name}}};
}

QJsonObject serviceError(const QString &code, const QString &message)
{
    return {{u"error"_s,
             QJsonObject{{u"error"_s, QJsonObject{{u"code"_s, code}, {u"message"_s, message}}}}}};
}

/// A notebook, its queue and a session that the test answers for.
struct Bench
{
    explicit Bench(const QStringList &sources, ExecutionOptions options = {},
                   const PoolAbilities &abilities
                   = {.stream = true, .cancel = true, .restart = true, .pythonVersion = {}})
        : notebook(notebookWith(sources))
        , session(clock, abilities)
        , queue(notebook, clock, options)
        , finished(&queue, &ExecutionQueue::runFinished)
        , idle(&queue, &ExecutionQueue::becameIdle)
        , stopped(&queue, &ExecutionQueue::stoppedByFailure)
        , lost(&queue, &ExecutionQueue::sessionStateLost)
    {
        queue.setSession(&session);
    }

    CellId id(int index) const { return notebook.idAt(index); }
    void enqueueAll()
    {
        for (int i = 0; i < notebook.cellCount(); ++i)
            queue.enqueue(id(i));
    }
    RunState state(int index) const { return queue.info(id(index)).state; }
    QString text(int index) const { return textOf(notebook.cellAt(index)); }
    QList<RunState> finishedStates() const
    {
        QList<RunState> states;
        for (const auto &arguments : finished)
            states.append(arguments.at(1).value<RunState>());
        return states;
    }

    ManualClock clock;
    Notebook notebook;
    FakeSession session;
    ExecutionQueue queue;
    QSignalSpy finished;
    QSignalSpy idle;
    QSignalSpy stopped;
    QSignalSpy lost;
};

} // namespace

class ExecutionQueueTest : public QObject
{
    Q_OBJECT

private slots:
    void cellsRunOneAfterAnotherInOrder();
    void laterEditsDoNotChangeWhatRuns();
    void cellQueuedAgainKeepsItsPlaceAndTakesTheNewSource();
    void runningCellMayBeQueuedOnceMore();
    void blankAndMarkdownCellsAreDoneWithoutARequest();
    void oldOutputsGoWhenTheRunBeginsNotWhenItIsQueued();
    void outputsArriveWhileTheCellRuns();
    void muchOutputIsShownLessOften();
    void plainPoolAnswersAtTheEnd();
    void numbersCountUpWhereThePoolGivesNone();
    void numberOfThePoolCounts();
    void failureStopsTheQueueAndSaysWhere();
    void usedUpMemoryIsToldApart_data();
    void usedUpMemoryIsToldApart();
    void failureMayBePassedOver();
    void failures_data();
    void failures();
    void outputsSoFarStayWhenTheSessionDies();
    void freshKernelIsToldOnlyWhereThereWasState();
    void interruptAsksThePoolAndCancelsTheQueue();
    void interruptWorksBeforeThePoolBegan();
    void waitForASessionIsToldAndDoesNotCountAsRunning();
    void interruptEndsTheWaitForASessionAtOnce();
    void waitForASessionMayBeBounded();
    void commandThatFailsSaysHow_data();
    void commandThatFailsSaysHow();
    void interruptAgainAsksAgain();
    void interruptWhoseEffectIsStuckEndsTheRequest();
    void interruptThatCannotReachTheCodeIsTold();
    void abandonedCellEndsAsCancelled();
    void poolThatDoesNotKnowTheRunIsAskedTwiceThenLeft();
    void cellsWaitForASession();
    void changeOfSessionCancelsWhatRuns();
    void lossOfTheSessionFailsWhatRuns();
    void deletedCellIsNotRun();
    void updateReachesDisplaysOfEarlierCells();
    void updateLeavesReplacedOutputsAlone();
    void elapsedFollowsTheClock();
    void resetForgetsPastRuns();
    void destroyedQueueIsSilent();
    void enqueueingFromTheEndOfAFailedRunStartsTheNewCell();
};

void ExecutionQueueTest::cellsRunOneAfterAnotherInOrder()
{
    Bench bench({u"a"_s, u"b"_s});
    bench.enqueueAll();

    QCOMPARE(bench.session.executedSources(), QStringList{u"a"_s});
    QCOMPARE(bench.state(0), RunState::Running);
    QCOMPARE(bench.state(1), RunState::Queued);
    QCOMPARE(bench.queue.runningCell(), bench.id(0));
    QCOMPARE(bench.queue.queuedCount(), 1);

    bench.session.reply();
    QCOMPARE(bench.session.executedSources(), QStringList({u"a"_s, u"b"_s}));
    QCOMPARE(bench.idle.count(), 0);
    bench.session.reply();

    QCOMPARE(bench.finishedStates(), QList({RunState::Done, RunState::Done}));
    QCOMPARE(bench.idle.count(), 1);
    QVERIFY(!bench.queue.isBusy());
}

void ExecutionQueueTest::laterEditsDoNotChangeWhatRuns()
{
    Bench bench({u"first"_s, u"x = 1"_s});
    bench.enqueueAll();
    NotebookEditor(bench.notebook).setSource(bench.id(1), u"x = 2"_s);
    bench.session.reply();

    QCOMPARE(bench.session.executedSources(), QStringList({u"first"_s, u"x = 1"_s}));
}

void ExecutionQueueTest::cellQueuedAgainKeepsItsPlaceAndTakesTheNewSource()
{
    Bench bench({u"first"_s, u"x = 1"_s, u"last"_s});
    bench.enqueueAll();
    NotebookEditor(bench.notebook).setSource(bench.id(1), u"x = 2"_s);
    bench.queue.enqueue(bench.id(1));
    for (int i = 0; i < 3; ++i)
        bench.session.reply();

    QCOMPARE(bench.session.executedSources(), QStringList({u"first"_s, u"x = 2"_s, u"last"_s}));
    QCOMPARE(bench.finished.count(), 3);
}

void ExecutionQueueTest::runningCellMayBeQueuedOnceMore()
{
    Bench bench({u"a"_s});
    bench.queue.enqueue(bench.id(0));
    bench.queue.enqueue(bench.id(0));
    QCOMPARE(bench.state(0), RunState::Running);

    bench.session.reply();
    QCOMPARE(bench.state(0), RunState::Running);
    bench.session.reply();

    QCOMPARE(bench.finishedStates(), QList({RunState::Done, RunState::Done}));
}

void ExecutionQueueTest::blankAndMarkdownCellsAreDoneWithoutARequest()
{
    Bench bench({u" \n"_s, u"x"_s});
    NotebookEditor(bench.notebook).setKind(bench.id(1), CellKind::Markdown);
    bench.enqueueAll();

    QCOMPARE(bench.session.executedSources(), QStringList());
    QCOMPARE(bench.finishedStates(), QList({RunState::Done, RunState::Done}));
    QVERIFY(bench.idle.count() >= 1);
}

void ExecutionQueueTest::oldOutputsGoWhenTheRunBeginsNotWhenItIsQueued()
{
    Bench bench({u"a"_s, u"b"_s});
    bench.notebook.setOutputs(bench.id(1), {Output::stream(u"stdout"_s, u"old"_s)}, 5);
    bench.enqueueAll();
    QCOMPARE(bench.text(1), u"old"_s);

    bench.session.reply();

    QCOMPARE(bench.text(1), QString());
    QCOMPARE(bench.notebook.cellAt(1).executionCount, std::nullopt);
}

void ExecutionQueueTest::outputsArriveWhileTheCellRuns()
{
    Bench bench({u"a"_s});
    bench.enqueueAll();
    QSignalSpy changes(&bench.notebook, &Notebook::cellOutputsChanged);

    for (int i = 0; i < 100; ++i)
        bench.session.sendText(u"."_s);
    QCOMPARE(changes.count(), 0);
    bench.clock.advance(33ms);

    QCOMPARE(changes.count(), 1);
    QCOMPARE(bench.text(0).size(), 100);
    QCOMPARE(bench.state(0), RunState::Running);
}

void ExecutionQueueTest::muchOutputIsShownLessOften()
{
    Bench bench({u"a"_s});
    bench.enqueueAll();
    bench.session.sendText(QString(2'000'000, u'x'));
    QTRY_VERIFY(bench.clock.pending() > 0);
    bench.clock.advance(10s);
    QSignalSpy changes(&bench.notebook, &Notebook::cellOutputsChanged);

    for (int i = 0; i < 30; ++i) {
        bench.session.sendText(u"."_s);
        bench.clock.advance(33ms);
    }

    QVERIFY2(changes.count() <= 3, qPrintable(QString::number(changes.count())));
}

void ExecutionQueueTest::plainPoolAnswersAtTheEnd()
{
    Bench bench({u"a"_s}, {}, {});
    bench.session.setSendsExactly(true);
    bench.enqueueAll();

    bench.session.reply(
        u"Succeeded"_s,
        {{u"result"_s, QJsonObject{{u"stdout"_s, u"hello "_s}, {u"executionResult"_s, 42}}}});

    QCOMPARE(bench.text(0), u"hello 42"_s);
    QCOMPARE(bench.notebook.cellAt(0).executionCount, std::optional(1));
    QCOMPARE(bench.finishedStates(), QList({RunState::Done}));
}

void ExecutionQueueTest::numbersCountUpWhereThePoolGivesNone()
{
    Bench bench({u"a"_s, u"b"_s});
    bench.enqueueAll();
    bench.session.reply();
    bench.session.reply();

    QCOMPARE(bench.notebook.cellAt(0).executionCount, std::optional(1));
    QCOMPARE(bench.notebook.cellAt(1).executionCount, std::optional(2));
}

void ExecutionQueueTest::numberOfThePoolCounts()
{
    Bench bench({u"a"_s, u"b"_s});
    bench.enqueueAll();
    bench.session.reply(u"Succeeded"_s, {{u"executionCount"_s, 7}});
    bench.session.reply();

    QCOMPARE(bench.notebook.cellAt(0).executionCount, std::optional(7));
    QCOMPARE(bench.notebook.cellAt(1).executionCount, std::optional(8));
}

void ExecutionQueueTest::failureStopsTheQueueAndSaysWhere()
{
    Bench bench({u"a"_s, u"b"_s, u"c"_s});
    bench.enqueueAll();

    bench.session.send(errorMessage(u"KeyError"_s, u"'x'"_s));
    bench.session.reply(u"Failed"_s);

    QCOMPARE(bench.finishedStates(),
             QList({RunState::Failed, RunState::Cancelled, RunState::Cancelled}));
    QCOMPARE(bench.stopped.count(), 1);
    QCOMPARE(bench.stopped.at(0).at(0).value<CellId>(), bench.id(0));
    QCOMPARE(bench.stopped.at(0).at(1).toInt(), 2);
    QCOMPARE(bench.queue.info(bench.id(0)).failure, RunFailure::Code);
    QCOMPARE(bench.queue.info(bench.id(0)).detail, u"KeyError: 'x'"_s);
    QCOMPARE(bench.text(0), u"KeyError"_s);
    QCOMPARE(bench.session.executedSources().size(), 1);
    QCOMPARE(bench.idle.count(), 1);
}

void ExecutionQueueTest::usedUpMemoryIsToldApart_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<RunFailure>("failure");
    QTest::newRow("Python's") << u"MemoryError"_s << RunFailure::OutOfMemory;
    QTest::newRow("NumPy's") << u"_ArrayMemoryError"_s << RunFailure::OutOfMemory;
    QTest::newRow("another") << u"MyMemoryError"_s << RunFailure::Code;
}

void ExecutionQueueTest::usedUpMemoryIsToldApart()
{
    QFETCH(QString, name);
    QFETCH(RunFailure, failure);
    Bench bench({u"a"_s});
    bench.enqueueAll();

    bench.session.send(errorMessage(name, u"no"_s));
    bench.session.reply(u"Failed"_s);

    QCOMPARE(bench.queue.info(bench.id(0)).failure, failure);
    QCOMPARE(bench.queue.info(bench.id(0)).detail, name + u": no"_s);
    QCOMPARE(bench.lost.count(), 0);
}

void ExecutionQueueTest::failureMayBePassedOver()
{
    Bench bench({u"a"_s, u"b"_s}, {.stopOnFailure = false});
    bench.enqueueAll();
    bench.session.reply(u"Failed"_s);
    bench.session.reply();

    QCOMPARE(bench.finishedStates(), QList({RunState::Failed, RunState::Done}));
    QCOMPARE(bench.stopped.count(), 0);
}

void ExecutionQueueTest::failures_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("networkError");
    QTest::addColumn<int>("httpStatus");
    QTest::addColumn<RunFailure>("failure");
    QTest::addColumn<bool>("losesState");

    const auto row = [](const char *name, const QString &code, int networkError, int http,
                        RunFailure failure, bool loses) {
        QTest::newRow(name) << code << networkError << http << failure << loses;
    };
    row("kernel died", u"KernelDied"_s, 0, 0, RunFailure::SessionEnded, true);
    row("session deleted", u"SessionDeleted"_s, 0, 0, RunFailure::SessionEnded, true);
    row("session ended", u"SessionEnded"_s, 0, 0, RunFailure::SessionEnded, true);
    row("timeout", u"Timeout"_s, 0, 0, RunFailure::TimedOut, false);
    row("connection lost", {}, QNetworkReply::RemoteHostClosedError, 0, RunFailure::Transport,
        false);
    row("session gone", {}, 0, 404, RunFailure::SessionEnded, true);
    row("server fault", {}, 0, 500, RunFailure::Transport, false);
}

void ExecutionQueueTest::failures()
{
    QFETCH(QString, code);
    QFETCH(int, networkError);
    QFETCH(int, httpStatus);
    QFETCH(RunFailure, failure);
    QFETCH(bool, losesState);
    Bench bench({u"a"_s});
    bench.enqueueAll();

    if (networkError != 0)
        bench.session.failWith(QNetworkReply::NetworkError(networkError));
    else if (httpStatus != 0)
        bench.session.failWithHttp(httpStatus);
    else
        bench.session.reply(u"Failed"_s, serviceError(code, u"detail"_s));

    QCOMPARE(bench.finishedStates(), QList({RunState::Failed}));
    QCOMPARE(bench.queue.info(bench.id(0)).failure, failure);
    QCOMPARE(bench.queue.info(bench.id(0)).error.has_value(), code.isEmpty());
    QCOMPARE(bench.lost.count(), losesState ? 1 : 0);
}

void ExecutionQueueTest::outputsSoFarStayWhenTheSessionDies()
{
    Bench bench({u"a"_s});
    bench.enqueueAll();
    bench.session.sendText(u"so far"_s);

    bench.session.reply(u"Failed"_s, serviceError(u"KernelDied"_s, u"exit code 1"_s));

    QCOMPARE(bench.text(0), u"so far"_s);
    QCOMPARE(bench.lost.at(0).at(0).toString(), u"exit code 1"_s);
}

void ExecutionQueueTest::freshKernelIsToldOnlyWhereThereWasState()
{
    Bench bench({u"a"_s, u"b"_s});
    bench.enqueueAll();
    bench.session.reply(u"Succeeded"_s, {{u"kernelRestarted"_s, true}});
    QCOMPARE(bench.lost.count(), 0);

    bench.session.reply(u"Succeeded"_s, {{u"kernelRestarted"_s, true}});
    QCOMPARE(bench.lost.count(), 1);
}

void ExecutionQueueTest::interruptAsksThePoolAndCancelsTheQueue()
{
    Bench bench({u"a"_s, u"b"_s});
    bench.enqueueAll();
    bench.session.sendText(u"kept"_s);

    bench.queue.interrupt();
    QCOMPARE(bench.session.cancelledIds(), QStringList{bench.session.lastOperationId()});
    QCOMPARE(bench.state(0), RunState::Running);
    QCOMPARE(bench.state(1), RunState::Cancelled);
    QCOMPARE(bench.queue.queuedCount(), 0);
    bench.session.answerCancel(204);
    bench.session.send(errorMessage(u"KeyboardInterrupt"_s, {}));
    bench.session.reply(u"Canceled"_s);

    QCOMPARE(bench.finishedStates(), QList({RunState::Cancelled, RunState::Cancelled}));
    QCOMPARE(bench.finished.at(0).at(0).value<CellId>(), bench.id(0));
    QCOMPARE(bench.text(0), u"keptKeyboardInterrupt"_s);
    QCOMPARE(bench.session.executedSources().size(), 1);
}

void ExecutionQueueTest::interruptWorksBeforeThePoolBegan()
{
    Bench bench({u"a"_s});
    bench.enqueueAll();

    bench.queue.interrupt();

    QVERIFY(!bench.session.lastOperationId().isEmpty());
    QCOMPARE(bench.session.cancelledIds(), QStringList{bench.session.lastOperationId()});
}

void ExecutionQueueTest::waitForASessionIsToldAndDoesNotCountAsRunning()
{
    Bench bench({u"a"_s});
    bench.session.rest().setRandomness([] { return 0.0; });
    QSignalSpy changed(&bench.queue, &ExecutionQueue::runStateChanged);
    bench.enqueueAll();
    QVERIFY(!bench.queue.untilNextTry());
    const auto before = changed.size();

    bench.session.failWithHttp(429);

    QCOMPARE(changed.size(), before + 1);
    QCOMPARE(bench.queue.untilNextTry(), 1s);
    QCOMPARE(bench.state(0), RunState::Running);
    bench.clock.advance(400ms);
    QCOMPARE(bench.queue.untilNextTry(), 600ms);
    QCOMPARE(bench.queue.elapsed(), 0ms);
    bench.clock.advance(600ms);
    QCOMPARE(bench.session.executedSources().size(), 2);
    QCOMPARE(bench.queue.untilNextTry(), 0ms);
    bench.session.sendText(u"there"_s);
    QVERIFY(!bench.queue.untilNextTry());
    bench.clock.advance(250ms);
    QCOMPARE(bench.queue.elapsed(), 250ms);
    bench.session.reply();
    QCOMPARE(bench.finishedStates(), QList({RunState::Done}));
    QCOMPARE(bench.queue.info(bench.id(0)).duration, 250ms);
}

void ExecutionQueueTest::interruptEndsTheWaitForASessionAtOnce()
{
    Bench bench({u"a"_s, u"b"_s});
    bench.enqueueAll();
    bench.session.failWithHttp(429);
    QVERIFY(bench.queue.untilNextTry());

    bench.queue.interrupt();

    QTRY_COMPARE(bench.finishedStates(), QList({RunState::Cancelled, RunState::Cancelled}));
    QVERIFY(bench.session.cancelledIds().isEmpty()); // there is nothing to cancel in the pool
    bench.clock.advance(60s);
    QCOMPARE(bench.session.executedSources().size(), 1);
}

void ExecutionQueueTest::waitForASessionMayBeBounded()
{
    Bench bench({u"a"_s}, {.longestWait = 2s});
    bench.session.rest().setRandomness([] { return 0.0; });
    bench.enqueueAll();
    for (const auto pause : {1s, 1s}) {
        bench.session.failWithHttp(429);
        bench.clock.advance(pause);
    }
    bench.session.failWithHttp(429);

    QCOMPARE(bench.finishedStates(), QList({RunState::Failed}));
    QCOMPARE(bench.queue.info(bench.id(0)).error->kind, RestError::Kind::Throttled);
    QCOMPARE(bench.session.executedSources().size(), 3);
}

void ExecutionQueueTest::commandThatFailsSaysHow_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QJsonObject>("more");
    QTest::addColumn<RunState>("state");
    QTest::addColumn<QString>("line");
    QTest::newRow("well") << u"0"_s << QJsonObject() << RunState::Done << u"out"_s;
    QTest::newRow("badly") << u"2"_s << QJsonObject() << RunState::Failed << u"Exit code: 2"_s;
    QTest::newRow("by a signal") << u"139"_s << QJsonObject() << RunState::Failed
                                 << u"Exit code: 139 (SIGSEGV)"_s;
    QTest::newRow("without a code")
        << u"-1"_s << serviceError(u"Timeout"_s, u"It took longer than 3 s."_s) << RunState::Failed
        << u"Timeout: It took longer than 3 s."_s;
}

void ExecutionQueueTest::commandThatFailsSaysHow()
{
    QFETCH(QString, status);
    QFETCH(QJsonObject, more);
    Bench bench({u"false"_s});
    bench.session.setAbilities({.stream = true, .kind = PoolKind::Shell});
    bench.enqueueAll();
    bench.session.sendText(u"out"_s);

    bench.session.reply(status, more);

    QTEST(bench.state(0), "state");
    const OutputContent last = bench.notebook.cellAt(0).outputs.last().decode();
    const auto *error = std::get_if<ErrorContent>(&last);
    QTEST(error ? error->traceback.join(u'\n') : std::get<StreamContent>(last).text, "line");
}

void ExecutionQueueTest::interruptAgainAsksAgain()
{
    Bench bench({u"a"_s});
    bench.enqueueAll();
    bench.queue.interrupt();
    bench.queue.interrupt();
    QCOMPARE(bench.session.cancelledIds().size(), 1);
    bench.session.answerCancel(204);

    bench.queue.interrupt();

    QCOMPARE(bench.session.cancelledIds().size(), 2);
}

void ExecutionQueueTest::interruptWhoseEffectIsStuckEndsTheRequest()
{
    Bench bench({u"a"_s});
    bench.enqueueAll();
    bench.session.sendText(u"kept"_s);
    bench.queue.interrupt();
    bench.session.answerCancel(200);
    bench.clock.advance(29s);
    QCOMPARE(bench.state(0), RunState::Running);

    bench.clock.advance(1s);
    QTRY_COMPARE(bench.state(0), RunState::Cancelled);
    QCOMPARE(bench.text(0), u"kept"_s);
}

void ExecutionQueueTest::interruptThatCannotReachTheCodeIsTold()
{
    Bench bench({u"a"_s}, {}, {});
    bench.session.setSendsExactly(true);
    QSignalSpy failed(&bench.queue, &ExecutionQueue::interruptFailed);
    bench.enqueueAll();

    bench.queue.interrupt();

    QCOMPARE(failed.count(), 1);
    QCOMPARE(bench.state(0), RunState::Running);
    bench.session.reply();
    QCOMPARE(bench.finishedStates(), QList({RunState::Done}));
}

void ExecutionQueueTest::abandonedCellEndsAsCancelled()
{
    Bench bench({u"a"_s}, {}, {});
    bench.session.setSendsExactly(true);
    bench.enqueueAll();

    bench.queue.abandon();

    QTRY_COMPARE(bench.finishedStates(), QList({RunState::Cancelled}));
    QCOMPARE(bench.idle.count(), 1);
}

void ExecutionQueueTest::poolThatDoesNotKnowTheRunIsAskedTwiceThenLeft()
{
    Bench bench({u"a"_s});
    bench.enqueueAll();
    bench.queue.interrupt();
    bench.session.answerCancel(404);
    QCOMPARE(bench.state(0), RunState::Running);
    bench.clock.advance(1s);
    QCOMPARE(bench.session.cancelledIds().size(), 2);

    bench.session.answerCancel(404);

    QTRY_COMPARE(bench.finishedStates(), QList({RunState::Cancelled}));
}

void ExecutionQueueTest::cellsWaitForASession()
{
    Bench bench({u"a"_s});
    bench.queue.setSession(nullptr);
    bench.enqueueAll();
    QCOMPARE(bench.state(0), RunState::Queued);
    QVERIFY(bench.queue.isBusy());

    bench.queue.setSession(&bench.session);

    QCOMPARE(bench.state(0), RunState::Running);
}

void ExecutionQueueTest::changeOfSessionCancelsWhatRuns()
{
    Bench bench({u"a"_s, u"b"_s});
    FakeSession other(bench.clock);
    bench.enqueueAll();
    bench.session.sendText(u"kept"_s);

    bench.queue.setSession(&other);

    QCOMPARE(bench.finishedStates(), QList({RunState::Cancelled}));
    QCOMPARE(bench.text(0), u"kept"_s);
    QCOMPARE(other.executedSources(), QStringList{u"b"_s});
    QVERIFY(bench.session.executions().constLast().reply->isFinished());
    bench.queue.setSession(nullptr);
}

void ExecutionQueueTest::lossOfTheSessionFailsWhatRuns()
{
    Bench bench({u"a"_s, u"b"_s});
    FakeSession next(bench.clock);
    bench.enqueueAll();
    bench.session.sendText(u"kept"_s);

    bench.queue.loseSession({.kind = RestError::Kind::ConnectionLost, .detail = u"killed"_s});

    QCOMPARE(bench.finishedStates(), QList({RunState::Failed}));
    const CellRunInfo info = bench.queue.info(bench.id(0));
    QCOMPARE(info.failure, RunFailure::Transport);
    QVERIFY(info.error && info.error->kind == RestError::Kind::ConnectionLost);
    QCOMPARE(info.detail, u"killed"_s);
    QVERIFY(info.startedAt.isValid());
    QCOMPARE(bench.text(0), u"kept"_s);
    QCOMPARE(bench.state(1), RunState::Queued);

    bench.queue.setSession(&next);
    QCOMPARE(next.executedSources(), QStringList{u"b"_s});
    bench.queue.setSession(nullptr);
}

void ExecutionQueueTest::deletedCellIsNotRun()
{
    Bench bench({u"a"_s, u"b"_s});
    bench.enqueueAll();
    NotebookEditor(bench.notebook).removeCells({bench.id(1)});
    bench.session.reply();

    QCOMPARE(bench.finishedStates(), QList({RunState::Done, RunState::Cancelled}));
    QCOMPARE(bench.session.executedSources().size(), 1);
}

void ExecutionQueueTest::updateReachesDisplaysOfEarlierCells()
{
    Bench bench({u"a"_s, u"b"_s});
    bench.enqueueAll();
    bench.session.send(displayMessage(u"display_data"_s, u"0 %"_s, u"bar"_s));
    bench.session.reply();

    bench.session.send(displayMessage(u"display_data"_s, u"here too"_s, u"bar"_s));
    bench.session.send(displayMessage(u"update_display_data"_s, u"50 %"_s, u"bar"_s));
    bench.clock.advance(33ms);
    QCOMPARE(bench.text(0), u"50 %"_s);
    bench.session.send(displayMessage(u"update_display_data"_s, u"100 %"_s, u"bar"_s));
    bench.session.reply();

    QCOMPARE(bench.text(0), u"100 %"_s);
    QCOMPARE(bench.text(1), u"100 %"_s);
    QCOMPARE(bench.notebook.cellAt(0).executionCount, std::optional(1));
}

void ExecutionQueueTest::updateLeavesReplacedOutputsAlone()
{
    Bench bench({u"a"_s, u"b"_s});
    bench.enqueueAll();
    bench.session.send(displayMessage(u"display_data"_s, u"0 %"_s, u"bar"_s));
    bench.session.reply();
    bench.notebook.setOutputs(bench.id(0), {Output::stream(u"stdout"_s, u"other"_s)}, {});

    bench.session.send(displayMessage(u"update_display_data"_s, u"50 %"_s, u"bar"_s));
    bench.session.reply();

    QCOMPARE(bench.text(0), u"other"_s);
}

void ExecutionQueueTest::elapsedFollowsTheClock()
{
    Bench bench({u"a"_s});
    QCOMPARE(bench.queue.elapsed(), 0ms);
    bench.enqueueAll();
    bench.clock.advance(1500ms);
    QCOMPARE(bench.queue.elapsed(), 1500ms);
    bench.session.reply();

    QCOMPARE(bench.queue.info(bench.id(0)).duration, 1500ms);
    QVERIFY(bench.queue.info(bench.id(0)).startedAt.isValid());
    QCOMPARE(bench.queue.elapsed(), 0ms);
}

void ExecutionQueueTest::resetForgetsPastRuns()
{
    Bench bench({u"a"_s});
    bench.enqueueAll();
    bench.session.reply();

    bench.queue.reset();

    QCOMPARE(bench.state(0), RunState::Idle);
    bench.enqueueAll();
    bench.session.reply();
    QCOMPARE(bench.notebook.cellAt(0).executionCount, std::optional(1));
}

void ExecutionQueueTest::destroyedQueueIsSilent()
{
    ManualClock clock;
    Notebook notebook(notebookWith({u"a"_s}));
    FakeSession session(clock);
    auto queue = std::make_unique<ExecutionQueue>(notebook, clock);
    queue->setSession(&session);
    queue->enqueue(notebook.idAt(0));
    QSignalSpy finished(queue.get(), &ExecutionQueue::runFinished);

    queue.reset();

    QCOMPARE(finished.count(), 0);
    QVERIFY(session.executions().constLast().reply->isFinished());
}

void ExecutionQueueTest::enqueueingFromTheEndOfAFailedRunStartsTheNewCell()
{
    Bench bench({u"a"_s, u"b"_s, u"c"_s});
    bench.queue.enqueue(bench.id(0));
    bench.queue.enqueue(bench.id(1));
    connect(
        &bench.queue, &ExecutionQueue::runFinished, this,
        [&bench](CellId cell) {
            if (cell == bench.id(0))
                bench.queue.enqueue(bench.id(2));
        },
        Qt::DirectConnection);

    bench.session.reply(u"Failed"_s);

    QCOMPARE(bench.session.executedSources(), QStringList({u"a"_s, u"c"_s}));
}

QTEST_GUILESS_MAIN(ExecutionQueueTest)
#include "tst_executionqueue.moc"
