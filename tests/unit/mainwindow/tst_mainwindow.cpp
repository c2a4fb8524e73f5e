#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/UndoText.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/undo/UndoNames.h"
#include "notebookview/NotebookView.h"
#include "settings/Settings.h"
#include "support/ManualClock.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QSignalSpy>
#include <QStatusBar>
#include <QTest>
#include <QThreadPool>
#include <QToolBar>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;

const QByteArray oneCell
    = R"({"cells":[{"cell_type":"code","source":"one","metadata":{},"outputs":[],"execution_count":null}],"metadata":{},"nbformat":4,"nbformat_minor":4})";

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class MainWindowTest : public QObject
{
    Q_OBJECT
private slots:
    void startsOnAnEmptyNotebookThatIsPristine();
    void newNotebookTakesWhatIsTyped();
    void withoutAPoolItSaysSoAndOffersReconnect();
    void saveAsWritesTheFileAndRemembersIt();
    void anOlderFormatIsSaidInTheTitleUntilSaved();
    void aScriptOpensAndIsSavedAsOne();
    void aNotebookSavedAsAScriptKeepsItsOutputsInTheWindow();
    void savingAsAScriptTellsThatOutputsAreLeftOut();
    void aDroppedScriptIsUploaded();
    void failedSaveKeepsTheTextAndOffersSaveAs();
    void fileChangedOutsideIsAskedAbout();
    void closingWithChangesAsks_data();
    void closingWithChangesAsks();
    void unreadableFileIsNamedAndNothingChanges_data();
    void unreadableFileIsNamedAndNothingChanges();
    void openingTakesAPristineWindowsPlace();
    void placeholderWaitsWhileAFileIsRead();
    void openingThatTakesTimeIsShownAndCanBeCancelled();
    void placeholderThatWasChangedMeanwhileStays();
    void openingAFileTwiceShowsItsWindow();
    void quitStopsWhenAQuestionIsCancelled();
    void tourOpensAsANotebookWithoutFile();
    void undoNamesAreKnownToTheMenu();
    void sidePanelHidesInANarrowWindow();
    void poolButtonStaysInANarrowWindow();
};

void MainWindowTest::startsOnAnEmptyNotebookThatIsPristine()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    QVERIFY(window.document().isPristine());
    QCOMPARE(notebookOf(window).cellCount(), 1);
    QVERIFY(window.view().hasFocus());
    setSource(window, 0, u"1"_s);
    QVERIFY(!window.document().isPristine());
    QVERIFY(window.isWindowModified());
}

void MainWindowTest::newNotebookTakesWhatIsTyped()
{
    TestProgram program(noPool);
    trigger(program.newWindow(), Command::New);
    QCOMPARE(program.windows.windows().size(), 2);
    QCOMPARE(program.windows.windows().last()->view().mode(), ViewMode::Edit);
}

void MainWindowTest::withoutAPoolItSaysSoAndOffersReconnect()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    QTRY_COMPARE(window.session().status(), SessionController::Status::Unreachable);
    QVERIFY(!window.messages().textOf(u"session"_s).isEmpty());
    QVERIFY(pressMessageButton(window, u"messageReconnect"_s));
    QCOMPARE(window.session().status(), SessionController::Status::Connecting);
    QTRY_COMPARE(window.session().status(), SessionController::Status::Unreachable);
}

void MainWindowTest::saveAsWritesTheFileAndRemembersIt()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"x = 1"_s);
    const QString path = program.path(u"first.ipynb"_s);
    program.dialogs.savePaths = {path};
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    QVERIFY(contentOf(path).contains("x = 1"));
    QCOMPARE(window.document().path(), path);
    QCOMPARE(window.windowTitle(), u"first[*] — Sessionbook"_s);
    QCOMPARE(program.settings.value(settings::recentFiles), QStringList{path});
}

void MainWindowTest::anOlderFormatIsSaidInTheTitleUntilSaved()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.path(u"old.ipynb"_s);
    QVERIFY(QFile::copy(
        QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/data/notebooks/legacy/format_3.ipynb"),
        path));
    program.windows.open(path, &window);
    QTRY_COMPARE(window.windowTitle(), u"old (upgraded from format 3)[*] — Sessionbook"_s);
    QVERIFY(!window.isWindowModified());
    QVERIFY(contentOf(path).contains("\"nbformat\": 3"));

    trigger(window, Command::Save);
    QTRY_COMPARE(window.windowTitle(), u"old[*] — Sessionbook"_s);
    QVERIFY(contentOf(path).contains("\"nbformat\": 4"));
}

void MainWindowTest::aScriptOpensAndIsSavedAsOne()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.path(u"script.py"_s);
    const QByteArray text = "# %% [markdown]\n# Title\n# %%\nx = 1\n";
    program.writeFile(u"script.py"_s, text);
    program.windows.open(path, &window);
    QTRY_COMPARE(window.windowTitle(), u"script.py[*] — Sessionbook"_s);
    QCOMPARE(notebookOf(window).cellCount(), 2);
    trigger(window, Command::Save);
    QTRY_VERIFY(window.document().savedAt().isValid());
    QCOMPARE(contentOf(path), text);

    setSource(window, 1, u"x = 2"_s);
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    QCOMPARE(contentOf(path), QByteArray(text).replace("x = 1", "x = 2"));
}

void MainWindowTest::aNotebookSavedAsAScriptKeepsItsOutputsInTheWindow()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"!ls"_s);
    const QString path = program.path(u"new.py"_s);
    program.dialogs.savePaths = {path};
    trigger(window, Command::SaveAs);
    QTRY_VERIFY(contentOf(path).endsWith("# %%\n# !ls\n"));
    QTRY_VERIFY(!window.isWindowModified());

    Notebook &notebook = window.document().notebook();
    notebook.setOutputs(notebook.idAt(0), {Output::stream(u"stdout"_s, u"x"_s)}, 1);
    QVERIFY(!window.isWindowModified());
    QCOMPARE(notebook.cellAt(0).outputs.size(), 1);
    program.dialogs.savePaths = {program.path(u"new.ipynb"_s)};
    trigger(window, Command::SaveAs);
    // The file is there before the window hears of it.
    QTRY_COMPARE(window.document().path(), program.path(u"new.ipynb"_s));
    QVERIFY(contentOf(program.path(u"new.ipynb"_s)).contains("\"stdout\""));
    notebook.setOutputs(notebook.idAt(0), {}, 1);
    QVERIFY(window.isWindowModified());
}

void MainWindowTest::savingAsAScriptTellsThatOutputsAreLeftOut()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    Notebook &notebook = window.document().notebook();
    notebook.setOutputs(notebook.idAt(0), {Output::stream(u"stdout"_s, u"x"_s)}, 1);
    program.dialogs.savePaths = {program.path(u"new.py"_s)};
    trigger(window, Command::SaveAs);
    QTRY_VERIFY(window.messages().textOf(u"save"_s).contains(u"outputs"_s));

    program.dialogs.savePaths = {program.path(u"new.ipynb"_s)};
    QVERIFY(pressMessageButton(window, u"messageSaveAs"_s));
    QTRY_COMPARE(window.document().path(), program.path(u"new.ipynb"_s));
    QVERIFY(window.messages().textOf(u"save"_s).isEmpty());
}

void MainWindowTest::aDroppedScriptIsUploaded()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.path(u"script.py"_s);
    program.writeFile(u"script.py"_s, "# %%\nx\n");
    emit window.view().filesDropped({path});
    QTest::qWait(0);
    QCOMPARE(program.windows.windows().size(), 1);
    QVERIFY(window.document().path().isEmpty());
}

void MainWindowTest::failedSaveKeepsTheTextAndOffersSaveAs()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"precious"_s);
    program.dialogs.savePaths = {program.path(u"no/such/directory/x.ipynb"_s)};
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.messages().textOf(u"save"_s).isEmpty());
    QVERIFY(window.isWindowModified());
    QCOMPARE(notebookOf(window).cellAt(0).source, u"precious"_s);

    program.dialogs.savePaths = {program.path(u"elsewhere.ipynb"_s)};
    QVERIFY(pressMessageButton(window, u"messageSaveAs"_s));
    QTRY_VERIFY(!window.isWindowModified());
    QVERIFY(window.messages().textOf(u"save"_s).isEmpty());
}

void MainWindowTest::fileChangedOutsideIsAskedAbout()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"ours"_s);
    const QString path = program.path(u"shared.ipynb"_s);
    program.dialogs.savePaths = {path};
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    QByteArray theirs = contentOf(path);
    program.writeFile(u"shared.ipynb"_s, theirs.replace("ours", "theirs"));

    setSource(window, 0, u"ours again"_s);
    trigger(window, Command::Save);
    QTRY_VERIFY(program.dialogs.asked.contains(u"merge shared.ipynb 1 This Window On Disk"_s));
    QCOMPARE(contentOf(path), theirs);
    QVERIFY(window.isWindowModified());

    program.dialogs.mergeAnswers = {{MergeChoice::Ours}};
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    QVERIFY(contentOf(path).contains("ours again"));
}

void MainWindowTest::closingWithChangesAsks_data()
{
    QTest::addColumn<int>("choice");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<bool>("saves");
    QTest::newRow("save") << int(SaveChoice::Save) << true << true;
    QTest::newRow("discard") << int(SaveChoice::Discard) << true << false;
    QTest::newRow("cancel") << int(SaveChoice::Cancel) << false << false;
}

void MainWindowTest::closingWithChangesAsks()
{
    QFETCH(int, choice);
    QFETCH(bool, closes);
    QFETCH(bool, saves);
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    QPointer<MainWindow> alive(&window);
    NotebookDriver driver(window.view());
    window.view().enterEditMode();
    driver.type(u"typed"_s); // still in the editor when the window is closed

    const QString path = program.path(u"closed.ipynb"_s);
    program.dialogs.saveAnswers = {static_cast<SaveChoice>(choice)};
    program.dialogs.savePaths = {path};
    window.close();

    QTRY_COMPARE(program.dialogs.asked.value(0), u"saveChanges Untitled"_s);
    if (closes)
        QTRY_VERIFY(alive.isNull());
    else
        QTRY_VERIFY(program.dialogs.saveAnswers.isEmpty() && alive);
    QCOMPARE(contentOf(path).contains("typed"), saves);
}

void MainWindowTest::unreadableFileIsNamedAndNothingChanges_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("mentions");
    QTest::newRow("empty") << QByteArray("") << u"empty"_s;
    QTest::newRow("no JSON") << QByteArray("Hello, world") << u"line 1"_s;
    QTest::newRow("cut off") << QByteArray("{\n \"cells\": [\n  {") << u"line"_s;
    QTest::newRow("another shape") << QByteArray("[1, 2, 3]") << QString();
    QTest::newRow("too new") << QByteArray(R"({"nbformat": 5, "nbformat_minor": 0, "cells": []})")
                             << QString();
}

void MainWindowTest::unreadableFileIsNamedAndNothingChanges()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, mentions);
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"stays"_s);
    program.windows.open(program.writeFile(u"broken.ipynb"_s, content), &window);
    QTRY_VERIFY(!window.messages().textOf(u"open"_s).isEmpty());
    const QString text = window.messages().textOf(u"open"_s);
    QVERIFY2(text.contains(u"broken.ipynb"_s), qPrintable(text));
    QVERIFY2(text.contains(mentions), qPrintable(text));
    QCOMPARE(program.windows.windows().size(), 1);
    QCOMPARE(notebookOf(window).cellAt(0).source, u"stays"_s);
}

void MainWindowTest::openingTakesAPristineWindowsPlace()
{
    TestProgram program(noPool);
    const QString path = program.writeFile(u"a.ipynb"_s, oneCell);
    MainWindow &window = program.newWindow();
    program.windows.open(path, &window);
    QTRY_COMPARE(window.document().path(), path);
    QCOMPARE(notebookOf(window).cellAt(0).source, u"one"_s);
    QVERIFY(!window.isWindowModified());

    const QString other = program.path(u"b.ipynb"_s);
    QVERIFY(QFile::copy(path, other));
    program.windows.open(other, &window);
    QTRY_COMPARE(program.windows.windows().size(), 2);
    QCOMPARE(window.document().path(), path);
}

void MainWindowTest::placeholderWaitsWhileAFileIsRead()
{
    TestProgram program(noPool);
    const QString path = program.writeFile(u"a.ipynb"_s, oneCell);
    MainWindow &window = program.newWindow();
    program.windows.open(path, &window);
    QVERIFY(!window.view().isEnabled());
    QVERIFY(!window.focusWidget());
    trigger(window, Command::Save);
    trigger(window, Command::SaveAs);
    QVERIFY(program.dialogs.asked.isEmpty());

    QTRY_COMPARE(window.document().path(), path);
    QVERIFY(window.view().isEnabled());
    QVERIFY(window.view().hasFocus());
    QVERIFY(program.dialogs.asked.isEmpty());
}

void MainWindowTest::openingThatTakesTimeIsShownAndCanBeCancelled()
{
    TestProgram program(noPool);
    ManualClock clock;
    const ProgramServices services{program.theme,    program.settings, program.dialogs,
                                   program.pool,     program.network,  clock,
                                   program.farewell, program.signIns};
    NotebookWindows windows(services);
    const QString path = program.writeFile(u"a.ipynb"_s, oneCell);
    const QString key = u"opening "_s + path;
    MainWindow &window = *windows.newWindow();
    windows.open(path, &window);
    QVERIFY(window.messages().textOf(key).isEmpty());
    clock.advance(1s);
    QVERIFY(window.messages().textOf(key).contains(u"a.ipynb"_s));

    QVERIFY(pressMessageButton(window, u"messageCancelOpening"_s));
    QVERIFY(window.messages().textOf(key).isEmpty());
    QVERIFY(window.view().isEnabled());
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(window.document().isPristine());

    windows.open(path, &window);
    clock.advance(1s);
    QTRY_COMPARE(window.document().path(), path);
    QVERIFY(window.messages().textOf(key).isEmpty());
}

void MainWindowTest::placeholderThatWasChangedMeanwhileStays()
{
    TestProgram program(noPool);
    const QString path = program.writeFile(u"a.ipynb"_s, oneCell);
    MainWindow &window = program.newWindow();
    program.windows.open(path, &window);
    setSource(window, 0, u"precious"_s);

    QTRY_COMPARE(program.windows.windows().size(), 2);
    QCOMPARE(program.windows.windows().last()->document().path(), path);
    QVERIFY(window.document().path().isEmpty());
    QCOMPARE(notebookOf(window).cellAt(0).source, u"precious"_s);
    QVERIFY(window.view().isEnabled());
}

void MainWindowTest::openingAFileTwiceShowsItsWindow()
{
    TestProgram program(noPool);
    const QString path = program.writeFile(
        u"a.ipynb"_s, R"({"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":4})");
    MainWindow &window = program.newWindow();
    program.windows.open(path, &window);
    program.windows.open(path, &window); // while it is being read
    QTRY_COMPARE(window.document().path(), path);
    program.windows.open(path, nullptr);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(window.view().isEnabled());
    QCOMPARE(program.windows.windows().size(), 1);
}

void MainWindowTest::quitStopsWhenAQuestionIsCancelled()
{
    TestProgram program(noPool);
    MainWindow &changed = program.newWindow();
    program.newWindow();
    setSource(changed, 0, u"1"_s);
    program.dialogs.saveAnswers = {SaveChoice::Cancel};
    program.windows.quit();
    QTRY_VERIFY(program.dialogs.saveAnswers.isEmpty());
    QCoreApplication::processEvents();
    QCOMPARE(program.windows.windows().size(), 2);

    QSignalSpy finished(&program.windows, &NotebookWindows::finished);
    program.dialogs.saveAnswers = {SaveChoice::Discard};
    program.windows.quit();
    QTRY_VERIFY(!finished.isEmpty());
    QVERIFY(program.windows.windows().isEmpty());
}

void MainWindowTest::tourOpensAsANotebookWithoutFile()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    trigger(window, Command::Tour);
    QVERIFY(notebookOf(window).cellCount() > 5);
    QVERIFY(window.document().path().isEmpty());
    QVERIFY(!window.isWindowModified());
    QVERIFY(!window.document().isPristine());
}

void MainWindowTest::undoNamesAreKnownToTheMenu()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    QVERIFY(!window.actionsOfWindow()[Command::Undo]->isEnabled());
    trigger(window, Command::InsertBelow);
    QVERIFY(window.actionsOfWindow()[Command::Undo]->isEnabled());
    QVERIFY(window.actionsOfWindow()[Command::Undo]->text().contains(u"Insert Cell"_s));
    trigger(window, Command::Undo);
    QVERIFY(window.actionsOfWindow()[Command::Redo]->text().contains(u"Insert Cell"_s));
}

void MainWindowTest::sidePanelHidesInANarrowWindow()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    auto *panel = window.findChild<QWidget *>(u"sidePanel"_s);
    QVERIFY(panel->isVisible());
    window.resize(400, 600);
    QTRY_VERIFY(!panel->isVisible());
    QTRY_COMPARE(window.width(), 400);
    window.resize(1000, 600);
    QTRY_VERIFY(panel->isVisible());
    trigger(window, Command::ToggleSidePanel);
    QVERIFY(!panel->isVisible());
}

void MainWindowTest::poolButtonStaysInANarrowWindow()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    window.resize(400, 600);
    QTRY_COMPARE(window.width(), 400);
    auto *button = window.findChild<QWidget *>(u"poolButton"_s);
    QTRY_VERIFY(button->isVisible());
    QVERIFY(button->mapTo(&window, QPoint(button->width(), 0)).x() <= 400);
}

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
