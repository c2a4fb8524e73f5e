#include "document/AutoSaver.h"
#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "notebook/files/DocumentLock.h"
#include "notebook/files/NotebookCodec.h"
#include "notebook/files/StateDirectory.h"
#include "notebook/recovery/CheckpointStore.h"
#include "notebook/recovery/RecoveredDocument.h"
#include "settings/Settings.h"
#include "support/ManualClock.h"
#include "support/window/TestProgram.h"

#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QMenu>
#include <QPointer>
#include <QTest>
#include <QThreadPool>

#include <functional>

#include <unistd.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;

const QByteArray oneCell
    = R"({"cells":[{"cell_type":"code","execution_count":null,"id":"a","metadata":{},"outputs":[],"source":"one"}],"metadata":{},"nbformat":4,"nbformat_minor":5})";

const QByteArray oldFormat
    = R"({"metadata":{"name":"Old"},"nbformat":3,"nbformat_minor":0,"worksheets":[{"cells":[{"cell_type":"code","collapsed":false,"input":["one"],"language":"python","metadata":{},"outputs":[]}],"metadata":{"lost":1}}]})";

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Of oneCell, as git leaves it.
QByteArray unfinishedMerge()
{
    QByteArray text = oneCell;
    return text.replace(R"("source":"one")", R"(
<<<<<<< HEAD
"source":"one"
=======
"source":"two"
>>>>>>> topic
)");
}

/// A window with a file.
struct OpenFile
{
    OpenFile()
        : window(program.newWindow())
        , path(program.writeFile(u"a.ipynb"_s, oneCell))
    {
        program.windows.open(path, &window);
    }
    [[nodiscard]] bool isOpen() const { return window.document().path() == path; }
    [[nodiscard]] QString source() const { return notebookOf(window).cellAt(0).source; }
    void saveAs(const QString &text) const
    {
        setSource(window, 0, text);
        trigger(window, Command::Save);
        QTRY_VERIFY(!window.isWindowModified());
        QThreadPool::globalInstance()->waitForDone();
    }

    TestProgram program{noPool};
    MainWindow &window;
    QString path;
};

/// Does it once while the window's document is being written.
void whileSaving(MainWindow &window, const std::function<void()> &work)
{
    auto &document = window.document();
    auto *once = new QObject(&window);
    QObject::connect(&document, &NotebookController::documentChanged, once,
                     [&document, once, work] {
                         if (!document.isSaving())
                             return;
                         once->deleteLater();
                         QObject::disconnect(&document, nullptr, once, nullptr);
                         work();
                     });
}

QStringList textOf(const CheckpointPreview &preview)
{
    QStringList lines;
    for (const DifferenceLine &line : preview.lines)
        lines << line.text;
    return lines;
}

} // namespace

class DocumentCareTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void autosaveIsOffAtFirst();
    void autosaveSavesAfterItsTime();
    void autosaveOnLostFocusSavesThen();
    void autosaveLeavesAloneWhatHasNoFile();
    void autosaveWaitsWhileAQuestionStands();
    void autosaveAsksNothing();
    void autosaveIsChosenInTheMenu();
    void everySaveMakesACheckpoint();
    void aCheckpointIsRestoredAsOneStep();
    void checkpointsShowWhatWouldChange();
    void theFileBeforeAnUpgradeIsKeptAsItWas();
    void anUpgradedNotebookSavedAsScriptIsKeptAsScript();
    void theFileBeforeARecoveryIsKeptAsItWas();
    void whatIsTypedWhileClosingSavesIsAskedAbout();
    void whatIsTypedWhileOthersAreAskedAboutIsNotLostOnQuitting();
    void savingDuringSaveAsGoesToTheNewFile();
    void aSaveElsewhereOutlivesOneThatFails();
    void undoWhileSavingIsNotTakenForSaved();
    void whatIsUndoneWhileSavingIsAskedAboutOnClosing();
    void noFileTakesThePlaceOfWhatIsBeingSaved();
    void hardLinksAreTheSameDocument();
    void aFileOpenInAnotherProcessIsSaid();
    void aCopyOfAnUnfinishedMergeIsNotSaved();
    void anUnfinishedMergeChosenTwiceIsShownOnce();
    void theOtherProcessIsAskedToShowIt();
    void thisProcessAnswersAndKeepsItsLock();
};

void DocumentCareTest::init()
{
    QDir(StateDirectory::path()).removeRecursively();
}

void DocumentCareTest::autosaveIsOffAtFirst()
{
    const OpenFile file;
    QTRY_VERIFY(file.isOpen());
    ManualClock clock;
    SettingsStore settings(file.program.path(u"settings.ini"_s));
    AutoSaver saver(file.window.document(), settings, clock);
    setSource(file.window, 0, u"two"_s);
    clock.advance(1h);
    saver.focusLost();
    QTest::qWait(20);
    QVERIFY(!file.window.document().isSaving());
    QCOMPARE(contentOf(file.path), oneCell);
}

void DocumentCareTest::autosaveSavesAfterItsTime()
{
    const OpenFile file;
    QTRY_VERIFY(file.isOpen());
    ManualClock clock;
    SettingsStore settings(file.program.path(u"settings.ini"_s));
    settings.set(settings::autosave, u"30"_s);
    const AutoSaver saver(file.window.document(), settings, clock);
    setSource(file.window, 0, u"two"_s);
    clock.advance(29s);
    QVERIFY(!file.window.document().isSaving());
    clock.advance(1s);
    QTRY_VERIFY(!file.window.isWindowModified());
    QVERIFY(contentOf(file.path).contains("\"two\""));

    setSource(file.window, 0, u"three"_s);
    settings.set(settings::autosave, settings::autosaveOff);
    clock.advance(1h);
    QVERIFY(!file.window.document().isSaving());
    settings.set(settings::autosave, u"30"_s);
    clock.advance(30s);
    QTRY_VERIFY(contentOf(file.path).contains("\"three\""));
}

void DocumentCareTest::autosaveOnLostFocusSavesThen()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    file.program.settings.set(settings::autosave, settings::autosaveOnFocusLost);
    setSource(file.window, 0, u"two"_s);
    auto &other = file.program.newWindow();
    other.activateWindow();
    QTRY_VERIFY(!file.window.isWindowModified());
    QVERIFY(contentOf(file.path).contains("\"two\""));
}

void DocumentCareTest::autosaveLeavesAloneWhatHasNoFile()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"two"_s);
    window.document().saveUnasked();
    QVERIFY(!window.document().isSaving());
    QCOMPARE(program.dialogs.asked, QStringList());
}

void DocumentCareTest::autosaveWaitsWhileAQuestionStands()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    file.program.settings.set(settings::autosave, settings::autosaveOnFocusLost);
    setSource(file.window, 0, u"two"_s);
    QDialog question(&file.window);
    question.setWindowModality(Qt::WindowModal);
    question.show();
    question.activateWindow();
    QTRY_VERIFY(!file.window.isActiveWindow());
    QTest::qWait(20);
    QVERIFY(!file.window.document().isSaving());
    QCOMPARE(contentOf(file.path), oneCell);
}

void DocumentCareTest::autosaveAsksNothing()
{
    const OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 0, u"mine"_s);
    QByteArray theirs = oneCell;
    file.program.writeFile(u"a.ipynb"_s, theirs.replace("one", "theirs"));
    file.window.document().saveUnasked(); // notices the change itself
    QTRY_VERIFY(file.window.document().outsideChanges().isUnresolved());
    file.window.document().saveUnasked();
    QTest::qWait(50);
    QCOMPARE(file.program.dialogs.asked, QStringList());
    QCOMPARE(contentOf(file.path), theirs);
    QCOMPARE(file.source(), u"mine"_s);
}

void DocumentCareTest::autosaveIsChosenInTheMenu()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    auto *menu = window.findChild<QMenu *>(u"autosaveMenu"_s);
    QVERIFY(menu);
    QVERIFY(window.findChild<QAction *>(u"autosave-off"_s)->isChecked());
    window.findChild<QAction *>(u"autosave-120"_s)->trigger();
    QCOMPARE(program.settings.value(settings::autosave), u"120"_s);
}

void DocumentCareTest::everySaveMakesACheckpoint()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    file.saveAs(u"two"_s);
    file.saveAs(u"three"_s);
    trigger(file.window, Command::Checkpoints);
    QTRY_COMPARE(file.program.dialogs.asked, QStringList{u"checkpoints a"_s});
    const auto rows = file.program.dialogs.checkpoints.rows;
    QCOMPARE(rows.size(), 3);
    QVERIFY2(rows.at(0).changes.contains(u"three"_s), qPrintable(rows.at(0).changes));
    QVERIFY2(rows.at(1).changes.contains(u"two"_s), qPrintable(rows.at(1).changes));
    QCOMPARE(rows.at(2).changes, u"as it was opened"_s);
}

void DocumentCareTest::aCheckpointIsRestoredAsOneStep()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    file.saveAs(u"two"_s);
    const CellId cell = notebookOf(file.window).idAt(0);
    file.program.dialogs.checkpointRows = {1};
    trigger(file.window, Command::Checkpoints);
    QTRY_COMPARE(file.source(), u"one"_s);
    QCOMPARE(notebookOf(file.window).idAt(0), cell);
    QVERIFY(file.window.isWindowModified());
    trigger(file.window, Command::Undo);
    QCOMPARE(file.source(), u"two"_s);
    QVERIFY(!file.window.isWindowModified());
}

void DocumentCareTest::checkpointsShowWhatWouldChange()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    file.saveAs(u"two"_s);
    trigger(file.window, Command::Checkpoints);
    QTRY_COMPARE(file.program.dialogs.asked.size(), 1);
    QList<CheckpointPreview> previews;
    for (int row = 0; row < 2; ++row) {
        file.program.dialogs.checkpoints.preview(
            row, [&](const CheckpointPreview &preview) { previews << preview; });
        QTRY_COMPARE(previews.size(), row + 1);
    }
    QVERIFY(!previews.at(0).canRestore); // what is there already
    QVERIFY(previews.at(1).canRestore);
    QCOMPARE(textOf(previews.at(1)), QStringList({u"Cell 1 changes"_s, u"two"_s, u"one"_s}));
    QCOMPARE(previews.at(1).lines.at(1).kind, DifferenceLine::Kind::Removed);
    QCOMPARE(previews.at(1).lines.at(2).kind, DifferenceLine::Kind::Added);
}

void DocumentCareTest::theFileBeforeAnUpgradeIsKeptAsItWas()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"old.ipynb"_s, oldFormat);
    program.windows.open(path, &window);
    QTRY_COMPARE(window.document().path(), path);
    setSource(window, 0, u"two"_s);
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    QThreadPool::globalInstance()->waitForDone();
    const auto kept = CheckpointStore::list(path).checkpoints;
    QCOMPARE(kept.size(), 2);
    QCOMPARE(CheckpointStore::read(kept.last()).value(), oldFormat);
}

void DocumentCareTest::anUpgradedNotebookSavedAsScriptIsKeptAsScript()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    program.windows.open(program.writeFile(u"old.ipynb"_s, oldFormat), &window);
    QTRY_VERIFY(!window.document().path().isEmpty());
    setSource(window, 0, u"two"_s);
    const QString script = program.path(u"new.py"_s);
    program.dialogs.savePaths = {script};
    trigger(window, Command::SaveAs);
    QTRY_COMPARE(window.document().path(), script);
    QThreadPool::globalInstance()->waitForDone();
    const auto kept = CheckpointStore::list(script).checkpoints;
    QCOMPARE(kept.size(), 2);
    const auto first = NotebookCodec::read(CheckpointStore::read(kept.last()).value(),
                                           DocumentFormat::PercentScript);
    QCOMPARE(first->cells.first().source, u"one"_s);
}

void DocumentCareTest::theFileBeforeARecoveryIsKeptAsItWas()
{
    for (const bool isBaseKnown : {true, false}) {
        TestProgram program(noPool);
        MainWindow &window = program.newWindow();
        const QString path = program.writeFile(u"a.ipynb"_s, oneCell);
        RecoveredDocument document;
        document.path = path;
        document.data = NotebookCodec::read(oneCell, DocumentFormat::Notebook).value();
        document.fingerprint = FileFingerprint::of(oneCell);
        if (isBaseKnown) {
            document.baseData = document.data;
            document.baseCells = {0};
            document.baseCellCount = 1;
        }
        document.data.cells.first().source = u"recovered"_s;
        document.data.cells.first().touched = true;
        window.document().adoptRecovered(document, [] {});
        trigger(window, Command::Save);
        QTRY_VERIFY(!window.isWindowModified());
        QThreadPool::globalInstance()->waitForDone();
        const auto kept = CheckpointStore::list(path).checkpoints;
        QCOMPARE(kept.size(), isBaseKnown ? 2 : 1);
        QVERIFY(CheckpointStore::read(kept.first()).value().contains("recovered"));
        if (isBaseKnown)
            QCOMPARE(CheckpointStore::read(kept.last()).value(), oneCell);
        QVERIFY(kept.last().savedAt.date().year() > 1970);
    }
}

void DocumentCareTest::whatIsTypedWhileClosingSavesIsAskedAbout()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 0, u"two"_s);
    file.program.dialogs.saveAnswers = {SaveChoice::Save, SaveChoice::Save};
    whileSaving(file.window, [&file] { setSource(file.window, 0, u"typed later"_s); });
    const QPointer<MainWindow> window(&file.window);
    file.window.close();
    QTRY_VERIFY(!window);
    QVERIFY(contentOf(file.path).contains("typed later"));
    QCOMPARE(file.program.dialogs.asked.size(), 2);
}

void DocumentCareTest::whatIsTypedWhileOthersAreAskedAboutIsNotLostOnQuitting()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 0, u"two"_s);
    MainWindow &other = file.program.newWindow();
    setSource(other, 0, u"untitled"_s);
    file.program.dialogs.saveAnswers = {SaveChoice::Save, SaveChoice::Discard, SaveChoice::Save};
    // The first window has its answer; the question about the other one comes.
    connect(
        &other.document(), &NotebookController::flushRequested, &file.window,
        [&file] { setSource(file.window, 0, u"typed later"_s); }, Qt::SingleShotConnection);
    file.program.windows.quit();
    QTRY_VERIFY(file.program.windows.windows().isEmpty());
    QVERIFY(contentOf(file.path).contains("typed later"));
    QCOMPARE(file.program.dialogs.asked.size(), 3);
}

void DocumentCareTest::savingDuringSaveAsGoesToTheNewFile()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 0, u"variant"_s);
    const QString other = file.program.path(u"new.ipynb"_s);
    file.program.dialogs.savePaths = {other};
    whileSaving(file.window, [&file] {
        setSource(file.window, 0, u"variant, more"_s);
        trigger(file.window, Command::Save);
    });
    trigger(file.window, Command::SaveAs);
    QTRY_VERIFY(contentOf(other).contains("variant, more"));
    QTRY_VERIFY(!file.window.isWindowModified());
    QCOMPARE(contentOf(file.path), oneCell);
    QCOMPARE(file.window.document().path(), other);
}

void DocumentCareTest::aSaveElsewhereOutlivesOneThatFails()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    QVERIFY(QFile::remove(file.path));
    QVERIFY(QDir().mkdir(file.path)); // in the way
    DocumentSaver &saver = file.window.document().saver();
    QStringList done;
    DocumentSaver::Then again;
    connect(&saver, &DocumentSaver::failed, &file.window,
            [&again](const Error &, const DocumentSaver::Then &then) { again = then; });
    using Compare = DocumentSaver::Compare;
    const QString other = file.program.path(u"new.ipynb"_s);
    saver.save(file.path, Compare::No, [&done] { done << u"first"_s; });
    saver.save(other, Compare::No, [&done] { done << u"elsewhere"_s; });
    saver.save(file.path, Compare::No, [&done] { done << u"second"_s; });
    QTRY_COMPARE(done, QStringList{u"elsewhere"_s});
    QCOMPARE(file.window.document().path(), other);
    QCOMPARE(contentOf(other), oneCell);
    QVERIFY(again);
    again();
    QCOMPARE(done, QStringList({u"elsewhere"_s, u"first"_s, u"second"_s}));
}

void DocumentCareTest::undoWhileSavingIsNotTakenForSaved()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 0, u"two"_s);
    whileSaving(file.window, [&file] { notebookOf(file.window).undoStack().undo(); });
    trigger(file.window, Command::Save);
    QTRY_VERIFY(contentOf(file.path).contains("\"two\""));
    QTRY_VERIFY(!file.window.document().isSaving());
    QCOMPARE(file.source(), u"one"_s);
    QVERIFY(file.window.isWindowModified());
}

void DocumentCareTest::whatIsUndoneWhileSavingIsAskedAboutOnClosing()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 0, u"two"_s);
    file.program.dialogs.saveAnswers = {SaveChoice::Save};
    whileSaving(file.window, [&file] {
        notebookOf(file.window).undoStack().undo();
        file.window.close();
    });
    const QPointer<MainWindow> window(&file.window);
    trigger(file.window, Command::Save);
    QTRY_VERIFY(!window);
    QCOMPARE(file.program.dialogs.asked, QStringList{u"saveChanges a"_s});
    QCOMPARE(contentOf(file.path), oneCell);
}

void DocumentCareTest::noFileTakesThePlaceOfWhatIsBeingSaved()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    QVERIFY(window.document().isPristine());
    bool wasPristine = true;
    whileSaving(window, [&] { wasPristine = window.document().isPristine(); });
    program.dialogs.savePaths = {program.path(u"new.ipynb"_s)};
    trigger(window, Command::SaveAs);
    QTRY_COMPARE(window.document().path(), program.path(u"new.ipynb"_s));
    QVERIFY(!wasPristine);
}

void DocumentCareTest::hardLinksAreTheSameDocument()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    const QString other = file.program.path(u"b.ipynb"_s);
    QCOMPARE(::link(QFile::encodeName(file.path).constData(), QFile::encodeName(other).constData()),
             0);
    file.program.windows.open(other, &file.window);
    QTest::qWait(50);
    QCOMPARE(file.program.windows.windows().size(), 1);
}

void DocumentCareTest::aFileOpenInAnotherProcessIsSaid()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"a.ipynb"_s, oneCell);
    const auto lock = DocumentLock::take(path, {});
    program.windows.open(path, &window);
    QTRY_COMPARE(program.dialogs.asked, QStringList{u"elsewhere "_s + path + u" (cannot go)"_s});
    QVERIFY(window.document().isPristine());

    program.dialogs.elsewhereAnswers = {OpenElsewhereChoice::OpenCopy};
    program.windows.open(path, &window);
    QTRY_COMPARE(window.document().displayName(), u"a (Copy)"_s);
    QCOMPARE(window.document().path(), QString());
    QCOMPARE(notebookOf(window).cellAt(0).source, u"one"_s);
}

void DocumentCareTest::aCopyOfAnUnfinishedMergeIsNotSaved()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"a.ipynb"_s, unfinishedMerge());
    const auto lock = DocumentLock::take(path, {});
    program.dialogs.mergeAnswers = {{MergeChoice::Theirs}};
    program.dialogs.elsewhereAnswers = {OpenElsewhereChoice::OpenCopy};
    program.windows.open(path, &window);
    QTRY_COMPARE(window.document().displayName(), u"a (Copy)"_s);
    QCOMPARE(notebookOf(window).cellAt(0).source, u"two"_s);
    QVERIFY(window.isWindowModified());
}

void DocumentCareTest::anUnfinishedMergeChosenTwiceIsShownOnce()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"a.ipynb"_s, unfinishedMerge());
    program.dialogs.mergeAnswers = {{MergeChoice::Theirs}, {MergeChoice::Theirs}};
    program.windows.open(path, &window);
    program.windows.open(path, &window);
    QTRY_COMPARE(window.document().path(), path);
    QTRY_VERIFY(program.dialogs.mergeAnswers.isEmpty());
    QTest::qWait(50);
    QCOMPARE(program.windows.windows().size(), 1);
    QVERIFY(window.isWindowModified());
}

void DocumentCareTest::theOtherProcessIsAskedToShowIt()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"a.ipynb"_s, oneCell);
    const QString address = program.path(u"other.socket"_s);
    QLocalServer other;
    QVERIFY(other.listen(address));
    const auto lock = DocumentLock::take(path, address);
    program.dialogs.elsewhereAnswers = {OpenElsewhereChoice::GoToIt};
    program.windows.open(path, &window);
    QTRY_VERIFY(other.hasPendingConnections());
    auto *call = other.nextPendingConnection();
    QTRY_VERIFY(call->canReadLine());
    QCOMPARE(QByteArray::fromBase64(call->readLine()), path.toUtf8());
    call->write("shown\n");
    call->flush();
    QTest::qWait(50);
    QVERIFY(window.document().isPristine());

    other.close(); // it hangs, or died a moment ago
    program.dialogs.elsewhereAnswers = {OpenElsewhereChoice::GoToIt};
    program.windows.open(path, &window);
    QTRY_COMPARE(window.document().displayName(), u"a (Copy)"_s);
}

void DocumentCareTest::thisProcessAnswersAndKeepsItsLock()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    const auto address = DocumentLock::holderOf(file.path);
    QVERIFY(address && !address->isEmpty());
    QLocalSocket call;
    call.connectToServer(*address);
    QTRY_COMPARE(call.state(), QLocalSocket::ConnectedState);
    call.write(file.path.toUtf8().toBase64() + '\n');
    QTRY_VERIFY(call.canReadLine());
    QCOMPARE(call.readAll(), QByteArray("shown\n"));
    file.program.dialogs.saveAnswers = {SaveChoice::Discard};
    file.window.close();
    QTRY_VERIFY(!DocumentLock::holderOf(file.path));
}

QTEST_MAIN(DocumentCareTest)
#include "tst_documentcare.moc"
