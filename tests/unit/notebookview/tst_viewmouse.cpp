#include "notebook/NotebookEditor.h"
#include "support/ui/NotebookDriver.h"
#include "support/ui/TestTheme.h"

#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

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

    Notebook notebook;
    NotebookView view{testTheme()};
    NotebookDriver driver{view};
};

QByteArray redSquare()
{
    QImage image(80, 60, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

NotebookData withOutput(const Output &output)
{
    NotebookData data = notebookOfCode({u"show()"_s, u"after"_s});
    data.cells[0].outputs = {output};
    return data;
}

void turnWheel(QWidget *target, QPointF at, QPoint angle, Qt::KeyboardModifiers modifiers)
{
    QWheelEvent wheel(at, target->mapToGlobal(at), {}, angle, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(target, &wheel);
}

Output picture()
{
    DisplayContent content;
    content.data.parts = {{u"image/png"_s, redSquare().toBase64()}};
    return Output::display(content);
}

} // namespace

class ViewMouseTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void pictureIsPaintedAtItsRectangleOnly();
    void pictureCanBeCopiedAndSaved();
    void clickInTheFieldEdits();
    void clickInTheGutterSelects();
    void shiftClickExtendsTheSelection();
    void clickOnThePromptRuns();
    void draggingOverAnOutputSelectsItsText();
    void doubleClickOnAnOutputSelectsAWord();
    void linksAreTold();
    void dangerousLinksAreNot();
    void filesDroppedOnThePageAreTold();
    void filesDroppedOnAnEditorAreNotTyped();
    void wheelOverAnEditorScrollsThePage();
    void wheelWithShiftMovesLongCodeSideways();
    void wheelWithShiftMovesAWideTableSideways();
    void contextMenuNamesTheCell();
};

void ViewMouseTest::pictureIsPaintedAtItsRectangleOnly()
{
    Bench bench(withOutput(picture()));
    const QPoint origin = bench.driver.geometry(0).body.topLeft();

    QTRY_COMPARE(bench.driver.picture().pixelColor(origin + QPoint(40, 30)), QColor(Qt::red));
    const QImage painted = bench.driver.picture();
    QCOMPARE(painted.pixelColor(origin + QPoint(2, 2)), QColor(Qt::red));
    QCOMPARE(painted.pixelColor(origin + QPoint(77, 57)), QColor(Qt::red));
    const QColor page = testTheme().color(ColorRole::Page);
    QCOMPARE(painted.pixelColor(origin + QPoint(120, 30)), page);
    QCOMPARE(painted.pixelColor(origin + QPoint(-3, 30)), page);
    QCOMPARE(painted.pixelColor(origin + QPoint(40, -4)), page);
}

void ViewMouseTest::pictureCanBeCopiedAndSaved()
{
    Bench bench(withOutput(picture()));
    const QPoint inside = bench.view.viewport()->mapToGlobal(bench.driver.geometry(0).body.topLeft()
                                                             + QPoint(40, 30));
    QSignalSpy saved(&bench.view, &NotebookView::saveImageRequested);

    QTRY_COMPARE(bench.view.imageUnder(inside).size(), QSize(80, 60));
    bench.view.saveImageUnder(inside);

    QCOMPARE(saved.size(), 1);
    QCOMPARE(saved[0][0].toByteArray(), redSquare());
    QCOMPARE(saved[0][1].toString(), u"figure-1.png"_s);
    QVERIFY(bench.view.imageUnder(inside + QPoint(300, 0)).isNull());
}

void ViewMouseTest::clickInTheFieldEdits()
{
    Bench bench(notebookOfCode({u"a"_s, u"b = 1"_s}));

    QTest::mouseClick(bench.driver.editor(1)->viewport(), Qt::LeftButton, {}, QPoint(200, 5));

    QCOMPARE(bench.driver.currentIndex(), 1);
    QCOMPARE(bench.view.mode(), ViewMode::Edit);
    QCOMPARE(bench.view.caretPosition(), 5);
}

void ViewMouseTest::clickInTheGutterSelects()
{
    Bench bench(notebookOfCode({u"a"_s, u"b"_s}));
    bench.driver.edit(0);

    bench.driver.select(1);

    QCOMPARE(bench.driver.currentIndex(), 1);
    QCOMPARE(bench.view.mode(), ViewMode::Command);
    QVERIFY(bench.view.hasFocus());
}

void ViewMouseTest::shiftClickExtendsTheSelection()
{
    Bench bench(withOutput(Output::stream(u"stdout"_s, u"text\n"_s)));
    bench.driver.select(1);

    bench.driver.clickBody(0, {4, 4}, Qt::ShiftModifier);

    QCOMPARE(bench.view.selectedCells().size(), 2);
}

void ViewMouseTest::clickOnThePromptRuns()
{
    Bench bench(notebookOfCode({u"a"_s, u"b"_s}));
    QSignalSpy run(&bench.view, &NotebookView::runRequested);

    bench.driver.clickPrompt(1);

    QCOMPARE(run.size(), 1);
    QCOMPARE(run[0][0].value<CellId>(), bench.notebook.idAt(1));
}

void ViewMouseTest::draggingOverAnOutputSelectsItsText()
{
    Bench bench(withOutput(Output::stream(u"stdout"_s, u"hello world\nsecond line\n"_s)));
    const QRect body = bench.driver.geometry(0).body;
    QWidget *const viewport = bench.view.viewport();

    QTest::mousePress(viewport, Qt::LeftButton, {}, body.topLeft() + QPoint(0, 6));
    QTest::mouseMove(viewport, body.topLeft() + QPoint(30, 8));
    QTest::mouseMove(viewport, body.bottomRight() - QPoint(5, 2));
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, body.bottomRight() - QPoint(5, 2));

    QVERIFY2(bench.view.selectedText().contains(u"hello world\nsecond line"),
             qPrintable(bench.view.selectedText()));
    QVERIFY(bench.view.copySelection());
    QCOMPARE(QGuiApplication::clipboard()->text(), bench.view.selectedText());
    bench.driver.select(1);
    QVERIFY(bench.view.selectedText().isEmpty());
    QVERIFY(!bench.view.copySelection());
}

void ViewMouseTest::doubleClickOnAnOutputSelectsAWord()
{
    Bench bench(withOutput(Output::stream(u"stdout"_s, u"hello world\n"_s)));

    bench.driver.doubleClickBody(0, {10, 8});

    QCOMPARE(bench.view.selectedText(), u"hello"_s);
}

void ViewMouseTest::linksAreTold()
{
    NotebookData data = notebookOfCode({u"a"_s});
    data.cells.append(Cell::markdown(u"[link link link](https://example.org/x)"_s));
    Bench bench(data);
    QSignalSpy links(&bench.view, &NotebookView::linkActivated);

    bench.driver.clickBody(1, {20, 12});

    QCOMPARE(links.size(), 1);
    QCOMPARE(links[0][0].toUrl(), QUrl(u"https://example.org/x"_s));
}

void ViewMouseTest::dangerousLinksAreNot()
{
    NotebookData data = notebookOfCode({u"a"_s});
    data.cells.append(Cell::markdown(u"[link link link](file:///etc/passwd)"_s));
    data.cells.append(Cell::markdown(u"[link link link](javascript:alert(1))"_s));
    Bench bench(data);
    QSignalSpy links(&bench.view, &NotebookView::linkActivated);

    bench.driver.clickBody(1, {20, 12});
    bench.driver.clickBody(2, {20, 12});

    QCOMPARE(links.size(), 0);
}

void ViewMouseTest::filesDroppedOnThePageAreTold()
{
    Bench bench(notebookOfCode({u"a"_s}));
    QSignalSpy dropped(&bench.view, &NotebookView::filesDropped);
    QSignalSpy active(&bench.view, &NotebookView::fileDragActiveChanged);

    bench.driver.dropFiles({u"/data/a b.csv"_s}, {10, 300});

    QCOMPARE(dropped.size(), 1);
    QCOMPARE(dropped[0][0].toStringList(), QStringList{u"/data/a b.csv"_s});
    QCOMPARE(active.size(), 2);
    QCOMPARE(active.last()[0].toBool(), false);
}

void ViewMouseTest::filesDroppedOnAnEditorAreNotTyped()
{
    Bench bench(notebookOfCode({u"a"_s}));
    QSignalSpy dropped(&bench.view, &NotebookView::filesDropped);

    bench.driver.dropFiles({u"/data/a.csv"_s}, bench.driver.geometry(0).editor.center());

    QCOMPARE(dropped.size(), 1);
    QCOMPARE(bench.driver.source(0), u"a"_s);
}

void ViewMouseTest::wheelOverAnEditorScrollsThePage()
{
    QStringList sources;
    for (int i = 0; i < 60; ++i)
        sources.append(u"x\ny"_s);
    Bench bench(notebookOfCode(sources));
    QWidget *const target = bench.driver.editor(1)->viewport();
    const QPointF inside(20, 20);

    turnWheel(target, inside, {0, -120}, Qt::NoModifier);

    QVERIFY(bench.view.verticalScrollBar()->value() > 0);
}

void ViewMouseTest::wheelWithShiftMovesLongCodeSideways()
{
    Bench bench(notebookOfCode({u"x = "_s + QString(500, u'1')}));
    CellEditor *const editor = bench.driver.editor(0);
    (void)bench.driver.picture(); // Scintilla learns the width of a line when it paints it

    turnWheel(editor->viewport(), {20, 10}, {0, -120}, Qt::ShiftModifier);
    QVERIFY(editor->SendScintilla(QsciScintillaBase::SCI_GETXOFFSET) > 0);

    turnWheel(editor->viewport(), {20, 10}, {0, 1200}, Qt::ShiftModifier);
    QCOMPARE(editor->SendScintilla(QsciScintillaBase::SCI_GETXOFFSET), 0L);
}

void ViewMouseTest::wheelWithShiftMovesAWideTableSideways()
{
    QString row;
    for (int i = 0; i < 60; ++i)
        row += u"<td>column_%1</td>"_s.arg(i);
    DisplayContent table;
    table.data.parts = {{u"text/html"_s, (u"<table><tr>"_s + row + u"</tr></table>"_s).toUtf8()}};
    Bench bench(withOutput(Output::display(table)));
    const QPoint inside = bench.driver.geometry(0).body.topLeft() + QPoint(10, 10);
    const QImage before = bench.driver.picture();

    turnWheel(bench.view.viewport(), inside, {0, -120}, Qt::ShiftModifier);

    const QImage after = bench.driver.picture();
    QVERIFY(after != before);
    turnWheel(bench.view.viewport(), inside, {120, 0}, Qt::NoModifier); // a swipe back
    QCOMPARE(bench.driver.picture(), before);
}

void ViewMouseTest::contextMenuNamesTheCell()
{
    Bench bench(notebookOfCode({u"a"_s, u"b"_s}));
    QSignalSpy menu(&bench.view, &NotebookView::contextMenuRequested);
    const QPoint inside = bench.driver.geometry(1).bounds.topLeft() + QPoint(5, 5);

    QContextMenuEvent event(QContextMenuEvent::Mouse, inside,
                            bench.view.viewport()->mapToGlobal(inside));
    QApplication::sendEvent(bench.view.viewport(), &event);

    QCOMPARE(menu.size(), 1);
    QCOMPARE(menu[0][0].value<CellId>(), bench.notebook.idAt(1));
    QCOMPARE(bench.driver.currentIndex(), 1);
}

QTEST_MAIN(ViewMouseTest)
#include "tst_viewmouse.moc"
