#include "document/NotebookController.h"
#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/SessionLifetime.h"
#include "mainwindow/StatusBarView.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "mainwindow/rebuild/SessionKeeper.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebookview/NotebookView.h"
#include "notebookview/RunLabel.h"
#include "panels/PoolSessions.h"
#include "panels/SessionFiles.h"
#include "settings/KnownPools.h"
#include "settings/Settings.h"
#include "integration/pool/PoolProcess.h"
#include "support/TcpRelay.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QListWidget>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString realPool = QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool");
constexpr int patience = 60000;
using Status = SessionController::Status;

void deleteSession(MainWindow &window)
{
    auto *job = window.session().session()->deleteSession(&window);
    QSignalSpy finished(job, &RestJob::finished);
    job->start();
    QVERIFY(finished.wait(patience));
}

/// Waits for what the pool says of the session now.
void askAboutSession(MainWindow &window)
{
    QSignalSpy heard(&window.lifetime(), &SessionLifetime::changed);
    window.lifetime().refresh();
    QVERIFY(heard.wait(patience));
}

PoolChoice remote(const PoolProcess &pool)
{
    return {.profile = {.name = u"Far"_s,
                        .url = QUrl(pool.facts()["endpoint"_L1].toString()),
                        .credential = PoolCredential::TypedIn},
            .typedToken = Secret("secret")};
}

} // namespace

/// Sessions that go and come back, in the real window with the real pool.
class GuiRebuildTest : public QObject
{
    Q_OBJECT
private slots:
    void aDeletedSessionIsNoticedAndRebuilt();
    void outputsThatDifferAreShownAndTheOldOnesComeBack();
    void outputsThatAPersonClearedStayCleared();
    void aKilledPoolOffersRebuild();
    void aChangedFileIsAskedAbout();
    void cellsThatRunMeanwhileWaitForTheState();
    void editedAndDeletedCellsRunAsTheyRan();
    void whoRunsEverythingAgainHasNothingToRebuild();
    void whoRunsEverythingAgainInASessionThatWasFoundNewHasNothingToRebuild();
    void whatAStoppedRebuildMadeIsPartOfTheState();
    void anIdleSessionsEndIsWarnedOfAndSaid();
    void aSessionThatIsKeptOutlivesItsIdleEnd();
    void aWarningCanBePutOff();
    void anOldSessionsEndIsSaid();
    void aPlainPoolsSessionIsRebuilt();
    void aSessionThatEndedBehindABrokenNetworkIsNoticedOnReconnecting();
    void aFullPoolLeavesAMoveUndone();
    void movingTakesTheStateAlongAndAsksAboutTheOldSession();
    void movingToNobodyChangesNothing();
    void closingAsksOnceAboutARemoteSession();
    void thePanelListsAndEndsSessions();
    void whatRanIsRememberedForTheNextTime();

private:
    MainWindow &readyWindow(TestProgram &program, const QStringList &cells);
    static void runAll(MainWindow &window);
    static RebuildReport rebuild(MainWindow &window);
};

MainWindow &GuiRebuildTest::readyWindow(TestProgram &program, const QStringList &cells)
{
    MainWindow &window = program.newWindow();
    window.document().adoptUnsaved(u"Test"_s, notebookOfCode(cells));
    if (!QTest::qWaitFor([&] { return window.session().status() == Status::Ready; }, patience))
        qFatal("no session: %s", qPrintable(window.session().problem()));
    return window;
}

void GuiRebuildTest::runAll(MainWindow &window)
{
    trigger(window, Command::RunAll);
    QTRY_VERIFY_WITH_TIMEOUT(!window.runs().isBusy(), patience);
}

RebuildReport GuiRebuildTest::rebuild(MainWindow &window)
{
    QSignalSpy finished(&window.rebuild(), &RebuildController::finished);
    trigger(window, Command::Rebuild);
    if (!QTest::qWaitFor([&] { return finished.count() == 1; }, patience))
        qFatal("the rebuild did not end");
    return finished.first().first().value<RebuildReport>();
}

void GuiRebuildTest::aDeletedSessionIsNoticedAndRebuilt()
{
    TestProgram program(realPool);
    MainWindow &window
        = readyWindow(program, {u"n = 1"_s, u"n += 1\nprint(n)"_s, u"print(n * 10)"_s});
    runAll(window);
    QCOMPARE(outputText(window, 2), u"20\n"_s);
    QTest::qWait(50); // the session's time was asked for
    deleteSession(window);
    window.view().setCurrentCell(notebookOf(window).idAt(2));
    trigger(window, Command::RunStay);
    QTRY_VERIFY_WITH_TIMEOUT(window.rebuild().lostBy().has_value(), patience);
    QVERIFY(!window.messages().textOf(u"stateLost"_s).isEmpty());
    QCOMPARE(outputText(window, 1), u"2\n"_s);

    QSignalSpy finished(&window.rebuild(), &RebuildController::finished);
    QVERIFY(pressMessageButton(window, u"messageRebuild"_s));
    QVERIFY(finished.wait(patience));
    const auto report = finished.first().first().value<RebuildReport>();
    QCOMPARE(report.end, RebuildReport::End::Complete);
    QVERIFY(!window.rebuild().lostBy());
    setSource(window, 2, u"print(n + 40)"_s);
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 2), u"42\n"_s, patience);
}

void GuiRebuildTest::outputsThatDifferAreShownAndTheOldOnesComeBack()
{
    TestProgram program(realPool);
    MainWindow &window
        = readyWindow(program, {u"print('same')"_s, u"import os\nprint(os.urandom(8).hex())"_s});
    runAll(window);
    const QString before = outputText(window, 1);
    const RebuildReport report = rebuild(window);
    QCOMPARE(report.comparableCount(), 2);
    QCOMPARE(report.count(RebuiltCell::Result::Same), 1);
    QVERIFY(window.messages().textOf(u"rebuild"_s).contains(u"1 of 2"_s));
    QVERIFY(outputText(window, 1) != before);
    QVERIFY(pressMessageButton(window, u"messageKeepOldOutputs"_s));
    QCOMPARE(outputText(window, 1), before);
    trigger(window, Command::Undo);
    QVERIFY(outputText(window, 1) != before);
    trigger(window, Command::Undo);
    QCOMPARE(outputText(window, 1), before);
}

void GuiRebuildTest::outputsThatAPersonClearedStayCleared()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"print('kept')"_s, u"print('cleared')"_s});
    runAll(window);
    NotebookEditor(notebookOf(window)).clearOutputs({notebookOf(window).idAt(1)});
    QVERIFY(rebuild(window).isRestored());
    QCOMPARE(outputText(window, 0), u"kept\n"_s);
    QCOMPARE(outputText(window, 1), QString());
}

void GuiRebuildTest::aKilledPoolOffersRebuild()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 42"_s, u"print(n)"_s});
    runAll(window);
    ::kill(static_cast<pid_t>(program.pool.processId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Unreachable, patience);
    QCOMPARE(window.rebuild().lostBy()->reason, SessionEnd::Reason::PoolGone);
    QSignalSpy finished(&window.rebuild(), &RebuildController::finished);
    QVERIFY(pressMessageButton(window, u"messageRebuild"_s));
    QVERIFY(finished.wait(patience));
    QVERIFY(finished.first().first().value<RebuildReport>().isRestored());
    QCOMPARE(window.messages().textOf(u"rebuild"_s), u"State restored, 2 of 2 the same."_s);
    QVERIFY(window.messages().textOf(u"session"_s).isEmpty());
    QCOMPARE(window.status().sessionText(), u"Session idle"_s);
}

void GuiRebuildTest::aChangedFileIsAskedAbout()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"print(open('/mnt/data/data.csv').read())"_s});
    const QString path = program.writeFile(u"data.csv"_s, "1");
    QSignalSpy uploaded(&window.files(), &SessionFiles::uploaded);
    window.files().upload({path});
    QVERIFY(uploaded.wait(patience));
    QTRY_COMPARE(window.rebuild().record().files().size(), 1);
    runAll(window);
    QVERIFY(rebuild(window).isRestored()); // sent again
    QVERIFY(program.dialogs.asked.isEmpty());

    program.writeFile(u"data.csv"_s, "2");
    program.dialogs.choices = {{.button = 0}};
    const RebuildReport report = rebuild(window);
    QVERIFY(program.dialogs.chosenFrom.information.contains(u"data.csv"_s));
    QCOMPARE(report.count(RebuiltCell::Result::Differs), 1);
    QCOMPARE(outputText(window, 0), u"2\n"_s);

    QFile::remove(path);
    program.dialogs.choices = {{.button = 0}};
    const RebuildReport without = rebuild(window);
    QCOMPARE(without.end, RebuildReport::End::Failed);
    QCOMPARE(without.filesLeftOut.size(), 1);
    QCOMPARE(outputText(window, 0), u"2\n"_s); // a new failure replaces nothing
    QVERIFY(window.rebuild().lostBy().has_value());
}

void GuiRebuildTest::cellsThatRunMeanwhileWaitForTheState()
{
    TestProgram program(realPool);
    MainWindow &window
        = readyWindow(program, {u"import time\ntime.sleep(0.5)\nn = 7"_s, u"print(n)"_s});
    window.view().setCurrentCell(notebookOf(window).idAt(0));
    trigger(window, Command::RunStay);
    QTRY_VERIFY_WITH_TIMEOUT(!window.runs().isBusy(), patience);
    QSignalSpy finished(&window.rebuild(), &RebuildController::finished);
    trigger(window, Command::Rebuild);
    QVERIFY(window.rebuild().isBusy());
    window.view().setCurrentCell(notebookOf(window).idAt(1));
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 1), u"7\n"_s, patience);
    QCOMPARE(finished.count(), 1);
}

void GuiRebuildTest::editedAndDeletedCellsRunAsTheyRan()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 1"_s, u"m = 2"_s, u"print(n, m)"_s});
    runAll(window);
    setSource(window, 0, u"n = 100"_s);
    NotebookEditor(notebookOf(window)).removeCells({notebookOf(window).idAt(1)});
    const RebuildReport report = rebuild(window);
    QVERIFY(report.isRestored());
    QCOMPARE(report.cells.size(), 3);
    QCOMPARE(outputText(window, 1), u"1 2\n"_s);
}

void GuiRebuildTest::whoRunsEverythingAgainHasNothingToRebuild()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 1"_s, u"print(n)"_s});
    runAll(window);
    trigger(window, Command::EndSession);
    QCOMPARE(window.rebuild().lostBy()->reason, SessionEnd::Reason::Deleted);
    QVERIFY(window.messages().textOf(u"stateLost"_s).isEmpty()); // whoever ended it knows
    runAll(window);
    QVERIFY(!window.rebuild().lostBy());
    QCOMPARE(window.rebuild().record().runs().size(), 2);
}

void GuiRebuildTest::whoRunsEverythingAgainInASessionThatWasFoundNewHasNothingToRebuild()
{
    const PoolProcess pool({u"--plain"_s}, PoolProcess::Versions::Strict);
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 1"_s, u"print(n)"_s});
    window.session().connectTo(remote(pool));
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Ready, patience);
    runAll(window);
    askAboutSession(window);
    QSignalSpy lost(&window.rebuild(), &RebuildController::stateLost);
    deleteSession(window);
    runAll(window); // the helper finds the kernel new
    askAboutSession(window); // and the pool tells that the session is
    QCOMPARE(lost.count(), 1);
    QVERIFY(!window.rebuild().lostBy());
    QCOMPARE(window.rebuild().record().runs().size(), 2);
}

void GuiRebuildTest::whatAStoppedRebuildMadeIsPartOfTheState()
{
    TestProgram program(realPool);
    MainWindow &window
        = readyWindow(program, {u"n = 42"_s, u"print(open('/mnt/data/data.csv').read())"_s});
    const QString path = program.writeFile(u"data.csv"_s, "1");
    window.files().upload({path});
    QTRY_COMPARE_WITH_TIMEOUT(window.rebuild().record().files().size(), 1, patience);
    runAll(window);
    QFile::remove(path);
    program.dialogs.choices = {{.button = 0}};
    QCOMPARE(rebuild(window).end, RebuildReport::End::Failed);

    // A person goes on by hand, with another file.
    QSignalSpy sent(&window.files(), &SessionFiles::sent);
    window.files().upload({program.writeFile(u"other.csv"_s, "2")});
    QVERIFY(sent.wait(patience));
    QTRY_COMPARE_WITH_TIMEOUT(window.rebuild().record().files().size(), 2, patience);
    setSource(window, 1, u"print(n, open('/mnt/data/other.csv').read())"_s);
    window.view().setCurrentCell(notebookOf(window).idAt(1));
    trigger(window, Command::RunStay);
    QTRY_VERIFY_WITH_TIMEOUT(!window.rebuild().lostBy(), patience);
    QCOMPARE(window.rebuild().record().files().size(), 1);
    QVERIFY(rebuild(window).isRestored());
    QCOMPARE(outputText(window, 1), u"42 2\n"_s);
}

void GuiRebuildTest::anIdleSessionsEndIsWarnedOfAndSaid()
{
    const PoolProcess pool({u"--cooldown"_s, u"4"_s});
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 1"_s});
    window.session().connectTo(remote(pool));
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Ready, patience);
    QSignalSpy warned(&window.keeper(), &SessionKeeper::endsSoon);
    runAll(window);
    QTRY_VERIFY_WITH_TIMEOUT(warned.count() > 0, patience);
    QVERIFY(!window.messages().textOf(u"endsSoon"_s).isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(window.rebuild().lostBy().has_value(), patience);
    QCOMPARE(window.rebuild().lostBy()->reason, SessionEnd::Reason::Idle);
    QVERIFY(window.messages().textOf(u"endsSoon"_s).isEmpty());
    QVERIFY(window.messages().textOf(u"stateLost"_s).contains(u"nothing ran"_s));
    QCOMPARE(warned.count(), 1);
}

void GuiRebuildTest::aSessionThatIsKeptOutlivesItsIdleEnd()
{
    const PoolProcess pool({u"--cooldown"_s, u"8"_s});
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 1"_s});
    const PoolChoice choice = remote(pool);
    KnownPools::keep(program.settings, {choice.profile});
    QVERIFY(!window.keeper().canKeep()); // of this computer
    window.session().connectTo(choice);
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Ready, patience);
    window.keeper().setKept(true);
    QVERIFY(KnownPools::of(program.settings).first().staysAlive);
    QSignalSpy warned(&window.keeper(), &SessionKeeper::endsSoon);
    runAll(window);
    QTRY_VERIFY_WITH_TIMEOUT(window.lifetime().expiresAt().isValid(), patience);
    const QDateTime firstEnd = window.lifetime().expiresAt();
    QTRY_VERIFY_WITH_TIMEOUT(QDateTime::currentDateTimeUtc() > firstEnd, patience);
    QTRY_VERIFY_WITH_TIMEOUT(window.lifetime().expiresAt() > firstEnd || window.rebuild().lostBy(),
                             patience);
    QVERIFY(!window.rebuild().lostBy());
    QCOMPARE(warned.count(), 0);
}

void GuiRebuildTest::aWarningCanBePutOff()
{
    const PoolProcess pool({u"--cooldown"_s, u"6"_s});
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 1"_s});
    window.session().connectTo(remote(pool));
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Ready, patience);
    runAll(window);
    QTRY_VERIFY_WITH_TIMEOUT(!window.messages().textOf(u"endsSoon"_s).isEmpty(), patience);
    const QDateTime firstEnd = window.lifetime().expiresAt();
    QSignalSpy livesOn(&window.keeper(), &SessionKeeper::livesOn);
    QVERIFY(pressMessageButton(window, u"messageKeepAlive"_s));
    QTRY_COMPARE_WITH_TIMEOUT(livesOn.count(), 1, patience);
    QVERIFY(window.lifetime().expiresAt() > firstEnd);
    QVERIFY(window.messages().textOf(u"endsSoon"_s).isEmpty());
}

void GuiRebuildTest::anOldSessionsEndIsSaid()
{
    const PoolProcess pool({u"--lifetime"_s, u"5"_s});
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 1"_s});
    window.session().connectTo(remote(pool));
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Ready, patience);
    runAll(window);
    QTRY_VERIFY_WITH_TIMEOUT(window.rebuild().lostBy().has_value(), patience);
    QCOMPARE(window.rebuild().lostBy()->reason, SessionEnd::Reason::AgeLimit);
}

void GuiRebuildTest::aPlainPoolsSessionIsRebuilt()
{
    const PoolProcess pool({u"--plain"_s}, PoolProcess::Versions::Strict);
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 41"_s, u"n += 1\nprint(n)"_s});
    window.session().connectTo(remote(pool));
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Ready, patience);
    runAll(window);
    deleteSession(window);
    window.view().setCurrentCell(notebookOf(window).idAt(1));
    trigger(window, Command::RunStay); // in a new session, which the pool does not tell
    QTRY_VERIFY_WITH_TIMEOUT(window.rebuild().lostBy().has_value(), patience);
    QCOMPARE(window.rebuild().lostBy()->reason, SessionEnd::Reason::FoundNew);
    const RebuildReport report = rebuild(window);
    QCOMPARE(report.end, RebuildReport::End::Complete);
    setSource(window, 1, u"print(n)"_s);
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 1), u"42\n"_s, patience);
}

void GuiRebuildTest::aSessionThatEndedBehindABrokenNetworkIsNoticedOnReconnecting()
{
    const PoolProcess pool;
    TcpRelay relay(quint16(QUrl(pool.facts()["endpoint"_L1].toString()).port()));
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 1"_s});
    PoolChoice choice = remote(pool);
    choice.profile.url.setPort(relay.port());
    window.session().connectTo(choice);
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Ready, patience);
    runAll(window);
    askAboutSession(window);
    relay.cut();
    trigger(window, Command::RunAll);
    QTRY_VERIFY_WITH_TIMEOUT(!window.messages().textOf(u"session"_s).isEmpty(), patience);
    QVERIFY(!window.rebuild().lostBy()); // it may live on
    const QString path = u"/session?identifier="_s + window.session().session()->identifier();
    QCOMPARE(pool.client()->Delete(path.toStdString())->status, 204);
    relay.mend();
    QVERIFY(pressMessageButton(window, u"messageReconnect"_s));
    QTRY_VERIFY_WITH_TIMEOUT(window.rebuild().lostBy().has_value(), patience);
}

void GuiRebuildTest::aFullPoolLeavesAMoveUndone()
{
    const PoolProcess pool({u"--max-sessions"_s, u"1"_s});
    std::ignore = pool.execute("1", {}, "somebody-else");
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 42"_s});
    runAll(window);
    QSignalSpy finished(&window.rebuild(), &RebuildController::finished);
    window.rebuild().moveTo(remote(pool));
    QTRY_VERIFY_WITH_TIMEOUT(window.rebuild().runCount() > 0, patience);
    QTest::qWait(300); // it waits for a place, and can be given up
    trigger(window, Command::Interrupt);
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
    QVERIFY(window.session().pool().isLocal());
    QVERIFY(!window.rebuild().lostBy());
    QVERIFY(window.messages().textOf(u"rebuild"_s).contains(u"is where it was"_s));
}

void GuiRebuildTest::movingTakesTheStateAlongAndAsksAboutTheOldSession()
{
    const PoolProcess pool;
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 42"_s, u"print(n)"_s});
    runAll(window);
    QSignalSpy finished(&window.rebuild(), &RebuildController::finished);
    window.rebuild().moveTo(remote(pool));
    QVERIFY(finished.wait(patience));
    QVERIFY(finished.first().first().value<RebuildReport>().isRestored());
    QCOMPARE(window.session().pool().name, u"Far"_s);
    QVERIFY(window.messages().textOf(u"oldSession"_s).contains(u"Local"_s));
    QVERIFY(pressMessageButton(window, u"messageEndOldSession"_s));
    // And back in one step.
    window.rebuild().moveTo({.profile = PoolProfile::local(), .typedToken = {}});
    QVERIFY(finished.wait(patience));
    QVERIFY(finished.last().first().value<RebuildReport>().isRestored());
    QVERIFY(window.session().pool().isLocal());
}

void GuiRebuildTest::movingToNobodyChangesNothing()
{
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 42"_s, u"print(n)"_s});
    runAll(window);
    QSignalSpy failed(&window.rebuild(), &RebuildController::moveFailed);
    window.rebuild().moveTo({.profile = {.name = u"Nobody"_s,
                                         .url = QUrl(u"http://127.0.0.1:9"_s),
                                         .credential = PoolCredential::TypedIn},
                             .typedToken = Secret("x")});
    QVERIFY(failed.wait(patience));
    QVERIFY(window.session().pool().isLocal());
    QVERIFY(!window.rebuild().lostBy());
    setSource(window, 1, u"print(n + 1)"_s);
    window.view().setCurrentCell(notebookOf(window).idAt(1));
    trigger(window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(window, 1), u"43\n"_s, patience);
}

void GuiRebuildTest::closingAsksOnceAboutARemoteSession()
{
    const PoolProcess pool;
    TestProgram program(realPool);
    QPointer<MainWindow> window = &readyWindow(program, {u"n = 1"_s});
    window->session().connectTo(remote(pool));
    QTRY_COMPARE_WITH_TIMEOUT(window->session().status(), Status::Ready, patience);
    runAll(*window);
    program.dialogs.saveAnswers = {SaveChoice::Discard, SaveChoice::Discard};
    window->close(); // cancelled
    QTRY_VERIFY(program.dialogs.asked.contains(u"choose End the Session?"_s));
    QVERIFY(window);
    program.dialogs.choices = {{.button = 1, .isChecked = true}};
    window->close();
    QTRY_VERIFY(!window);
    QCOMPARE(program.settings.value(settings::sessionOnClose), settings::onCloseLeave);
    QTRY_VERIFY(!program.farewell.isBusy());
    const auto sessions = pool.client()->Get("/listSessions");
    QVERIFY(sessions->body.find("sessionbook-") != std::string::npos); // it was left
}

void GuiRebuildTest::thePanelListsAndEndsSessions()
{
    const PoolProcess pool;
    std::ignore = pool.execute("1", {}, "somebody-else");
    TestProgram program(realPool);
    MainWindow &window = readyWindow(program, {u"n = 1"_s});
    window.session().connectTo(remote(pool));
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Ready, patience);
    runAll(window);
    auto *tabs = window.findChild<QTabWidget *>(u"sidePanel"_s);
    auto *list = window.findChild<QListWidget *>(u"sessionList"_s);
    tabs->setCurrentIndex(tabs->count() - 1);
    QTRY_COMPARE_WITH_TIMEOUT(list->count(), 2, patience);
    QCOMPARE(list->item(0)->text(), u"This notebook"_s);
    QCOMPARE(list->item(1)->text(), u"somebody-else"_s);

    list->setCurrentRow(1);
    program.dialogs.confirmations = {true};
    window.findChild<QAction *>(u"endListedSession"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(list->count(), 1, patience);
    QVERIFY(program.dialogs.asked.contains(u"confirm End Session"_s));
}

void GuiRebuildTest::whatRanIsRememberedForTheNextTime()
{
    TestProgram program(realPool);
    QPointer<MainWindow> window = &readyWindow(program, {u"n = 42"_s, u"print(n)"_s});
    const QString path = program.path(u"work.ipynb"_s);
    runAll(*window);
    program.dialogs.savePaths = {path};
    trigger(*window, Command::Save);
    QTRY_COMPARE(window->document().path(), path);
    QTRY_VERIFY(!window->document().hasUnsavedChanges());
    MainWindow &other = program.newWindow();
    window->close();
    QTRY_VERIFY(!window);
    program.windows.open(path, &other);
    QTRY_COMPARE(other.document().path(), path);
    QTRY_COMPARE(other.rebuild().record().runs().size(), 2);
    QVERIFY(!other.rebuild().lostBy()); // nobody is surprised
    QTRY_COMPARE_WITH_TIMEOUT(other.session().status(), Status::Ready, patience);
    QVERIFY(rebuild(other).isRestored());
}

QTEST_MAIN(GuiRebuildTest)
#include "tst_gui_rebuild.moc"
