#include "notebook/NotebookEditor.h"
#include "notebook/merge/NotebookReplacement.h"
#include "support/ui/NotebookDriver.h"
#include "support/ui/TestTheme.h"

#include <QScrollBar>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

struct Bench
{
    explicit Bench(NotebookData data)
        : notebook(std::move(data))
    {
        view.setNotebook(&notebook);
        driver.showActive();
    }

    [[nodiscard]] int top(int cell) const { return driver.geometry(cell).bounds.top(); }

    Notebook notebook;
    NotebookView view{testTheme()};
    NotebookDriver driver{view};
};

QString paragraphs(int count)
{
    QStringList lines;
    for (int i = 0; i < count; ++i)
        lines.append(
            u"# Heading %1\n\n* one\n* two\n\nSome text that goes on and on, longer than one would think."_s
                .arg(i));
    return lines.join(u"\n\n"_s);
}

/// Text whose real height is far from its estimate, so that corrections happen.
NotebookData surprising(int count)
{
    NotebookData data = notebookOfCode({});
    for (int i = 0; i < count; ++i)
        data.cells.append(i % 3 == 2 ? Cell::code(u"x = %1"_s.arg(i))
                                     : Cell::markdown(paragraphs(i % 4 + 1)));
    return data;
}

} // namespace

class ViewScrollingTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void heightsMeasuredAboveDoNotMoveWhatIsRead();
    void scrollingUpOverUnmeasuredRowsMovesByTheStep();
    void outputsAboveDoNotMoveWhatIsRead();
    void insertionAboveDoesNotMoveWhatIsRead();
    void reloadKeepsThePlaceAndTheCurrentCell();
    void growingOutputIsFollowedAtTheVeryEndOnly();
    void outputsDoNotPushTheLastCellOutOfSight();
    void outputsLeaveAnotherCellWhereItIs();
    void endKeyReachesTheRealEnd();
    void currentCellIsScrolledIntoView();
    void caretStaysInViewWhileTyping();
    void resizingKeepsThePlace();
    void editedCellKeepsItsEditorOutOfSight();
    void layoutsFarFromTheViewAreDropped();
    void veryLongCellCanBeEditedAtItsEnd();
};

void ViewScrollingTest::heightsMeasuredAboveDoNotMoveWhatIsRead()
{
    Bench bench(surprising(200));
    bench.driver.scrollTo(bench.view.verticalScrollBar()->maximum() / 2);
    const auto before = bench.driver.firstVisible();
    const QImage picture = bench.driver.picture();

    QTest::qWait(150); // the idle time in which rows above and below are measured

    QCOMPARE(bench.driver.picture(), picture);
    QCOMPARE(bench.top(before.first), before.second);
}

void ViewScrollingTest::scrollingUpOverUnmeasuredRowsMovesByTheStep()
{
    Bench bench(surprising(120));
    bench.driver.scrollTo(bench.view.verticalScrollBar()->maximum() / 2);

    for (int step = 0; step < 60; ++step) {
        const auto [cell, y] = bench.driver.firstVisible();
        const int value = bench.view.verticalScrollBar()->value();
        bench.driver.scrollTo(value - 37);
        QCOMPARE(bench.top(cell), y + 37);
    }
}

void ViewScrollingTest::outputsAboveDoNotMoveWhatIsRead()
{
    Bench bench(surprising(60));
    bench.driver.scrollTo(2000);
    const auto [cell, y] = bench.driver.firstVisible();
    QVERIFY(cell > 3);

    bench.notebook.setOutputs(bench.notebook.idAt(2),
                              {Output::stream(u"stdout"_s, QString(40, u'\n'))}, 1);
    QCoreApplication::processEvents();

    QCOMPARE(bench.top(cell), y);
}

void ViewScrollingTest::insertionAboveDoesNotMoveWhatIsRead()
{
    Bench bench(surprising(60));
    bench.driver.scrollTo(2000);
    const auto [cell, y] = bench.driver.firstVisible();

    NotebookEditor(bench.notebook)
        .insertCells(0, {Cell::code(u"a\nb\nc"_s), Cell::markdown(paragraphs(3))});
    QCoreApplication::processEvents();

    QCOMPARE(bench.top(cell + 2), y);
}

void ViewScrollingTest::reloadKeepsThePlaceAndTheCurrentCell()
{
    Bench bench(surprising(60));
    bench.driver.scrollTo(2000);
    const auto [cell, y] = bench.driver.firstVisible();
    QVERIFY(cell > 3);
    bench.view.setCurrentCell(bench.notebook.idAt(cell + 1));
    NotebookData file = bench.notebook.snapshot();
    file.cells[2].source += u"\nchanged"_s;
    file.cells.removeLast();
    file.cells.insert(0, 3, Cell::code(u"somebody = 'else'"_s));

    NotebookReplacement::reload(bench.notebook, file, u"Reload"_s);

    QTRY_COMPARE(bench.top(cell + 3), y);
    QCOMPARE(bench.driver.currentIndex(), cell + 4);
}

void ViewScrollingTest::growingOutputIsFollowedAtTheVeryEndOnly()
{
    Bench bench(surprising(30));
    const CellId last = bench.notebook.idAt(29);
    const auto grow = [&](int lines) {
        bench.notebook.setOutputs(last, {Output::stream(u"stdout"_s, QString(lines, u'\n') + u'x')},
                                  {});
        QTest::qWait(30);
    };
    QScrollBar *const bar = bench.view.verticalScrollBar();
    bench.view.setCurrentCell(last);
    bench.driver.press(Qt::Key_End);

    grow(50);
    QCOMPARE(bar->value(), bar->maximum());
    grow(80);
    QCOMPARE(bar->value(), bar->maximum());
    bench.driver.scrollTo(bar->value() - 100);
    const int value = bar->value();
    grow(120);
    QCOMPARE(bar->value(), value);
}

void ViewScrollingTest::outputsDoNotPushTheLastCellOutOfSight()
{
    Bench bench(notebookOfCode({u"print()"_s, QString()}));
    const auto print = [&](int lines) {
        bench.notebook.setOutputs(bench.notebook.idAt(0),
                                  {Output::stream(u"stdout"_s, QString(lines, u'\n') + u'x')}, {});
        QTest::qWait(30);
    };
    bench.view.setCurrentCell(bench.notebook.idAt(1));

    print(2);
    QCOMPARE(bench.view.verticalScrollBar()->value(), 0); // there is room yet
    for (const int lines : {40, 80, 200}) {
        print(lines);
        QVERIFY(bench.top(1) > 0);
        QVERIFY(bench.driver.geometry(1).bounds.bottom() < bench.view.viewport()->height());
    }
    bench.driver.scrollTo(0);
    print(300);
    QCOMPARE(bench.view.verticalScrollBar()->value(), 0); // somebody reads
}

void ViewScrollingTest::outputsLeaveAnotherCellWhereItIs()
{
    Bench bench(notebookOfCode({u"print()"_s, u"a"_s, u"b"_s}));
    bench.view.setCurrentCell(bench.notebook.idAt(1));

    bench.notebook.setOutputs(bench.notebook.idAt(0),
                              {Output::stream(u"stdout"_s, QString(200, u'\n') + u'x')}, {});
    QTest::qWait(30);

    QCOMPARE(bench.view.verticalScrollBar()->value(), 0);
}

void ViewScrollingTest::endKeyReachesTheRealEnd()
{
    Bench bench(surprising(150));

    bench.driver.press(Qt::Key_End);

    const RowGeometry row = bench.driver.geometry(149);
    QVERIFY(row.bounds.bottom() < bench.view.viewport()->height());
    QVERIFY(row.bounds.bottom() > bench.view.viewport()->height() - 120);
    bench.driver.press(Qt::Key_Home);
    QVERIFY(bench.top(0) > 0);
}

void ViewScrollingTest::currentCellIsScrolledIntoView()
{
    Bench bench(surprising(200));

    for (const int cell : {120, 121, 3, 199, 80, 79, 0}) {
        bench.view.setCurrentCell(bench.notebook.idAt(cell));
        const RowGeometry row = bench.driver.geometry(cell);
        QVERIFY2(row.bounds.top() >= 0 && row.bounds.top() < bench.view.viewport()->height(),
                 qPrintable(QString::number(cell)));
        QVERIFY(row.bounds.bottom() < bench.view.viewport()->height() || row.bounds.top() < 40);
    }
}

void ViewScrollingTest::caretStaysInViewWhileTyping()
{
    Bench bench(notebookOfCode({u"a"_s, u"b"_s}));
    bench.driver.edit(0);

    for (int i = 0; i < 60; ++i) {
        bench.driver.press(Qt::Key_Return);
        bench.driver.type(u"x"_s);
    }

    const CellEditor *const editor = bench.driver.editor(0);
    const QRect caret = editor->caretRect().translated(editor->geometry().topLeft());
    QVERIFY(bench.view.viewport()->rect().contains(caret));
    QCOMPARE(editor->height(), 61 * CellEditor::lineHeight);
}

void ViewScrollingTest::resizingKeepsThePlace()
{
    Bench bench(surprising(100));
    bench.driver.scrollTo(3000);
    const int cell = bench.driver.firstVisible().first;

    bench.view.window()->resize(500, 600);
    QCoreApplication::processEvents();
    QCOMPARE(bench.driver.firstVisible().first, cell);
    bench.view.window()->resize(1000, 600);
    QCoreApplication::processEvents();
    QCOMPARE(bench.driver.firstVisible().first, cell);
}

void ViewScrollingTest::editedCellKeepsItsEditorOutOfSight()
{
    QStringList sources;
    for (int i = 0; i < 100; ++i)
        sources.append(u"x%1"_s.arg(i));
    Bench bench(notebookOfCode(sources));
    bench.driver.edit(0);

    bench.driver.scrollTo(bench.view.verticalScrollBar()->maximum());
    QVERIFY(bench.driver.editor(0)->hasFocus());
    bench.driver.press(Qt::Key_End);
    bench.driver.type(u"y"_s);

    QCOMPARE(bench.driver.source(0), u"x0y"_s);
    QVERIFY(bench.top(0) >= 0); // typing brought it back
}

void ViewScrollingTest::layoutsFarFromTheViewAreDropped()
{
    Bench bench(surprising(400));
    ImageCache images;
    const Theme theme = testTheme();
    CellRows rows(theme, images);
    rows.setPage(PageGeometry::forWidth(900));
    rows.reset(&bench.notebook);
    for (int row = 0; row < 400; ++row)
        rows.measure(row);

    rows.keepNear(200, 203);

    QVERIFY(rows.existingLayout(bench.notebook.idAt(0)) == nullptr);
    QVERIFY(rows.existingLayout(bench.notebook.idAt(201)) != nullptr);
    QVERIFY(rows.isMeasured(0)); // its height is remembered all the same
}

void ViewScrollingTest::veryLongCellCanBeEditedAtItsEnd()
{
    QStringList lines;
    for (int i = 0; i < 4000; ++i)
        lines.append(u"x%1 = %1"_s.arg(i));
    Bench bench(notebookOfCode({lines.join(u'\n'), u"after"_s}));
    bench.driver.edit(0);

    bench.driver.press(Qt::Key_End, Qt::ControlModifier);
    QCoreApplication::processEvents();
    bench.driver.type(u"7"_s);

    const CellEditor *const editor = bench.driver.editor(0);
    QVERIFY(bench.driver.source(0).endsWith(u"x3999 = 39997"));
    QVERIFY(bench.view.viewport()->rect().contains(
        editor->caretRect().translated(editor->geometry().topLeft())));
}

QTEST_MAIN(ViewScrollingTest)
#include "tst_viewscrolling.moc"
