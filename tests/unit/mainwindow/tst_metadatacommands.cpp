#include "mainwindow/MainWindowActions.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebookview/NotebookView.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;

MainWindow &windowWithThreeCells(TestProgram &program)
{
    MainWindow &window = program.newWindow();
    NotebookData data = notebookOfCode({u"0"_s, u"1"_s, u"2"_s});
    data.cells[0].metadata = R"({"tags": ["slow", "both"]})";
    data.cells[1].metadata = R"({"tags": ["both"], "x": 1.0})";
    data.cells[2].metadata = R"({"tags": ["elsewhere"]})";
    window.document().adoptUnsaved(u"Test"_s, data);
    window.view().setCurrentCell(notebookOf(window).idAt(0));
    return window;
}

QStringList tagsOf(MainWindow &window, int cell)
{
    return NotebookEditor::tagsOf(notebookOf(window).cellAt(cell));
}

} // namespace

class MetadataCommandsTest : public QObject
{
    Q_OBJECT
private slots:
    void tagsOfTheSelectedCellsAreOneStep();
    void tagsThatSomeHaveStayWithThose();
    void cancelledQuestionsChangeNothing();
    void cellMetadataIsAskedAndApplied();
    void notebookMetadataChangesTheColouring();
};

void MetadataCommandsTest::tagsOfTheSelectedCellsAreOneStep()
{
    TestProgram program(noPool);
    MainWindow &window = windowWithThreeCells(program);
    window.view().extendSelectionTo(notebookOf(window).idAt(1));
    program.dialogs.tags = {{{u"both"_s, Qt::Unchecked}, {u"new"_s, Qt::Checked}}};

    trigger(window, Command::CellTags);

    QCOMPARE(program.dialogs.tagsAsked,
             (QList<CellTag>{{u"both"_s, Qt::Checked},
                             {u"elsewhere"_s, Qt::Unchecked},
                             {u"slow"_s, Qt::PartiallyChecked}}));
    QTRY_COMPARE(tagsOf(window, 0), (QStringList{u"slow"_s, u"new"_s}));
    QCOMPARE(tagsOf(window, 1), QStringList{u"new"_s});
    QCOMPARE(tagsOf(window, 2), QStringList{u"elsewhere"_s});
    QCOMPARE(notebookOf(window).undoStack().count(), 1);
    QVERIFY(window.actionsOfWindow()[Command::Undo]->text().contains(u"Change Tags"_s));
    trigger(window, Command::Undo);
    QCOMPARE(tagsOf(window, 0), (QStringList{u"slow"_s, u"both"_s}));
    QCOMPARE(window.view().selectedCells().size(), 2);
}

void MetadataCommandsTest::tagsThatSomeHaveStayWithThose()
{
    TestProgram program(noPool);
    MainWindow &window = windowWithThreeCells(program);
    window.view().extendSelectionTo(notebookOf(window).idAt(1));
    program.dialogs.tags = {{{u"slow"_s, Qt::PartiallyChecked}, {u"new"_s, Qt::Checked}}};
    trigger(window, Command::CellTags);
    QTRY_COMPARE(tagsOf(window, 1), (QStringList{u"both"_s, u"new"_s}));
    QVERIFY(tagsOf(window, 0).contains(u"slow"_s));
}

void MetadataCommandsTest::cancelledQuestionsChangeNothing()
{
    TestProgram program(noPool);
    MainWindow &window = windowWithThreeCells(program);
    for (const Command command :
         {Command::CellTags, Command::CellMetadata, Command::NotebookMetadata})
        trigger(window, command);
    QCoreApplication::processEvents();
    QCOMPARE(program.dialogs.asked,
             (QStringList{u"tags"_s, u"metadata Metadata of Cell 1"_s,
                          u"metadata Notebook Metadata"_s}));
    QCOMPARE(notebookOf(window).undoStack().count(), 0);
}

void MetadataCommandsTest::cellMetadataIsAskedAndApplied()
{
    TestProgram program(noPool);
    MainWindow &window = windowWithThreeCells(program);
    window.view().setCurrentCell(notebookOf(window).idAt(1));
    program.dialogs.metadata = {R"({"x": 2.0})"};
    trigger(window, Command::CellMetadata);
    QCOMPARE(program.dialogs.metadataAsked, R"({"tags": ["both"], "x": 1.0})");
    QTRY_COMPARE(notebookOf(window).cellAt(1).metadata, R"({"x": 2.0})");
    QVERIFY(window.isWindowModified());
    trigger(window, Command::Undo);
    QCOMPARE(tagsOf(window, 1), QStringList{u"both"_s});
    QVERIFY(!window.isWindowModified());
}

void MetadataCommandsTest::notebookMetadataChangesTheColouring()
{
    TestProgram program(noPool);
    MainWindow &window = windowWithThreeCells(program);
    window.view().enterEditMode();
    const auto editor = [&window] { return window.view().editorOf(notebookOf(window).idAt(0)); };
    editor()->setCaret({.anchor = 0, .position = 1});
    QCOMPARE(editor()->language(), CodeLanguage::Python);
    program.dialogs.metadata = {R"({"language_info": {"name": "julia"}})"};
    trigger(window, Command::NotebookMetadata);
    QTRY_COMPARE(editor()->language(), CodeLanguage::Plain);
    QVERIFY(editor()->hasFocus());
    QCOMPARE(editor()->caret(), (CaretPosition{.anchor = 0, .position = 1}));
    trigger(window, Command::Undo);
    QCOMPARE(editor()->language(), CodeLanguage::Python);
}

QTEST_MAIN(MetadataCommandsTest)
#include "tst_metadatacommands.moc"
