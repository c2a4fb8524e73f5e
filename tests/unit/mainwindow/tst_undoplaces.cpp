#include "mainwindow/MainWindowActions.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebookview/NotebookView.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QApplication>
#include <QClipboard>
#include <QInputMethodEvent>
#include <QScrollBar>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;

QStringList sources(MainWindow &window)
{
    QStringList sources;
    for (int i = 0; i < notebookOf(window).cellCount(); ++i)
        sources << notebookOf(window).cellAt(i).source;
    return sources;
}

QList<int> selection(MainWindow &window)
{
    QList<int> rows;
    for (const CellId id : window.view().selectedCells())
        rows << notebookOf(window).indexOf(id);
    return rows;
}

void select(MainWindow &window, int first, int last)
{
    window.view().setCurrentCell(notebookOf(window).idAt(first));
    window.view().extendSelectionTo(notebookOf(window).idAt(last));
}

void editAt(MainWindow &window, int cell, CaretPosition caret)
{
    window.view().setCurrentCell(notebookOf(window).idAt(cell));
    window.view().enterEditMode();
    window.view().editorOf(notebookOf(window).idAt(cell))->setCaret(caret);
}

CaretPosition caretIn(MainWindow &window, int cell)
{
    return window.view().editorOf(notebookOf(window).idAt(cell))->caret();
}

} // namespace

/// Where undo and redo lead: the caret, the selected text, the selected cells.
class UndoPlacesTest : public QObject
{
    Q_OBJECT
private slots:
    void selectedCellsComeBack_data();
    void selectedCellsComeBack();
    void caretComesBackWithASplit();
    void caretComesBackWithEveryCommandWhileEditing_data();
    void caretComesBackWithEveryCommandWhileEditing();
    void selectedTextComesBack();
    void cellAddedByTheToolBarGivesTheCaretBack();
    void keyThatUndoesDoesNotBeginToType();
    void undoOfACommandLeavesTheText();
    void movedCellsStaySelected();
    void changeOutOfViewIsScrolledTo();
    void changedLineOfALongCellIsScrolledTo();
    void textOfAnUnfinishedKeyIsAStep();
    void undoWhileComposingTakesTheComposedTextBack();
    void outputsThatArriveMeanwhileStay();
    void menuNamesTheStep();
    void kindChangeKeepsTheCaret();

private:
    MainWindow &windowWith(TestProgram &program, const QStringList &cells);
};

MainWindow &UndoPlacesTest::windowWith(TestProgram &program, const QStringList &cells)
{
    MainWindow &window = program.newWindow();
    window.document().adoptUnsaved(u"Test"_s, notebookOfCode(cells));
    for (int i = 0; i < notebookOf(window).cellCount(); ++i)
        notebookOf(window).setOutputs(notebookOf(window).idAt(i),
                                      {Output::stream(u"stdout"_s, u"out\n"_s)}, i + 1);
    window.view().setCurrentCell(notebookOf(window).idAt(0));
    window.view().setFocus();
    return window;
}

void UndoPlacesTest::selectedCellsComeBack_data()
{
    QTest::addColumn<Command>("command");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::newRow("cut") << Command::Cut << 1 << 3;
    QTest::newRow("delete") << Command::Delete << 3 << 1;
    QTest::newRow("delete all") << Command::Delete << 0 << 4;
    QTest::newRow("paste") << Command::Paste << 1 << 2;
    QTest::newRow("paste above") << Command::PasteAbove << 2 << 1;
    QTest::newRow("merge") << Command::Merge << 1 << 3;
    QTest::newRow("merge with the next") << Command::Merge << 1 << 1;
    QTest::newRow("insert above") << Command::InsertAbove << 2 << 2;
    QTest::newRow("insert below") << Command::InsertBelow << 1 << 2;
    QTest::newRow("move up") << Command::MoveUp << 3 << 1;
    QTest::newRow("move down") << Command::MoveDown << 1 << 3;
    QTest::newRow("to text") << Command::ToMarkdown << 1 << 3;
    QTest::newRow("heading") << Command::Heading2 << 1 << 3;
    QTest::newRow("split") << Command::Split << 1 << 1;
    QTest::newRow("clear outputs") << Command::ClearOutputs << 1 << 3;
    QTest::newRow("clear all outputs") << Command::ClearAllOutputs << 1 << 1;
}

void UndoPlacesTest::selectedCellsComeBack()
{
    QFETCH(Command, command);
    QFETCH(int, first);
    QFETCH(int, last);
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"0"_s, u"1"_s, u"2"_s, u"3"_s, u"4"_s});
    QGuiApplication::clipboard()->setText(u"pasted"_s);
    select(window, first, last);
    const QStringList before = sources(window);
    const QList<int> selectedBefore = selection(window);
    const CellId currentBefore = window.view().currentCell();

    trigger(window, command);
    const QStringList after = sources(window);
    const QList<int> selectedAfter = selection(window);
    window.view().setCurrentCell(notebookOf(window).idAt(0));
    trigger(window, Command::Undo);

    QCOMPARE(notebookOf(window).undoStack().index(), 0);
    QCOMPARE(sources(window), before);
    QCOMPARE(selection(window), selectedBefore);
    QCOMPARE(window.view().currentCell(), currentBefore);
    QCOMPARE(window.view().mode(), ViewMode::Command);
    window.view().setCurrentCell(notebookOf(window).idAt(0));
    trigger(window, Command::Redo);
    QCOMPARE(sources(window), after);
    QCOMPARE(selection(window), selectedAfter);
}

void UndoPlacesTest::caretComesBackWithASplit()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"a = 1\nb = 2"_s});
    editAt(window, 0, {.anchor = 8, .position = 6});

    trigger(window, Command::Split);
    QCOMPARE(sources(window), (QStringList{u"a = 1"_s, u"b = 2"_s}));
    QCOMPARE(window.view().mode(), ViewMode::Edit);
    QCOMPARE(caretIn(window, 1), (CaretPosition{0, 0}));
    trigger(window, Command::Undo);

    QCOMPARE(sources(window), QStringList{u"a = 1\nb = 2"_s});
    QCOMPARE(window.view().mode(), ViewMode::Edit);
    QCOMPARE(caretIn(window, 0), (CaretPosition{.anchor = 8, .position = 6}));
    QVERIFY(window.view().editorOf(notebookOf(window).idAt(0))->hasFocus());
    trigger(window, Command::Redo);
    QCOMPARE(window.view().mode(), ViewMode::Edit);
    QCOMPARE(selection(window), QList<int>{1});
}

void UndoPlacesTest::caretComesBackWithEveryCommandWhileEditing_data()
{
    QTest::addColumn<Command>("command");
    for (const auto &[name, command] :
         {std::pair("delete", Command::Delete), std::pair("merge", Command::Merge),
          std::pair("insert", Command::InsertBelow), std::pair("move", Command::MoveDown),
          std::pair("to text", Command::ToMarkdown), std::pair("heading", Command::Heading1),
          std::pair("clear outputs", Command::ClearOutputs), std::pair("paste", Command::Paste)})
        QTest::newRow(name) << command;
}

void UndoPlacesTest::caretComesBackWithEveryCommandWhileEditing()
{
    QFETCH(Command, command);
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"0"_s, u"one two three"_s, u"2"_s});
    QGuiApplication::clipboard()->setText(u"pasted"_s);
    const CaretPosition caret{.anchor = 4, .position = 7};
    editAt(window, 1, caret);

    trigger(window, command); // from the menu
    window.view().setCurrentCell(notebookOf(window).idAt(0));
    window.view().enterEditMode();
    trigger(window, Command::Undo);

    QCOMPARE(window.view().mode(), ViewMode::Edit);
    QCOMPARE(selection(window), QList<int>{1});
    QCOMPARE(caretIn(window, 1), caret);
    QCOMPARE(window.view().selectedText(), u"two"_s);
}

void UndoPlacesTest::selectedTextComesBack()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"one two three"_s, u"x"_s});
    NotebookDriver driver(window.view());
    editAt(window, 0, {.anchor = 4, .position = 7});
    driver.type(u"2"_s);
    QCOMPARE(sources(window).first(), u"one 2 three"_s);
    editAt(window, 1, {});

    trigger(window, Command::Undo);

    QCOMPARE(window.view().selectedText(), u"two"_s);
    QCOMPARE(caretIn(window, 0), (CaretPosition{.anchor = 4, .position = 7}));
}

void UndoPlacesTest::cellAddedByTheToolBarGivesTheCaretBack()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"one"_s});
    editAt(window, 0, {.anchor = 1, .position = 2});

    trigger(window, Command::AddText);
    QCOMPARE(window.view().mode(), ViewMode::Edit);
    trigger(window, Command::Undo);

    QCOMPARE(sources(window), QStringList{u"one"_s});
    QCOMPARE(window.view().mode(), ViewMode::Edit);
    QCOMPARE(caretIn(window, 0), (CaretPosition{.anchor = 1, .position = 2}));
}

void UndoPlacesTest::keyThatUndoesDoesNotBeginToType()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"one"_s});
    NotebookDriver driver(window.view());
    editAt(window, 0, {.anchor = 3, .position = 3});
    driver.type(u" a b"_s);
    driver.press(Qt::Key_Escape);

    driver.press(Qt::Key_Z);
    driver.press(Qt::Key_Z);

    QCOMPARE(window.view().mode(), ViewMode::Command);
    QCOMPARE(sources(window), QStringList{u"one "_s});
    driver.press(Qt::Key_Return);
    QCOMPARE(caretIn(window, 0).position, 4);
}

void UndoPlacesTest::undoOfACommandLeavesTheText()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"0"_s, u"1"_s, u"2"_s});
    select(window, 1, 2);
    trigger(window, Command::ToMarkdown);
    editAt(window, 0, {});

    trigger(window, Command::Undo);

    QCOMPARE(window.view().mode(), ViewMode::Command);
    QCOMPARE(selection(window), (QList<int>{1, 2}));
    QVERIFY(window.view().hasFocus());
}

void UndoPlacesTest::movedCellsStaySelected()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"0"_s, u"1"_s, u"2"_s});
    select(window, 0, 1);
    trigger(window, Command::MoveDown);
    QCOMPARE(selection(window), (QList<int>{1, 2}));
    trigger(window, Command::Undo);
    QCOMPARE(selection(window), (QList<int>{0, 1}));
    trigger(window, Command::Redo);
    QCOMPARE(selection(window), (QList<int>{1, 2}));
}

void UndoPlacesTest::changeOutOfViewIsScrolledTo()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, QStringList(200, u"x = 1\ny = 2"_s));
    window.view().setCurrentCell(notebookOf(window).idAt(150));
    trigger(window, Command::Delete);
    window.view().setCurrentCell(notebookOf(window).idAt(0));
    QCOMPARE(window.view().verticalScrollBar()->value(), 0);

    trigger(window, Command::Undo);

    NotebookDriver driver(window.view());
    const QRect bounds = driver.geometry(150).bounds;
    QVERIFY(window.view().viewport()->rect().contains(bounds));
}

void UndoPlacesTest::changedLineOfALongCellIsScrolledTo()
{
    TestProgram program(noPool);
    const QString line = u"line\n"_s;
    MainWindow &window = windowWith(program, {line.repeated(400), u"x"_s});
    NotebookDriver driver(window.view());
    editAt(window, 0, {.anchor = line.size() * 200, .position = line.size() * 200});
    driver.type(u"y"_s);
    driver.press(Qt::Key_Escape);
    driver.scrollTo(0);

    driver.press(Qt::Key_Z);

    const QRect caret = driver.editor(0)->caretRect().translated(driver.editor(0)->pos());
    QVERIFY(window.view().viewport()->rect().contains(caret));
}

void UndoPlacesTest::textOfAnUnfinishedKeyIsAStep()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"one"_s});
    NotebookDriver driver(window.view());
    editAt(window, 0, {.anchor = 3, .position = 3});
    driver.type(u"?"_s);
    // As a drop of text changes it: neither key nor input method, told a turn of the loop later.
    driver.editor(0)->insert(u"!"_s);
    QCOMPARE(sources(window), QStringList{u"one?"_s});

    trigger(window, Command::Undo);

    QCOMPARE(driver.editor(0)->text(), sources(window).first());
    trigger(window, Command::Redo);
    QCOMPARE(sources(window), QStringList{u"one?!"_s});
    QCOMPARE(driver.editor(0)->text(), u"one?!"_s);
}

void UndoPlacesTest::undoWhileComposingTakesTheComposedTextBack()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {QString()});
    NotebookDriver driver(window.view());
    editAt(window, 0, {});
    driver.type(u"ab cd"_s);
    QInputMethodEvent composing(u"한"_s, {});
    QApplication::sendEvent(driver.editor(0), &composing);

    trigger(window, Command::Undo);
    QInputMethodEvent nothing;
    QApplication::sendEvent(driver.editor(0), &nothing);

    QCOMPARE(sources(window), QStringList{u"ab "_s});
    QCOMPARE(driver.editor(0)->text(), u"ab "_s);
    trigger(window, Command::Redo);
    QCOMPARE(driver.editor(0)->text(), u"ab cd"_s);
}

void UndoPlacesTest::outputsThatArriveMeanwhileStay()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"one"_s, u"two"_s});
    NotebookDriver driver(window.view());
    editAt(window, 0, {.anchor = 3, .position = 3});
    driver.type(u"!"_s);
    const CellId id = notebookOf(window).idAt(0);
    notebookOf(window).setOutputs(id, {Output::stream(u"stdout"_s, u"while running\n"_s)}, 7);

    trigger(window, Command::Undo);
    notebookOf(window).setOutputs(id, {Output::stream(u"stdout"_s, u"at its end\n"_s)}, 7);
    trigger(window, Command::Redo);

    QCOMPARE(sources(window).first(), u"one!"_s);
    QCOMPARE(outputText(window, 0), u"at its end\n"_s);
    trigger(window, Command::ClearAllOutputs);
    QCOMPARE(outputText(window, 0), QString());
    trigger(window, Command::Undo);
    QCOMPARE(outputText(window, 0), u"at its end\n"_s);
}

void UndoPlacesTest::menuNamesTheStep()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"one two"_s});
    const auto undoText
        = [&window] { return window.actionsOfWindow()[Command::Undo]->text().remove(u'&'); };
    NotebookDriver driver(window.view());
    editAt(window, 0, {.anchor = 3, .position = 3});
    trigger(window, Command::Split);
    QCOMPARE(undoText(), u"Undo Split Cell"_s);
    driver.type(u"x"_s);
    QCOMPARE(undoText(), u"Undo Typing"_s);
    driver.press(Qt::Key_Escape);
    trigger(window, Command::Cut);
    QCOMPARE(undoText(), u"Undo Cut Cells"_s);
    trigger(window, Command::Paste);
    QCOMPARE(undoText(), u"Undo Paste Cells"_s);
    trigger(window, Command::MoveUp);
    QCOMPARE(undoText(), u"Undo Move Cell"_s);
    trigger(window, Command::ToMarkdown);
    QCOMPARE(undoText(), u"Undo Change Cell Type"_s);
    trigger(window, Command::InsertBelow);
    QCOMPARE(undoText(), u"Undo Insert Cell"_s);
    notebookOf(window).setOutputs(window.view().currentCell(),
                                  {Output::stream(u"stdout"_s, u"out\n"_s)}, 1);
    trigger(window, Command::ClearAllOutputs);
    QCOMPARE(undoText(), u"Undo Clear Outputs"_s);
    trigger(window, Command::Undo);
    QCOMPARE(window.actionsOfWindow()[Command::Redo]->text().remove(u'&'), u"Redo Clear Outputs"_s);
}

void UndoPlacesTest::kindChangeKeepsTheCaret()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"one two"_s});
    editAt(window, 0, {.anchor = 4, .position = 7});

    trigger(window, Command::ToMarkdown);

    QCOMPARE(window.view().mode(), ViewMode::Edit);
    QCOMPARE(caretIn(window, 0), (CaretPosition{.anchor = 4, .position = 7}));
}

QTEST_MAIN(UndoPlacesTest)
#include "tst_undoplaces.moc"
