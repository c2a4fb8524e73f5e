#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/StatusBarView.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebookview/NotebookView.h"
#include "panels/SessionFiles.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString realPool = QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool");
constexpr int patience = 60000;

/// The pool's process, by who its parent is.
qint64 poolPid()
{
    for (const auto &name : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        QFile stat(u"/proc/%1/stat"_s.arg(name));
        if (!name.toLongLong() || !stat.open(QIODevice::ReadOnly))
            continue;
        const QByteArray text = stat.readAll();
        const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
        if (text.contains("(sessionbook-poo")
            && fields.value(1).toLongLong() == QCoreApplication::applicationPid())
            return name.toLongLong();
    }
    return 0;
}

} // namespace

class GuiSessionTest : public QObject
{
    Q_OBJECT
private slots:
    void typedCodeRunsAndTheNextCellIsReady();
    void outputArrivesWhileTheCellRuns();
    void deletedCellThatRunsIsStillShown();
    void sessionWithoutAnEndShowsNoCountdown();
    void failureStopsTheQueueAndSaysWhichCell();
    void interruptEndsAnEndlessLoop();
    void restartForgetsVariablesAndKeepsFiles();
    void killedSessionOffersRestartAndRunAll();
    void killedPoolIsSaidAndReconnectWorks();
    void killedPoolFailsTheCellThatRuns();
    void endedSessionComesBackWithTheNextRun();
    void floodOfOutputLeavesTheWindowResponsive();

private:
    MainWindow &readyWindow(TestProgram &program, const QStringList &cells);
};

MainWindow &GuiSessionTest::readyWindow(TestProgram &program, const QStringList &cells)
{
    MainWindow &window = program.newWindow();
    window.document().adoptUnsaved(u"Test"_s, notebookOfCode(cells));
    window.view().setFocus();
    if (!QTest::qWaitFor(
            [&] { return window.session().status() == SessionController::Status::Ready; },
            patience))
        qFatal("no session: %s", qPrintable(window.session().problem()));
    return window;
}

void GuiSessionTest::typedCodeRunsAndTheNextCellIsReady()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {QString()});
    NotebookDriver driver(window.view());
    window.view().enterEditMode();
    driver.type(u"6*7"_s);
    driver.press(Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 0), u"42"_s, patience);
    QCOMPARE(notebookOf(window).cellAt(0).executionCount, 1);
    QCOMPARE(notebookOf(window).cellCount(), 2);
    QCOMPARE(window.view().mode(), ViewMode::Edit);
    QTRY_COMPARE(window.status().sessionText(), u"Session idle"_s);
}

void GuiSessionTest::outputArrivesWhileTheCellRuns()
{
    TestProgram program(realPool);
    MainWindow &window
        = readyWindow(program, {u"import time\nprint('first', flush=True)\ntime.sleep(30)"_s});
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 0), u"first\n"_s, patience);
    QVERIFY(window.runs().isBusy());
    QVERIFY(window.status().sessionText().startsWith(u"Running cell 1"_s));
    trigger(window, Command::Interrupt);
    QTRY_VERIFY_WITH_TIMEOUT(!window.runs().isBusy(), patience);
}

void GuiSessionTest::deletedCellThatRunsIsStillShown()
{
    TestProgram program(realPool);
    MainWindow &window
        = readyWindow(program, {u"print('in', flush=True)\nwhile True: pass"_s, u"2"_s});
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 0), u"in\n"_s, patience);
    NotebookEditor(notebookOf(window)).removeCells({notebookOf(window).idAt(0)});
    QTRY_VERIFY(window.status().sessionText().startsWith(u"Running a deleted cell"_s));
    trigger(window, Command::Interrupt);
    QTRY_COMPARE_WITH_TIMEOUT(window.status().sessionText(), u"Session idle"_s, patience);
}

void GuiSessionTest::sessionWithoutAnEndShowsNoCountdown()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"6*7"_s});
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 0), u"42"_s, patience);
    const auto *pool = window.findChild<QLabel *>(u"statusPool"_s);
    QVERIFY(pool);
    QTest::qWait(500); // the session's end is asked for after a run
    QVERIFY2(!pool->text().contains(u"ends"_s), qPrintable(pool->text()));
}

void GuiSessionTest::failureStopsTheQueueAndSaysWhichCell()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"1"_s, u"{}['mass']"_s, u"3"_s, u"4"_s});
    trigger(window, Command::RunAll);
    QTRY_VERIFY_WITH_TIMEOUT(!window.messages().textOf(u"run"_s).isEmpty(), patience);
    const QString text = window.messages().textOf(u"run"_s);
    QVERIFY2(text.contains(u"Cell 2"_s) && text.contains(u"KeyError"_s) && text.contains(u'2'),
             qPrintable(text));
    QCOMPARE(outputText(window, 2), QString());
    QVERIFY(pressMessageButton(window, u"messageGoToCell"_s));
    QCOMPARE(window.view().currentCell(), notebookOf(window).idAt(1));
}

void GuiSessionTest::interruptEndsAnEndlessLoop()
{
    TestProgram program(realPool);
    MainWindow &window
        = readyWindow(program, {u"print('in', flush=True)\nwhile True: pass"_s, u"'after'"_s});
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 0), u"in\n"_s, patience);
    window.view().setFocus();
    QTest::keyClick(&window.view(), Qt::Key_I);
    QTest::keyClick(&window.view(), Qt::Key_I);
    QTRY_VERIFY_WITH_TIMEOUT(!window.runs().isBusy(), patience);
    QVERIFY(outputText(window, 0).contains(u"KeyboardInterrupt"_s));
    window.view().setCurrentCell(notebookOf(window).idAt(1));
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 1), u"'after'"_s, patience);
}

void GuiSessionTest::restartForgetsVariablesAndKeepsFiles()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(
        program, {u"open('/mnt/data/kept', 'w').write('x'); a = 1"_s, u"'a' in globals()"_s});
    trigger(window, Command::RunAll);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 1), u"True"_s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(window.files().names().contains(u"kept"_s), patience);
    QSignalSpy restarted(&window.session(), &SessionController::restarted);
    trigger(window, Command::Restart);
    QTRY_COMPARE_WITH_TIMEOUT(restarted.count(), 1, patience);
    window.view().setCurrentCell(notebookOf(window).idAt(1));
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 1), u"False"_s, patience);
    QVERIFY(window.files().names().contains(u"kept"_s));
}

void GuiSessionTest::killedSessionOffersRestartAndRunAll()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(
        program,
        {u"print('said'); 1"_s,
         u"import os\nif not os.path.exists('/mnt/data/died'):\n    open('/mnt/data/died', 'w').close()\n    print('last words', flush=True)\n    os._exit(1)\n'alive'"_s});
    trigger(window, Command::RunAll);
    QTRY_VERIFY_WITH_TIMEOUT(!window.messages().textOf(u"session"_s).isEmpty(), patience);
    QVERIFY2(window.messages().textOf(u"session"_s).contains(u"Cell 2"_s),
             qPrintable(window.messages().textOf(u"session"_s)));
    QCOMPARE(outputText(window, 0), u"said\n1"_s);
    QVERIFY(outputText(window, 1).contains(u"last words"_s));

    QVERIFY(pressMessageButton(window, u"messageRestartRunAll"_s));
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 1), u"'alive'"_s, patience);
}

void GuiSessionTest::killedPoolIsSaidAndReconnectWorks()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"'one'"_s});
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 0), u"'one'"_s, patience);

    const qint64 pid = poolPid();
    QVERIFY(pid > 0);
    ::kill(pid_t(pid), SIGKILL);

    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), SessionController::Status::Unreachable,
                              patience);
    QVERIFY(!window.messages().textOf(u"session"_s).isEmpty());
    QCOMPARE(outputText(window, 0), u"'one'"_s);
    QVERIFY(pressMessageButton(window, u"messageReconnect"_s));
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), SessionController::Status::Ready,
                              patience);
    setSource(window, 0, u"'two'"_s);
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 0), u"'two'"_s, patience);
    QVERIFY(window.messages().textOf(u"session"_s).isEmpty());
}

void GuiSessionTest::killedPoolFailsTheCellThatRuns()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"print('kept', flush=True)\nwhile True: pass"_s});
    CellRunInfo failed;
    connect(&window.runs(), &RunController::runFailed, this,
            [&failed](CellId, const CellRunInfo &info) { failed = info; });
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 0), u"kept\n"_s, patience);

    const qint64 pid = poolPid();
    QVERIFY(pid > 0);
    ::kill(pid_t(pid), SIGKILL);

    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), SessionController::Status::Unreachable,
                              patience);
    QCOMPARE(failed.state, RunState::Failed);
    QCOMPARE(failed.failure, RunFailure::Transport);
    QVERIFY(failed.error && failed.error->kind == RestError::Kind::ConnectionLost);
    QCOMPARE(outputText(window, 0), u"kept\n"_s);
    const QString banner = window.messages().textOf(u"session"_s);
    QVERIFY2(banner.contains(u"ended unexpectedly"_s), qPrintable(banner));
}

void GuiSessionTest::endedSessionComesBackWithTheNextRun()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"'x' in globals()"_s});
    trigger(window, Command::EndSession);
    QCOMPARE(window.session().status(), SessionController::Status::Ended);
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 0), u"False"_s, patience);
}

void GuiSessionTest::floodOfOutputLeavesTheWindowResponsive()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"while True: print('x' * 100)"_s});
    trigger(window, Command::RunStay);
    QTRY_VERIFY_WITH_TIMEOUT(outputText(window, 0).size() > 100000, patience);
    // The event loop turns, and text can be typed into another cell meanwhile.
    trigger(window, Command::AddCode);
    NotebookDriver(window.view()).type(u"free"_s);
    window.view().flushPendingEdits();
    QCOMPARE(notebookOf(window).cellAt(1).source, u"free"_s);
    trigger(window, Command::Interrupt);
    QTRY_VERIFY_WITH_TIMEOUT(!window.runs().isBusy(), patience);
    qsizetype bytes = 0;
    for (const Output &output : notebookOf(window).cellAt(0).outputs)
        bytes += output.json().size();
    QVERIFY2(bytes < 32 * 1024 * 1024, qPrintable(QString::number(bytes)));
}

QTEST_MAIN(GuiSessionTest)
#include "tst_gui_session.moc"
