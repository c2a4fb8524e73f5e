#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "notebook/files/StateDirectory.h"
#include "notebookview/NotebookView.h"
#include "support/window/TestProgram.h"
#include "unit/notebook/CrashedJournal.h"

#include <QFile>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;
const QString outside = u"outside"_s;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray notebookOf(const QByteArrayList &sources)
{
    QByteArray cells;
    for (int i = 0; i < sources.size(); ++i)
        cells += (i > 0 ? "," : "")
            + QByteArray(R"({"cell_type":"code","execution_count":null,"id":"cell)")
            + QByteArray::number(i) + R"(","metadata":{},"outputs":[],"source":")" + sources.at(i)
            + R"("})";
    return R"({"cells":[)" + cells + R"(],"metadata":{},"nbformat":4,"nbformat_minor":5})";
}

QStringList sourcesOf(MainWindow &window)
{
    QStringList sources;
    for (int i = 0; i < notebookOf(window).cellCount(); ++i)
        sources << notebookOf(window).cellAt(i).source;
    return sources;
}

void pressWhenShown(MainWindow &window, const QString &button)
{
    QTRY_VERIFY(window.messages().findChild<QPushButton *>(button));
    QTRY_VERIFY(window.messages().findChild<QPushButton *>(button)->isVisible());
    QVERIFY(pressMessageButton(window, button));
}

/// A window with a file of two cells that somebody else may change.
struct OpenFile
{
    OpenFile()
        : window(program.newWindow())
        , path(program.writeFile(u"shared.ipynb"_s, notebookOf({"one", "two"})))
    {
        program.windows.open(path, &window);
    }
    [[nodiscard]] bool isOpen() const { return window.document().path() == path; }
    void change(const QByteArray &content) const
    {
        program.writeFile(u"shared.ipynb"_s, content);
        window.document().checkFile();
    }

    TestProgram program{noPool};
    MainWindow &window;
    QString path;
};

} // namespace

class OutsideChangesTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void unchangedHereItIsLoadedAgainInPlace();
    void loadingAgainCanBeUndone();
    void aNotebookBegunHereIsJournalledAgainstWhatWasLoaded();
    void changedOnBothSidesItIsMerged();
    void savingMergesWithoutAsking();
    void aConflictIsAskedAbout();
    void theirsCanBeTaken();
    void whatDidNotChangeIsMergedOnce();
    void outputsThatComeWhileChoosingStay();
    void aDeletedFileLeavesTheDocumentToBeSaved();
    void whatIsNoNotebookIsSaidAndSavingAsks();
    void ourOwnSaveIsNoNews();
};

/// A window that goes with unsaved changes leaves its journal, which is not the next test's.
void OutsideChangesTest::init()
{
    QVERIFY(QDir(StateDirectory::path() + u"/journals"_s).removeRecursively());
}

void OutsideChangesTest::unchangedHereItIsLoadedAgainInPlace()
{
    const OpenFile file;
    QTRY_VERIFY(file.isOpen());
    const CellId second = notebookOf(file.window).idAt(1);
    file.window.view().setCurrentCell(second);
    file.change(notebookOf({"zero", "two"}));
    QTRY_COMPARE(sourcesOf(file.window), QStringList({u"zero"_s, u"two"_s}));
    QVERIFY(!file.window.isWindowModified());
    QCOMPARE(file.window.view().currentCell(), second);
    QVERIFY(file.window.messages().textOf(outside).contains(u"shared.ipynb"_s));

    setSource(file.window, 1, u"mine"_s);
    trigger(file.window, Command::Save);
    QTRY_VERIFY(!file.window.isWindowModified());
    QCOMPARE(contentOf(file.path), notebookOf({"zero", "mine"}));
    QCOMPARE(file.window.messages().textOf(outside), QString());
}

void OutsideChangesTest::loadingAgainCanBeUndone()
{
    const OpenFile file;
    QTRY_VERIFY(file.isOpen());
    file.change(notebookOf({"zero", "two"}));
    QTRY_COMPARE(sourcesOf(file.window).first(), u"zero"_s);
    trigger(file.window, Command::Undo);
    QCOMPARE(sourcesOf(file.window), QStringList({u"one"_s, u"two"_s}));
    QVERIFY(file.window.isWindowModified());
}

void OutsideChangesTest::aNotebookBegunHereIsJournalledAgainstWhatWasLoaded()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"one"_s);
    program.dialogs.savePaths = {program.path(u"begun.ipynb"_s)};
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    program.writeFile(u"begun.ipynb"_s, notebookOf({"zero"}));
    window.document().checkFile();
    QTRY_COMPARE(sourcesOf(window), QStringList{u"zero"_s});
    QCoreApplication::processEvents();

    setSource(window, 0, u"mine"_s);
    window.document().journal().flush();
    std::optional<RecoveredDocument> document;
    QTRY_VERIFY((document = CrashedJournal(StateDirectory::path() + u"/journals"_s).document())
                && document->data.cells.first().source == u"mine"_s);
    QCOMPARE(document->file, RecoveredDocument::File::Unchanged);
}

void OutsideChangesTest::changedOnBothSidesItIsMerged()
{
    const OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 1, u"mine"_s);
    file.change(notebookOf({"theirs", "two"}));
    QTRY_COMPARE(sourcesOf(file.window), QStringList({u"theirs"_s, u"mine"_s}));
    QVERIFY(file.window.isWindowModified());
    QVERIFY(file.window.messages().textOf(outside).contains(u"merged"_s));
    trigger(file.window, Command::Undo);
    QCOMPARE(sourcesOf(file.window), QStringList({u"one"_s, u"mine"_s}));
    trigger(file.window, Command::Redo);
    trigger(file.window, Command::Save);
    QTRY_VERIFY(!file.window.isWindowModified());
    QCOMPARE(contentOf(file.path), notebookOf({"theirs", "mine"}));
    QCOMPARE(file.program.dialogs.asked, QStringList());
}

void OutsideChangesTest::savingMergesWithoutAsking()
{
    const OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 1, u"mine"_s);
    file.program.writeFile(u"shared.ipynb"_s, notebookOf({"theirs", "two"}));
    trigger(file.window, Command::Save); // before anybody looked
    QTRY_VERIFY(!file.window.isWindowModified());
    QCOMPARE(contentOf(file.path), notebookOf({"theirs", "mine"}));
    QCOMPARE(file.program.dialogs.asked, QStringList());
}

void OutsideChangesTest::aConflictIsAskedAbout()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 0, u"mine"_s);
    file.change(notebookOf({"theirs", "two"}));
    QTRY_VERIFY(!file.window.messages().textOf(outside).isEmpty());
    QCOMPARE(sourcesOf(file.window).first(), u"mine"_s);
    QCOMPARE(file.program.dialogs.asked, QStringList());
    file.window.document().saveUnasked();
    trigger(file.window, Command::Save);
    QTRY_COMPARE(file.program.dialogs.asked,
                 QStringList{u"merge shared.ipynb 1 This Window On Disk"_s});
    QCOMPARE(contentOf(file.path), notebookOf({"theirs", "two"}));

    file.program.dialogs.mergeAnswers = {{MergeChoice::Ours}};
    trigger(file.window, Command::Save);
    QTRY_VERIFY(!file.window.isWindowModified());
    QCOMPARE(contentOf(file.path), notebookOf({"mine", "two"}));
    QCOMPARE(file.window.messages().textOf(outside), QString());
}

void OutsideChangesTest::theirsCanBeTaken()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 0, u"mine"_s);
    file.change(notebookOf({"theirs", "two"}));
    QTRY_VERIFY(!file.window.messages().textOf(outside).isEmpty());
    file.program.dialogs.mergeAnswers = {{MergeChoice::Theirs}};
    pressWhenShown(file.window, u"messageDecide"_s);
    QTRY_COMPARE(sourcesOf(file.window), QStringList({u"theirs"_s, u"two"_s}));
    QCOMPARE(file.window.messages().textOf(outside), QString());
    trigger(file.window, Command::Undo);
    QCOMPARE(sourcesOf(file.window).first(), u"mine"_s);
}

void OutsideChangesTest::whatDidNotChangeIsMergedOnce()
{
    const OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 0, u"mine"_s);
    file.change(notebookOf({"theirs", "two"}));
    OutsideChanges &outside = file.window.document().outsideChanges();
    QTRY_VERIFY(outside.isUnresolved());
    const auto first = outside.mergedNow();
    QVERIFY(first && first->hasConflicts());
    const auto second = outside.mergedNow();
    // The very same list, not one of equal pieces.
    QCOMPARE(first->pieces().constData(), second->pieces().constData());
    setSource(file.window, 0, u"mine, later"_s);
    QCOMPARE(outside.mergedNow()->conflicts().first().ours->source, u"mine, later"_s);
}

void OutsideChangesTest::outputsThatComeWhileChoosingStay()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    setSource(file.window, 0, u"mine"_s);
    file.change(notebookOf({"theirs", "two"}));
    QTRY_VERIFY(!file.window.messages().textOf(outside).isEmpty());
    file.program.dialogs.mergeAnswers = {{MergeChoice::Both}};
    file.window.document().decideOutsideChange();
    Notebook &notebook = notebookOf(file.window); // the answer comes from the event loop
    notebook.setOutputs(notebook.idAt(0), {Output::stream(u"stdout"_s, u"late"_s)}, 1);

    QTRY_COMPARE(sourcesOf(file.window), QStringList({u"mine"_s, u"theirs"_s, u"two"_s}));
    QCOMPARE(notebook.cellAt(0).outputs.size(), 1);
}

void OutsideChangesTest::aDeletedFileLeavesTheDocumentToBeSaved()
{
    const OpenFile file;
    QTRY_VERIFY(file.isOpen());
    QVERIFY(QFile::remove(file.path));
    file.window.document().checkFile();
    QTRY_VERIFY(file.window.isWindowModified());
    QVERIFY(file.window.messages().textOf(outside).contains(u"deleted"_s));
    QCOMPARE(sourcesOf(file.window).size(), 2);
    pressWhenShown(file.window, u"messageSave"_s);
    QTRY_VERIFY(!file.window.isWindowModified());
    QCOMPARE(contentOf(file.path), notebookOf({"one", "two"}));
    QCOMPARE(file.program.dialogs.asked, QStringList());
}

void OutsideChangesTest::whatIsNoNotebookIsSaidAndSavingAsks()
{
    OpenFile file;
    QTRY_VERIFY(file.isOpen());
    file.change("no notebook");
    QTRY_VERIFY(file.window.isWindowModified());
    trigger(file.window, Command::Save);
    QTRY_COMPARE(file.program.dialogs.asked, QStringList{u"outsideChange "_s + file.path});
    QCOMPARE(contentOf(file.path), QByteArray("no notebook"));
    file.change(notebookOf({"one", "two"}));
    QTRY_COMPARE(file.window.messages().textOf(outside), QString());
    QCOMPARE(sourcesOf(file.window).size(), 2);
}

void OutsideChangesTest::ourOwnSaveIsNoNews()
{
    const OpenFile file;
    QTRY_VERIFY(file.isOpen());
    for (const QString &text : {u"a"_s, u"b"_s, u"c"_s}) {
        setSource(file.window, 0, text);
        trigger(file.window, Command::Save);
        file.window.document().checkFile();
        QTRY_VERIFY(!file.window.isWindowModified());
        file.window.document().checkFile();
        QTest::qWait(50);
        QCOMPARE(file.window.messages().textOf(outside), QString());
    }
    QCOMPARE(sourcesOf(file.window), QStringList({u"c"_s, u"two"_s}));
}

QTEST_MAIN(OutsideChangesTest)
#include "tst_outsidechanges.moc"
