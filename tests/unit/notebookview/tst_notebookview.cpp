#include "notebook/NotebookEditor.h"
#include "support/ui/NotebookDriver.h"
#include "support/ui/TestTheme.h"

#include <QAction>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// A window with a view on a notebook.
struct Bench
{
    explicit Bench(NotebookData data)
        : notebook(std::move(data))
    {
        view.setNotebook(&notebook);
        driver.showActive();
    }

    Notebook notebook;
    NotebookView view{testTheme()};
    NotebookDriver driver{view};
};

NotebookData codeAndText()
{
    NotebookData data = notebookOfCode({u"x = 1"_s, u"y = 2"_s, u"z = 3"_s});
    data.cells.insert(1, Cell::markdown(u"# Title\n\nSome text."_s));
    return data;
}

} // namespace

class NotebookViewTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void tenThousandCellsNeedFewEditors();
    void typingReachesTheNotebook();
    void firstCellIsCurrentAndCommandModeHasTheFocus();
    void enterEditsAndEscapeCommands();
    void singleKeyActionsWorkInCommandModeOnly();
    void focusComesBackToTheEditor();
    void caretKeysWalkThroughTheCells();
    void arrowsSelectAndShiftExtends();
    void undoGivesTextAndCaretBack();
    void undoInAnotherCellGoesThere();
    void typingAfterACaretMoveIsAStepOfItsOwn();
    void removedCurrentCellHandsOverToItsNeighbour();
    void splitCaretCountsUtf16();
    void lineAndColumnFollowTheCaret();
    void markdownShowsItsSourceWhileEdited();
    void proseWrapsInItsField();
    void emptyMarkdownIsAHintNotNothing();
    void codeThatBecomesTextShowsItsSource();
    void selectAllSelectsAll();
    void replacedNotebookLeavesNothingBehind();
    void emptyNotebookIsHarmless();
    void describesItselfForScreenReaders();
    void messageBelowTheCodeTakesRoom();
    void barOfARunningCellChangesWithTheSecond();
};

void NotebookViewTest::tenThousandCellsNeedFewEditors()
{
    QStringList sources;
    for (int i = 0; i < 10'000; ++i)
        sources.append(u"x = %1\nprint(x)"_s.arg(i));
    Bench bench(notebookOfCode(sources));

    for (int i = 0; i <= 40; ++i)
        bench.driver.scrollTo(bench.view.verticalScrollBar()->maximum() / 40 * i);
    bench.view.setCurrentCell(bench.notebook.idAt(9'999));

    QVERIFY2(bench.view.editorCount() < 24, qPrintable(QString::number(bench.view.editorCount())));
    QVERIFY(bench.driver.editor(9'999) != nullptr);
    QCOMPARE(bench.driver.editor(9'999)->text(), sources.last());
}

void NotebookViewTest::typingReachesTheNotebook()
{
    Bench bench(notebookOfCode({u""_s, u"b"_s}));
    bench.driver.edit(0);

    bench.driver.type(u"print('😀')"_s);
    bench.driver.press(Qt::Key_Return);
    bench.driver.type(u"1"_s);

    QCOMPARE(bench.driver.source(0), u"print('😀')\n1"_s);
    QCOMPARE(bench.driver.source(1), u"b"_s);
    QCOMPARE(bench.driver.geometry(0).editor.height(), 2 * CellEditor::lineHeight);
    QCOMPARE(bench.driver.editor(0)->geometry(), bench.driver.geometry(0).editor);
}

void NotebookViewTest::firstCellIsCurrentAndCommandModeHasTheFocus()
{
    Bench bench(codeAndText());

    QCOMPARE(bench.driver.currentIndex(), 0);
    QCOMPARE(bench.view.mode(), ViewMode::Command);
    QVERIFY(bench.view.hasFocus());
}

void NotebookViewTest::enterEditsAndEscapeCommands()
{
    Bench bench(codeAndText());
    QSignalSpy modes(&bench.view, &NotebookView::modeChanged);

    bench.driver.press(Qt::Key_Return);
    QCOMPARE(bench.view.mode(), ViewMode::Edit);
    QVERIFY(bench.driver.editor(0)->hasFocus());
    bench.driver.press(Qt::Key_Escape);
    QCOMPARE(bench.view.mode(), ViewMode::Command);
    QVERIFY(bench.view.hasFocus());
    QCOMPARE(modes.size(), 2);
}

void NotebookViewTest::singleKeyActionsWorkInCommandModeOnly()
{
    Bench bench(codeAndText());
    QAction insert;
    insert.setShortcut(QKeySequence(Qt::Key_B));
    insert.setShortcutContext(Qt::WidgetShortcut);
    bench.view.addAction(&insert);
    QSignalSpy inserted(&insert, &QAction::triggered);

    bench.driver.press(Qt::Key_B);
    QCOMPARE(inserted.size(), 1);
    bench.driver.edit(0);
    bench.driver.press(Qt::Key_B);
    QCOMPARE(inserted.size(), 1);
    QVERIFY(bench.driver.source(0).contains(u'b'));
}

void NotebookViewTest::focusComesBackToTheEditor()
{
    QWidget window;
    auto *const layout = new QVBoxLayout(&window);
    auto *const field = new QLineEdit;
    auto *const view = new NotebookView(testTheme());
    layout->addWidget(field);
    layout->addWidget(view);
    Notebook notebook(codeAndText());
    view->setNotebook(&notebook);
    NotebookDriver driver(*view);
    driver.showActive();
    driver.edit(0);

    field->setFocus();
    QCOMPARE(view->mode(), ViewMode::Edit);
    view->setFocus();

    QVERIFY(driver.editor(0)->hasFocus());
}

void NotebookViewTest::caretKeysWalkThroughTheCells()
{
    Bench bench(notebookOfCode({u"ab"_s, u"cd"_s}));
    bench.driver.edit(0);

    bench.driver.press(Qt::Key_Down);
    QCOMPARE(bench.driver.currentIndex(), 1);
    QCOMPARE(bench.view.mode(), ViewMode::Edit);
    QCOMPARE(bench.view.caretPosition(), 0);
    bench.driver.press(Qt::Key_Up);
    QCOMPARE(bench.driver.currentIndex(), 0);
    QCOMPARE(bench.view.caretPosition(), 2);
}

void NotebookViewTest::arrowsSelectAndShiftExtends()
{
    Bench bench(codeAndText());
    const auto indexes = [&bench] {
        QList<int> rows;
        for (const CellId id : bench.view.selectedCells())
            rows.append(bench.notebook.indexOf(id));
        return rows;
    };

    bench.driver.press(Qt::Key_Down);
    QCOMPARE(indexes(), (QList<int>{1}));
    bench.driver.press(Qt::Key_J, Qt::ShiftModifier);
    bench.driver.press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(indexes(), (QList<int>{1, 2, 3}));
    QCOMPARE(bench.driver.currentIndex(), 3);
    bench.driver.press(Qt::Key_K, Qt::ShiftModifier);
    QCOMPARE(indexes(), (QList<int>{1, 2}));
    bench.driver.press(Qt::Key_K);
    QCOMPARE(indexes(), (QList<int>{1}));
}

void NotebookViewTest::undoGivesTextAndCaretBack()
{
    Bench bench(notebookOfCode({u"first second"_s}));
    bench.driver.edit(0);
    bench.driver.editor(0)->setCaret({.anchor = 5, .position = 5});

    bench.driver.type(u"x"_s);
    QCOMPARE(bench.driver.source(0), u"firstx second"_s);
    bench.driver.editor(0)->setCaret({.anchor = 0, .position = 0});
    bench.notebook.undoStack().undo();

    QCOMPARE(bench.driver.source(0), u"first second"_s);
    QCOMPARE(bench.driver.editor(0)->text(), u"first second"_s);
    QCOMPARE(bench.view.caretPosition(), 5);
    bench.notebook.undoStack().redo();
    QCOMPARE(bench.driver.editor(0)->text(), u"firstx second"_s);
    QCOMPARE(bench.view.caretPosition(), 6);
}

void NotebookViewTest::undoInAnotherCellGoesThere()
{
    Bench bench(notebookOfCode({u"a"_s, u"b"_s}));
    bench.driver.edit(0);
    bench.driver.press(Qt::Key_End);
    bench.driver.type(u"1"_s);
    bench.driver.edit(1);

    bench.notebook.undoStack().undo();

    QCOMPARE(bench.driver.currentIndex(), 0);
    QCOMPARE(bench.view.mode(), ViewMode::Edit);
    QVERIFY(bench.driver.editor(0)->hasFocus());
    QCOMPARE(bench.view.caretPosition(), 1);
}

void NotebookViewTest::typingAfterACaretMoveIsAStepOfItsOwn()
{
    Bench bench(notebookOfCode({u"ab"_s}));
    bench.driver.edit(0);
    bench.driver.press(Qt::Key_End);
    bench.driver.type(u"cd"_s);
    bench.driver.press(Qt::Key_Home);
    QTRY_COMPARE(bench.view.caretPosition(), 0);
    QCoreApplication::processEvents();
    bench.driver.type(u"x"_s);

    bench.notebook.undoStack().undo();

    QCOMPARE(bench.driver.source(0), u"abcd"_s);
}

void NotebookViewTest::removedCurrentCellHandsOverToItsNeighbour()
{
    Bench bench(notebookOfCode({u"a"_s, u"b"_s, u"c"_s}));
    bench.driver.edit(2);

    NotebookEditor(bench.notebook).removeCells({bench.notebook.idAt(2)});

    QCOMPARE(bench.driver.currentIndex(), 1);
    QCOMPARE(bench.view.mode(), ViewMode::Command);
    QVERIFY(bench.view.hasFocus());
}

void NotebookViewTest::splitCaretCountsUtf16()
{
    Bench bench(notebookOfCode({u"😀b"_s}));

    QCOMPARE(bench.view.caretPosition(), 3);
    bench.driver.edit(0);
    bench.driver.editor(0)->setCaret({.anchor = 2, .position = 2});
    QCOMPARE(bench.view.caretPosition(), 2);
}

void NotebookViewTest::lineAndColumnFollowTheCaret()
{
    Bench bench(notebookOfCode({u"one\n😀 two"_s}));

    QCOMPARE(bench.view.caretLine(), 0);
    bench.driver.edit(0);
    bench.driver.editor(0)->setCaret({.anchor = 7, .position = 7});
    QCOMPARE(bench.view.caretLine(), 2);
    QCOMPARE(bench.view.caretColumn(), 3);
}

void NotebookViewTest::markdownShowsItsSourceWhileEdited()
{
    Bench bench(codeAndText());
    QVERIFY(bench.driver.editor(1) == nullptr);

    bench.driver.doubleClickBody(1);
    QCOMPARE(bench.view.mode(), ViewMode::Edit);
    QVERIFY(bench.driver.editor(1) != nullptr);
    QVERIFY(bench.driver.geometry(1).body.isNull());
    bench.driver.press(Qt::Key_End, Qt::ControlModifier);
    bench.driver.type(u"!"_s);
    bench.view.renderMarkdown(bench.notebook.idAt(1));

    QCOMPARE(bench.view.mode(), ViewMode::Command);
    QVERIFY(bench.driver.editor(1) == nullptr);
    QVERIFY(bench.driver.geometry(1).field.isNull());
    QVERIFY(bench.driver.source(1).endsWith(u"text.!"));
}

void NotebookViewTest::proseWrapsInItsField()
{
    NotebookData data = notebookOfCode({});
    data.cells.append(Cell::markdown(u"word "_s.repeated(120)));
    data.cells.append(Cell::code(u"x"_s));
    Bench bench(data);
    bench.view.enterEditMode();

    const int height = bench.driver.geometry(0).editor.height();
    QVERIFY2(height >= 5 * CellEditor::lineHeight, qPrintable(QString::number(height)));
    QCOMPARE(bench.driver.editor(0)->shownLineCount() * CellEditor::lineHeight, height);
    bench.driver.press(Qt::Key_Home, Qt::ControlModifier);
    bench.driver.press(Qt::Key_Down);
    QCOMPARE(bench.driver.currentIndex(), 0); // the next line as it shows, not the next cell
    bench.driver.press(Qt::Key_End, Qt::ControlModifier);
    bench.driver.type(u"word "_s.repeated(30));
    QVERIFY(bench.driver.geometry(0).editor.height() > height);
    bench.driver.press(Qt::Key_Down);
    QCOMPARE(bench.driver.currentIndex(), 1);
}

void NotebookViewTest::emptyMarkdownIsAHintNotNothing()
{
    NotebookData data = notebookOfCode({u"a"_s});
    data.cells.append(Cell::markdown(u" \n"_s));
    Bench bench(data);

    QVERIFY(bench.driver.geometry(1).body.height() > 10);
    const QImage picture = bench.driver.picture().copy(bench.driver.geometry(1).body);
    const QColor page = testTheme().color(ColorRole::Page);
    bool isPainted = false;
    for (int x = 0; x < picture.width(); ++x)
        isPainted |= picture.pixelColor(x, picture.height() / 2) != page;
    QVERIFY(isPainted);
}

void NotebookViewTest::codeThatBecomesTextShowsItsSource()
{
    Bench bench(notebookOfCode({u"# Title"_s}));

    NotebookEditor(bench.notebook).setKind(bench.notebook.idAt(0), CellKind::Markdown);

    QVERIFY(bench.driver.editor(0) != nullptr);
    QCOMPARE(bench.driver.editor(0)->language(), CodeLanguage::Markdown);
    bench.view.renderMarkdown(bench.notebook.idAt(0));
    QVERIFY(bench.driver.editor(0) == nullptr);
}

void NotebookViewTest::selectAllSelectsAll()
{
    Bench bench(codeAndText());

    bench.view.selectAllCells();

    QCOMPARE(bench.view.selectedCells().size(), 4);
}

void NotebookViewTest::replacedNotebookLeavesNothingBehind()
{
    Bench bench(codeAndText());
    bench.driver.edit(0);
    Notebook other(notebookOfCode({u"other"_s}));

    bench.view.setNotebook(&other);
    NotebookEditor(bench.notebook).removeCells({bench.notebook.idAt(0)});

    QCOMPARE(bench.view.currentCell(), other.idAt(0));
    QCOMPARE(bench.driver.editor(0)->text(), u"other"_s);
    bench.view.setNotebook(nullptr);
    QVERIFY(!bench.view.currentCell().isValid());
}

void NotebookViewTest::emptyNotebookIsHarmless()
{
    Bench bench(notebookOfCode({}));

    for (const Qt::Key key :
         {Qt::Key_Return, Qt::Key_Down, Qt::Key_Up, Qt::Key_End, Qt::Key_Space, Qt::Key_Escape})
        bench.driver.press(key);
    bench.view.selectAllCells();
    QVERIFY(!bench.driver.picture().isNull());

    QVERIFY(bench.view.selectedCells().isEmpty());
    NotebookEditor(bench.notebook).insertCells(0, {Cell::code(u"a"_s)});
    QCOMPARE(bench.driver.currentIndex(), 0);
}

void NotebookViewTest::describesItselfForScreenReaders()
{
    Bench bench(codeAndText());

    bench.view.setCurrentCell(bench.notebook.idAt(1));

    QCOMPARE(bench.view.accessibleDescription(), u"Cell 2 of 4, text, command mode: # Title"_s);
}

void NotebookViewTest::messageBelowTheCodeTakesRoom()
{
    Bench bench(notebookOfCode({u"a"_s, u"b"_s}));
    const int before = bench.driver.geometry(1).bounds.top();
    bench.view.setDecorations([&bench](CellId id) {
        CellDecoration decoration;
        decoration.message = id == bench.notebook.idAt(0) ? u"The session ended."_s : QString();
        return decoration;
    });

    bench.view.updateDecoration(bench.notebook.idAt(0));

    const RowGeometry row = bench.driver.geometry(0);
    QVERIFY(bench.driver.geometry(1).bounds.top() > before + 20);
    QCOMPARE(bench.driver.picture().pixelColor(row.message.right() - 2, row.message.center().y()),
             testTheme().color(ColorRole::ErrorField));
}

void NotebookViewTest::barOfARunningCellChangesWithTheSecond()
{
    Bench bench(notebookOfCode({u"current"_s, u"running"_s, u"idle"_s}));
    std::chrono::milliseconds elapsed{0};
    bench.view.setDecorations([&](CellId id) {
        CellDecoration decoration;
        if (id == bench.notebook.idAt(1)) {
            decoration.run.state = RunState::Running;
            decoration.elapsed = elapsed;
        }
        return decoration;
    });
    const Theme theme = testTheme();
    const auto bar = [&](int cell) {
        const QRect bounds = bench.driver.geometry(cell).bounds;
        return bench.driver.picture().pixelColor(1, bounds.center().y());
    };

    QCOMPARE(bar(0), theme.color(ColorRole::Accent));
    QCOMPARE(bar(1), theme.color(ColorRole::Accent));
    QCOMPARE(bar(2), theme.color(ColorRole::Page));
    elapsed = std::chrono::milliseconds(999);
    QCOMPARE(bar(1), theme.color(ColorRole::Accent));
    elapsed = std::chrono::milliseconds(1000);
    QCOMPARE(bar(1), theme.color(ColorRole::AccentSoft));
    QCOMPARE(bar(0), theme.color(ColorRole::Accent));
}

QTEST_MAIN(NotebookViewTest)
#include "tst_notebookview.moc"
