// A notebook of fifty cells whose session, pool, network or program dies at a random moment, over
// and over: nothing of its outputs is lost, and its state comes back. SESSIONBOOK_DEATHS says how
// often (4 by default: one of each kind), SESSIONBOOK_DEATH_SEED begins elsewhere; for many,
// QTEST_FUNCTION_TIMEOUT must be longer, too.
#include "document/NotebookController.h"
#include "integration/pool/PoolProcess.h"
#include "mainwindow/MainWindowActions.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/SessionLifetime.h"
#include "mainwindow/StatusBarView.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "notebook/Notebook.h"
#include "notebook/files/NotebookFile.h"
#include "notebook/recovery/Journal.h"
#include "notebookview/NotebookView.h"
#include "panels/SessionFiles.h"
#include "support/TcpRelay.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString realPool = QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool");
constexpr int patience = 600000; // many of them run beside other work
constexpr int cellCount = 50;
constexpr int kinds = 4;
const QByteArray dataFile = "3 1 4 1 5 9 2 6\n";
using Status = SessionController::Status;

enum Kind { SessionDies, PoolDies, NetworkDies, ProgramDies };
const char *const kindNames[kinds]
    = {"session deleted", "pool killed", "network cut", "program killed"};

/// Each builds on those before it, so that a state with one missing, or one twice, shows.
QStringList cells()
{
    QStringList sources{
        u"import time\nrows = open('/mnt/data/rows.txt').read().split()\ntotal = 0"_s};
    for (int i = 1; i < cellCount; ++i) {
        sources << u"total = total * 3 % 1000003 + %1 + int(rows[%1 % len(rows)])\n"
                   "for step in range(3):\n"
                   "    print(%1, step, total, flush=True)\n"
                   "    time.sleep(0.003)\n"
                   "total"_s.arg(i);
    }
    return sources;
}

/// What cell `index` shows when everything before it ran once.
QString expectedOutput(int index)
{
    const auto rows = QByteArray(dataFile).trimmed().split(' ');
    qint64 total = 0;
    for (int i = 1; i <= index; ++i)
        total = total * 3 % 1000003 + i + rows.at(i % rows.size()).toInt();
    QString text;
    for (int step = 0; index > 0 && step < 3; ++step)
        text += u"%1 %2 %3\n"_s.arg(index).arg(step).arg(total);
    return index > 0 ? text + QString::number(total) : QString();
}

NotebookData notebookOfCells()
{
    return notebookOfCode(cells());
}

struct Tally
{
    int deaths = 0;
    int cellsRan = 0; ///< whole, before the deaths
    int outputsLost = 0;
    int notRestored = 0;
    qint64 rebuildMs = 0;
};

int deaths()
{
    const int wanted = qEnvironmentVariableIntValue("SESSIONBOOK_DEATHS");
    return wanted > 0 ? wanted : kinds;
}

} // namespace

class GuiSessionDeathsTest : public QObject
{
    Q_OBJECT
public:
    static int beVictim(const QStringList &arguments);

private slots:
    void initTestCase();
    void nothingIsLostAndEverythingComesBack();

private:
    void openFor(Kind kind);
    void prepare(TestProgram &program, MainWindow &window, const QString &path);
    void runAndDie(Kind kind);
    void dieAsProgram();
    /// Cells that ran whole, from the top.
    [[nodiscard]] static int finishedCells(MainWindow &window);
    [[nodiscard]] int lostOutputs(MainWindow &window) const;
    void reconnect(Kind kind, MainWindow &window);
    bool restores(MainWindow &window, int finished);

    QRandomGenerator m_random;
    std::unique_ptr<PoolProcess> m_pool;
    std::unique_ptr<TcpRelay> m_relay;
    std::unique_ptr<TestProgram> m_program;
    MainWindow *m_window = nullptr;
    QHash<CellId, QString> m_seen; ///< what the cells showed when the death came
    QTemporaryDir m_directory;
    QString m_path;
    Tally m_tally[kinds];
};

void GuiSessionDeathsTest::initTestCase()
{
    const int seed = qEnvironmentVariableIntValue("SESSIONBOOK_DEATH_SEED");
    m_random.seed(quint32(seed));
    qInfo("seed %d", seed);
}

void GuiSessionDeathsTest::prepare(TestProgram &program, MainWindow &window, const QString &path)
{
    program.dialogs.savePaths = {path};
    window.document().adoptUnsaved(u"Deaths"_s, notebookOfCells());
    trigger(window, Command::Save);
    QTRY_VERIFY_WITH_TIMEOUT(!window.document().hasUnsavedChanges(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Ready, patience);
    QFile rows(QFileInfo(path).dir().filePath(u"rows.txt"_s));
    QVERIFY(rows.open(QIODevice::WriteOnly) && rows.write(dataFile) == dataFile.size());
    rows.close();
    QSignalSpy uploaded(&window.files(), &SessionFiles::uploaded);
    window.files().upload({rows.fileName()});
    QVERIFY(uploaded.wait(patience));
    QTRY_COMPARE_WITH_TIMEOUT(window.rebuild().record().files().size(), 1, patience);
}

void GuiSessionDeathsTest::openFor(Kind kind)
{
    m_program = std::make_unique<TestProgram>(realPool);
    m_program->dialogs.saveAnswers = {SaveChoice::Discard};
    m_window = &m_program->newWindow();
    if (kind == NetworkDies) {
        m_pool = std::make_unique<PoolProcess>();
        const QUrl url(m_pool->facts()["endpoint"_L1].toString());
        m_relay = std::make_unique<TcpRelay>(quint16(url.port()));
        m_window->session().connectTo(
            {.profile = {.name = u"Far"_s,
                         .url = QUrl(u"http://127.0.0.1:%1"_s.arg(m_relay->port())),
                         .credential = PoolCredential::TypedIn},
             .typedToken = Secret("secret")});
    }
    m_path = m_directory.filePath(u"deaths.ipynb"_s);
    QFile::remove(m_path);
    prepare(*m_program, *m_window, m_path);
}

int GuiSessionDeathsTest::finishedCells(MainWindow &window)
{
    int finished = 0;
    for (const RecordedRun &run : window.rebuild().record().runs())
        finished += run.end == RunEnd::Done ? 1 : 0;
    return finished;
}

void GuiSessionDeathsTest::runAndDie(Kind kind)
{
    trigger(*m_window, Command::RunAll);
    const int lastCell = m_random.bounded(1, cellCount);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_window->runs().runningCellNumber() > lastCell || !m_window->runs().isBusy(), patience);
    QTest::qWait(m_random.bounded(12));
    for (int i = 0; i < cellCount; ++i)
        m_seen.insert(notebookOf(*m_window).idAt(i), outputText(*m_window, i));
    if (kind == SessionDies) {
        auto *job = m_window->session().session()->deleteSession(m_window);
        QSignalSpy finished(job, &RestJob::finished);
        job->start();
        QVERIFY(finished.wait(patience));
    } else if (kind == PoolDies) {
        ::kill(static_cast<pid_t>(m_program->pool.processId()), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session().status(), Status::Unreachable, patience);
    } else {
        m_relay->cut();
    }
    QTRY_VERIFY_WITH_TIMEOUT(
        !m_window->runs().isBusy() || m_window->session().status() != Status::Ready, patience);
    const auto isNoticed = [this] {
        m_window->lifetime().ask(); // where everything had run already, nothing else does
        return m_window->rebuild().lostBy().has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(kind == NetworkDies || isNoticed(), patience);
    trigger(*m_window, Command::Interrupt); // what waits for another session
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().isBusy(), patience);
}

/// This test once more, as a program with a window, killed from outside.
void GuiSessionDeathsTest::dieAsProgram()
{
    m_path = m_directory.filePath(u"deaths.ipynb"_s);
    QFile::remove(m_path);
    QProcess victim;
    victim.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    victim.start(QCoreApplication::applicationFilePath(),
                 {u"--victim"_s, m_path, QString::number(m_random.bounded(1, cellCount))});
    QVERIFY(victim.waitForStarted(patience));
    while (victim.state() == QProcess::Running && !victim.canReadLine())
        victim.waitForReadyRead(patience);
    QTest::qSleep(m_random.bounded(12));
    ::kill(static_cast<pid_t>(victim.processId()), SIGKILL);
    QVERIFY(victim.waitForFinished(patience));

    m_program = std::make_unique<TestProgram>(realPool);
    m_program->dialogs.saveAnswers = {SaveChoice::Discard};
    m_program->dialogs.recoveries = {{.action = RecoveryAction::Recover, .offers = {0}}};
    m_window = &m_program->newWindow();
    m_program->windows.offerRecovery(*m_window);
    QTRY_VERIFY_WITH_TIMEOUT(!m_program->dialogs.asked.isEmpty(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->document().path(), m_path, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->rebuild().lostBy().has_value(), patience);
    QCOMPARE(m_window->rebuild().lostBy()->reason, SessionEnd::Reason::ProgramEnded);
    m_seen.clear();
}

/// Runs all and says when the cell that was asked for is reached.
int GuiSessionDeathsTest::beVictim(const QStringList &arguments)
{
    TestProgram program(realPool);
    MainWindow &window = program.newWindow();
    GuiSessionDeathsTest test;
    test.prepare(program, window, arguments.at(0));
    trigger(window, Command::RunAll);
    const int lastCell = arguments.at(1).toInt();
    if (!QTest::qWaitFor([&] { return window.runs().runningCellNumber() > lastCell; }, patience))
        return 1;
    std::puts("now");
    std::fflush(stdout);
    QTest::qWait(patience);
    return 1;
}

/// Cells that ran whole and do not show what they showed, or that show less than before the death.
int GuiSessionDeathsTest::lostOutputs(MainWindow &window) const
{
    int lost = 0;
    const Notebook &notebook = notebookOf(window);
    for (const RecordedRun &run : window.rebuild().record().runs()) {
        const int index = notebook.indexOf(run.cell);
        if (run.end == RunEnd::Done && outputText(window, index) != expectedOutput(index))
            ++lost;
    }
    for (int i = 0; i < cellCount; ++i) {
        if (!outputText(window, i).startsWith(m_seen.value(notebook.idAt(i))))
            ++lost;
    }
    return lost;
}

void GuiSessionDeathsTest::reconnect(Kind kind, MainWindow &window)
{
    if (kind != NetworkDies)
        return;
    m_relay->mend();
    if (window.session().status() != Status::Ready)
        trigger(window, Command::Reconnect);
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), Status::Ready, patience);
}

/// The state is back: what ran is as it was, and what comes next goes on from there.
bool GuiSessionDeathsTest::restores(MainWindow &window, int finished)
{
    QSignalSpy ended(&window.rebuild(), &RebuildController::finished);
    trigger(window, Command::Rebuild);
    if (!QTest::qWaitFor([&] { return ended.count() == 1; }, patience)) {
        qWarning("the rebuild hangs at %d of %d: %s", window.rebuild().doneCount(),
                 window.rebuild().runCount(), qPrintable(window.status().sessionText()));
        return false;
    }
    const auto report = ended.first().first().value<RebuildReport>();
    if (!report.isRestored() || report.comparableCount() != finished) {
        qWarning("%d of %d the same, %d had finished, end %d",
                 report.count(RebuiltCell::Result::Same), report.comparableCount(), finished,
                 int(report.end));
        for (const RebuiltCell &cell : report.cells) {
            const int index = notebookOf(window).indexOf(cell.cell);
            if (cell.result != RebuiltCell::Result::Same)
                qWarning("cell %d, result %d: now %s, expected %s", index + 1, int(cell.result),
                         qPrintable(outputText(window, index)), qPrintable(expectedOutput(index)));
        }
        return false;
    }
    if (finished < cellCount) {
        window.view().setCurrentCell(notebookOf(window).idAt(finished));
        trigger(window, Command::RunBelow);
    }
    if (!QTest::qWaitFor([&] { return !window.runs().isBusy(); }, patience)) {
        qWarning("the rest hangs: %s", qPrintable(window.status().sessionText()));
        return false;
    }
    for (int i = 0; i < cellCount; ++i) {
        if (outputText(window, i) != expectedOutput(i)) {
            qWarning("cell %d: %s", i + 1, qPrintable(outputText(window, i)));
            return false;
        }
    }
    return true;
}

void GuiSessionDeathsTest::nothingIsLostAndEverythingComesBack()
{
    for (int round = 0; round < deaths(); ++round) {
        const auto kind
            = Kind((round + qEnvironmentVariableIntValue("SESSIONBOOK_DEATH_SEED")) % kinds);
        if (kind == ProgramDies)
            dieAsProgram();
        else
            openFor(kind);
        if (QTest::currentTestFailed())
            return;
        if (kind != ProgramDies)
            runAndDie(kind);
        if (QTest::currentTestFailed())
            return;
        Tally &tally = m_tally[kind];
        const int finished = finishedCells(*m_window);
        ++tally.deaths;
        tally.cellsRan += finished;
        const int lost = lostOutputs(*m_window);
        tally.outputsLost += lost;
        reconnect(kind, *m_window);
        QElapsedTimer timer;
        timer.start();
        const bool restored = finished == 0 || restores(*m_window, finished);
        tally.notRestored += restored ? 0 : 1;
        tally.rebuildMs += timer.elapsed();
        qInfo("death %d, %s after %d cells: %s, %d outputs lost", round + 1, kindNames[kind],
              finished, restored ? "restored" : "NOT restored", lost);
        m_window->closeWithoutAsking();
        QTRY_VERIFY_WITH_TIMEOUT(!m_program->farewell.isBusy(), patience);
        m_program.reset();
        m_relay.reset();
        m_pool.reset();
    }
    for (int kind = 0; kind < kinds; ++kind) {
        const Tally &tally = m_tally[kind];
        qInfo("%s: %d deaths, %d cells had run, %d outputs lost, %d not restored", kindNames[kind],
              tally.deaths, tally.cellsRan, tally.outputsLost, tally.notRestored);
        QCOMPARE(tally.outputsLost, 0);
        QCOMPARE(tally.notRestored, 0);
    }
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--victim"_L1 && arguments.size() == 4)
        return GuiSessionDeathsTest::beVictim(arguments.mid(2));
    QTEST_SET_MAIN_SOURCE_PATH
    GuiSessionDeathsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_gui_sessiondeaths.moc"
