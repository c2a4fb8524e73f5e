#include "mainwindow/FindBar.h"
#include "mainwindow/MainWindowActions.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebookview/NotebookView.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;

/// A window with its find bar open.
class Finder
{
public:
    explicit Finder(const NotebookData &data, Command command = Command::FindReplace)
        : window(program.newWindow())
    {
        window.document().adoptUnsaved(u"Test"_s, data);
        window.view().setCurrentCell(notebook().idAt(0));
        window.view().setFocus();
        trigger(window, command);
    }

    [[nodiscard]] Notebook &notebook() { return notebookOf(window); }
    template<typename T> [[nodiscard]] T *part(const QString &name)
    {
        return window.findChild<FindBar *>()->findChild<T *>(name);
    }
    [[nodiscard]] QString status() { return part<QLabel>(u"findStatus"_s)->text(); }
    void enter(const QString &text) { part<QLineEdit>(u"findText"_s)->setText(text); }
    void enterReplacement(const QString &text) { part<QLineEdit>(u"replaceText"_s)->setText(text); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    [[nodiscard]] bool isOpen() { return window.findChild<FindBar *>()->isVisible(); }
    [[nodiscard]] int current() { return notebook().indexOf(window.view().currentCell()); }
    [[nodiscard]] CaretPosition caret() { return window.view().caret().value_or(CaretPosition{}); }
    [[nodiscard]] QStringList sources()
    {
        QStringList sources;
        for (int i = 0; i < notebook().cellCount(); ++i)
            sources << notebook().cellAt(i).source;
        return sources;
    }
    /// How many marks the editor of a cell shows.
    [[nodiscard]] int markCount(int cell)
    {
        const CellEditor *const editor = window.view().editorOf(notebook().idAt(cell));
        int count = 0;
        long at = 0;
        const long end = editor->SendScintilla(QsciScintillaBase::SCI_GETLENGTH);
        while (at < end) {
            const long next = editor->SendScintilla(QsciScintillaBase::SCI_INDICATOREND, 8UL, at);
            if (editor->SendScintilla(QsciScintillaBase::SCI_INDICATORVALUEAT, 8UL, at) != 0)
                ++count;
            if (next <= at)
                break;
            at = next;
        }
        return count;
    }

    TestProgram program{noPool};
    MainWindow &window;
};

NotebookData threeCells()
{
    NotebookData data = notebookOfCode({u"one two"_s, u"Two three\ntwo"_s});
    data.cells.append(Cell::markdown(u"# Title\n\ntwo"_s));
    return data;
}

} // namespace

class FindTest : public QObject
{
    Q_OBJECT
private slots:
    void firstMatchIsShownWhileTyping();
    void enterGoesOnAndWraps();
    void previousGoesBackAndWraps();
    void switchesChangeWhatIsFound();
    void faultyExpressionIsSaidInTheBar();
    void expressionThatTakesTooLongIsSaid();
    void matchesInViewAreMarked();
    void textCellOpensForItsMatchAndClosesAgain();
    void replaceTakesOneAndGoesOn();
    void replaceAllIsOneStep();
    void replaceAllReachesTenThousandCells();
    void replaceOfAnExpressionTakesGroups();
    void editsWhileOpenAreFound();
    void typingAfterAQuickReturnSelectsNothing();
    void escapeGivesTheFocusBack();
    void escapeGoesOnEditing();
    void keysOfTheBarStayInTheBar();
    void keysFindWithTheBarClosed();
    void selectedTextIsLookedFor();
    void anotherDocumentForgetsTheMatches();
    void everyPartHasAName();
};

void FindTest::firstMatchIsShownWhileTyping()
{
    Finder finder(threeCells(), Command::Find);
    QVERIFY(finder.part<QLineEdit>(u"findText"_s)->hasFocus());
    QVERIFY(!finder.part<QLineEdit>(u"replaceText"_s)->isVisible());

    QTest::keyClicks(QApplication::focusWidget(), u"thr"_s);

    QTRY_COMPARE(finder.status(), u"1 of 1"_s);
    QCOMPARE(finder.current(), 1);
    QCOMPARE(finder.caret(), (CaretPosition{.anchor = 4, .position = 7}));
    QVERIFY(finder.part<QLineEdit>(u"findText"_s)->hasFocus());
    QCOMPARE(finder.notebook().undoStack().count(), 0);
}

void FindTest::enterGoesOnAndWraps()
{
    Finder finder(threeCells());
    finder.enter(u"two"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
    const QList<std::pair<int, qsizetype>> places{{1, 0}, {1, 10}, {2, 9}, {0, 4}};
    for (const auto &[cell, position] : places) {
        finder.press(Qt::Key_Return);
        QCOMPARE(finder.current(), cell);
        QCOMPARE(finder.caret().anchor, position);
        QCOMPARE(finder.window.view().mode(), ViewMode::Command);
    }
    QCOMPARE(finder.status(), u"1 of 4"_s);
}

void FindTest::previousGoesBackAndWraps()
{
    Finder finder(threeCells());
    finder.enter(u"two"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
    finder.press(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(finder.status(), u"4 of 4"_s);
    finder.part<QToolButton>(u"findPrevious"_s)->click();
    QCOMPARE(finder.status(), u"3 of 4"_s);
    QCOMPARE(finder.current(), 1);
}

void FindTest::switchesChangeWhatIsFound()
{
    Finder finder(threeCells());
    finder.enter(u"t\\w+"_s);
    QTRY_COMPARE(finder.status(), u"No match"_s);
    finder.part<QToolButton>(u"findExpression"_s)->click();
    QTRY_COMPARE(finder.status(), u"1 of 6"_s);
    finder.part<QToolButton>(u"findCase"_s)->click();
    QTRY_COMPARE(finder.status(), u"1 of 5"_s); // not "Two", but "tle"
    finder.part<QToolButton>(u"findWords"_s)->click();
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
}

void FindTest::faultyExpressionIsSaidInTheBar()
{
    Finder finder(threeCells());
    finder.part<QToolButton>(u"findExpression"_s)->click();
    finder.enter(u"t(w"_s);
    QTRY_VERIFY2(finder.status().contains(u"at character 4"_s), qPrintable(finder.status()));
    QVERIFY(!finder.part<QPushButton>(u"replaceAll"_s)->isEnabled());
    finder.enter(u"t(w)"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
}

void FindTest::expressionThatTakesTooLongIsSaid()
{
    Finder finder(notebookOfCode({u"a"_s.repeated(5000) + u"!"_s}));
    finder.part<QToolButton>(u"findExpression"_s)->click();
    finder.enter(u"(a+)+$"_s);
    QTRY_VERIFY2(finder.status().contains(u"too long"_s), qPrintable(finder.status()));
    finder.part<QPushButton>(u"replaceAll"_s)->click();
    QCOMPARE(finder.notebook().undoStack().count(), 0);
}

void FindTest::matchesInViewAreMarked()
{
    Finder finder(threeCells());
    finder.enter(u"two"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
    QCOMPARE(finder.markCount(0), 1);
    QCOMPARE(finder.markCount(1), 2);
    finder.press(Qt::Key_Escape);
    QCOMPARE(finder.markCount(1), 0);
}

void FindTest::textCellOpensForItsMatchAndClosesAgain()
{
    Finder finder(threeCells());
    const CellId text = finder.notebook().idAt(2);
    QVERIFY(finder.window.view().editorOf(text) == nullptr);
    finder.enter(u"two"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
    finder.press(Qt::Key_Return, Qt::ShiftModifier);
    QVERIFY(finder.window.view().editorOf(text) != nullptr);
    QCOMPARE(finder.markCount(2), 1);
    finder.press(Qt::Key_Return);
    QVERIFY(finder.window.view().editorOf(text) == nullptr);
}

void FindTest::replaceTakesOneAndGoesOn()
{
    Finder finder(threeCells());
    finder.enter(u"two"_s);
    finder.enterReplacement(u"two two"_s); // what was put in is not found at once
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
    finder.part<QPushButton>(u"replaceOne"_s)->click();

    QCOMPARE(finder.sources().first(), u"one two two"_s);
    QCOMPARE(finder.notebook().undoStack().undoText(), u"Replace"_s);
    QTRY_COMPARE(finder.status(), u"3 of 5"_s);
    QCOMPARE(finder.current(), 1);
    finder.part<QPushButton>(u"replaceOne"_s)->click();
    QCOMPARE(finder.sources().at(1), u"two two three\ntwo"_s);
    QCOMPARE(finder.notebook().undoStack().count(), 2);
    trigger(finder.window, Command::Undo);
    QCOMPARE(finder.sources().at(1), u"Two three\ntwo"_s);
}

void FindTest::replaceAllIsOneStep()
{
    Finder finder(threeCells());
    finder.enter(u"two"_s);
    finder.enterReplacement(u"2"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
    finder.part<QPushButton>(u"replaceAll"_s)->click();

    QTRY_COMPARE(finder.status(), u"4 match(es) replaced"_s);
    QCOMPARE(finder.sources(), (QStringList{u"one 2"_s, u"2 three\n2"_s, u"# Title\n\n2"_s}));
    QCOMPARE(finder.notebook().undoStack().count(), 1);
    QCOMPARE(finder.notebook().undoStack().undoText(), u"Replace All"_s);
    trigger(finder.window, Command::Undo);
    QCOMPARE(finder.sources().at(1), u"Two three\ntwo"_s);
    QCOMPARE(finder.window.view().editorOf(finder.notebook().idAt(1))->text(),
             finder.sources().at(1));
    trigger(finder.window, Command::Redo);
    QCOMPARE(finder.sources().at(1), u"2 three\n2"_s);
}

void FindTest::replaceAllReachesTenThousandCells()
{
    QStringList cells;
    for (int i = 0; i < 10'000; ++i)
        cells += u"name_%1 = name\n"_s.arg(i);
    Finder finder(notebookOfCode(cells));
    finder.enter(u"name"_s);
    finder.enterReplacement(u"title"_s);
    QTRY_COMPARE(finder.status(), u"1 of 20,000"_s);
    QSignalSpy places(&finder.notebook(), &Notebook::placeRestored);
    finder.part<QPushButton>(u"replaceAll"_s)->click();
    QTRY_COMPARE(finder.status(), u"20000 match(es) replaced"_s);
    QCOMPARE(finder.sources().last(), u"title_9999 = title\n"_s);
    trigger(finder.window, Command::Undo);
    QCOMPARE(finder.sources(), cells);
    QCOMPARE(places.count(), 1);
    QVERIFY(finder.window.view().editorCount() < 60);
}

void FindTest::replaceOfAnExpressionTakesGroups()
{
    Finder finder(threeCells());
    finder.part<QToolButton>(u"findExpression"_s)->click();
    finder.enter(u"(t)(w)"_s);
    finder.enterReplacement(u"$2$1"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
    finder.part<QPushButton>(u"replaceOne"_s)->click();
    QCOMPARE(finder.sources().first(), u"one wto"_s);
    finder.part<QPushButton>(u"replaceAll"_s)->click();
    QTRY_COMPARE(finder.sources().at(1), u"wTo three\nwto"_s);
}

void FindTest::editsWhileOpenAreFound()
{
    Finder finder(threeCells());
    finder.enter(u"two"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
    NotebookEditor(finder.notebook()).setSource(finder.notebook().idAt(1), u"two two two"_s);
    QTRY_COMPARE(finder.status(), u"1 of 5"_s);
    QCOMPARE(finder.markCount(1), 3);
    NotebookEditor(finder.notebook()).removeCells({finder.notebook().idAt(1)});
    QTRY_COMPARE(finder.status(), u"1 of 2"_s);
}

void FindTest::typingAfterAQuickReturnSelectsNothing()
{
    Finder finder(threeCells());
    finder.enter(u"two"_s);
    finder.press(Qt::Key_Return); // before the search for what was typed began by itself
    QTRY_VERIFY(finder.status().endsWith(u"of 4"_s));
    finder.window.view().setCurrentCell(finder.notebook().idAt(0));
    finder.window.view().enterEditMode();
    finder.press(Qt::Key_End);
    const CaretPosition before = finder.caret();
    QCOMPARE(before.anchor, before.position);
    QTest::keyClicks(QApplication::focusWidget(), u"x"_s);
    QTRY_COMPARE(finder.sources().first().size(), 8);
    QTest::qWait(200); // a search that waits begins after 60 ms
    QCOMPARE(finder.current(), 0);
    QCOMPARE(finder.caret().anchor, finder.caret().position);
    QCOMPARE(finder.caret().position, before.position + 1);
}

void FindTest::escapeGivesTheFocusBack()
{
    Finder finder(threeCells());
    finder.enter(u"thr"_s);
    QTRY_COMPARE(finder.status(), u"1 of 1"_s);
    finder.press(Qt::Key_Escape);
    QVERIFY(!finder.isOpen());
    QVERIFY(finder.window.view().hasFocus());
    QCOMPARE(finder.window.view().mode(), ViewMode::Command);
    QCOMPARE(finder.current(), 1);
    finder.press(Qt::Key_Return);
    QCOMPARE(finder.window.view().selectedText(), u"thr"_s);
}

void FindTest::escapeGoesOnEditing()
{
    Finder finder(threeCells());
    finder.press(Qt::Key_Escape);
    finder.window.view().enterEditMode();
    trigger(finder.window, Command::Find);
    finder.enter(u"thr"_s);
    QTRY_COMPARE(finder.status(), u"1 of 1"_s);
    finder.press(Qt::Key_Escape);
    QCOMPARE(finder.window.view().mode(), ViewMode::Edit);
    QCOMPARE(finder.current(), 1);
    QCOMPARE(finder.window.view().selectedText(), u"thr"_s);
}

void FindTest::keysOfTheBarStayInTheBar()
{
    Finder finder(threeCells());
    QSignalSpy run(finder.window.actionsOfWindow()[Command::Run], &QAction::triggered);
    QSignalSpy stay(finder.window.actionsOfWindow()[Command::RunStay], &QAction::triggered);
    for (const Qt::Key key : {Qt::Key_D, Qt::Key_D, Qt::Key_A, Qt::Key_X, Qt::Key_Z})
        finder.press(key);
    QCOMPARE(finder.part<QLineEdit>(u"findText"_s)->text(), u"ddaxz"_s);
    finder.press(Qt::Key_Return, Qt::ShiftModifier);
    finder.press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(run.count() + stay.count(), 0);
    QCOMPARE(finder.notebook().cellCount(), 3);
}

void FindTest::keysFindWithTheBarClosed()
{
    Finder finder(threeCells());
    finder.enter(u"two"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
    finder.press(Qt::Key_Escape);
    NotebookDriver driver(finder.window.view());
    driver.edit(0);
    driver.press(Qt::Key_F3);
    QTRY_COMPARE(finder.window.view().selectedText().toLower(), u"two"_s);
    QCOMPARE(finder.window.view().mode(), ViewMode::Edit);
    QVERIFY(!finder.isOpen());
}

void FindTest::selectedTextIsLookedFor()
{
    Finder finder(threeCells());
    finder.press(Qt::Key_Escape);
    finder.window.view().enterEditMode();
    finder.window.view()
        .editorOf(finder.notebook().idAt(0))
        ->setCaret({.anchor = 4, .position = 7});
    trigger(finder.window, Command::Find);
    QCOMPARE(finder.part<QLineEdit>(u"findText"_s)->text(), u"two"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
}

void FindTest::anotherDocumentForgetsTheMatches()
{
    Finder finder(threeCells());
    finder.enter(u"two"_s);
    QTRY_COMPARE(finder.status(), u"1 of 4"_s);
    finder.window.document().adoptUnsaved(u"Other"_s, notebookOfCode({u"x"_s, u"a two"_s}));
    QTRY_COMPARE(finder.status(), u"1 match(es)"_s);
    finder.press(Qt::Key_Return);
    QCOMPARE(finder.current(), 1);
}

void FindTest::everyPartHasAName()
{
    Finder finder(threeCells());
    const QList<QWidget *> parts = finder.window.findChild<FindBar *>()->findChildren<QWidget *>();
    for (const QWidget *part : parts) {
        if (part->focusPolicy() == Qt::NoFocus)
            continue;
        const auto *button = qobject_cast<const QPushButton *>(part);
        QVERIFY2(!part->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 qPrintable(part->objectName()));
    }
}

QTEST_MAIN(FindTest)
#include "tst_find.moc"
