#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <QTest>

#include <malloc.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// What the program holds of memory it asked for.
qint64 heldBytes()
{
    const struct mallinfo2 info = mallinfo2();
    return static_cast<qint64>(info.uordblks + info.hblkhd);
}

/// Two megabytes of text, in memory of its own each time: as it comes from a clipboard.
QString longText()
{
    return u"print('some line of a long text')\n"_s.repeated(2 * 1024 * 1024 / 34);
}

} // namespace

/// Long texts are kept once, however often they are pasted and taken back.
class UndoMemoryTest : public QObject
{
    Q_OBJECT
private slots:
    void textPastedAgainAndAgainIsKeptOnce();
    void cellsPastedAgainAndAgainAreKeptOnce();
    void clearedOutputsAreKeptOnce();
    void whatNobodyHoldsIsLetGo();
    void replacementsKeepWhatDiffers();
};

void UndoMemoryTest::textPastedAgainAndAgainIsKeptOnce()
{
    NotebookData data;
    data.cells = QList<Cell>(50, Cell::code({}));
    Notebook notebook(std::move(data));
    NotebookEditor editor(notebook);
    const qint64 textBytes = longText().size() * qint64(sizeof(QChar));
    const qint64 before = heldBytes();

    for (int i = 0; i < 50; ++i)
        editor.setSource(notebook.idAt(i), longText());
    for (int round = 0; round < 3; ++round) {
        while (notebook.undoStack().canUndo())
            notebook.undoStack().undo();
        while (notebook.undoStack().canRedo())
            notebook.undoStack().redo();
    }
    for (int i = 0; i < 50; ++i) // all of it deleted, and pasted again
        editor.setSource(notebook.idAt(i), {});
    for (int i = 0; i < 50; ++i)
        editor.setSource(notebook.idAt(i), longText());

    QCOMPARE(notebook.cellAt(49).source.size(), longText().size());
    QVERIFY2(heldBytes() - before < 2 * textBytes,
             qPrintable(QString::number(heldBytes() - before)));
}

void UndoMemoryTest::cellsPastedAgainAndAgainAreKeptOnce()
{
    Notebook notebook;
    NotebookEditor editor(notebook);
    const qint64 textBytes = longText().size() * qint64(sizeof(QChar));
    const qint64 before = heldBytes();

    for (int i = 0; i < 50; ++i) {
        Cell cell = Cell::code(longText());
        // As cut from elsewhere: the output is a part of a text that holds the source, too.
        const QByteArray whole
            = longText().toLatin1() + Output::stream(u"stdout"_s, longText()).json().toByteArray();
        const qsizetype begin = longText().size();
        cell.outputs = {Output::fromJson(ByteSlice(whole, begin, whole.size() - begin))};
        editor.insertCells(0, {cell});
        if (i % 2 == 0)
            editor.removeCells({notebook.idAt(0)});
    }

    QVERIFY2(heldBytes() - before < 3 * textBytes,
             qPrintable(QString::number(heldBytes() - before)));
}

void UndoMemoryTest::clearedOutputsAreKeptOnce()
{
    Notebook notebook;
    NotebookEditor editor(notebook);
    const CellId id = notebook.idAt(0);
    notebook.setOutputs(id, {Output::stream(u"stdout"_s, longText())}, 1);
    const qint64 before = heldBytes();

    for (int i = 0; i < 50; ++i) {
        editor.clearOutputs({id});
        notebook.undoStack().undo();
        editor.setKind(id, CellKind::Markdown);
        notebook.undoStack().undo();
    }
    editor.clearOutputs({id});

    QVERIFY2(heldBytes() - before < 1024 * 1024, qPrintable(QString::number(heldBytes() - before)));
}

void UndoMemoryTest::whatNobodyHoldsIsLetGo()
{
    NotebookData data;
    data.cells = {Cell::code({})};
    Notebook notebook(std::move(data));
    NotebookEditor editor(notebook);
    const qint64 before = heldBytes();
    editor.setSource(notebook.idAt(0), longText());
    notebook.undoStack().undo();
    notebook.undoStack().clear();

    editor.setSource(notebook.idAt(0),
                     u"y"_s.repeated(SharedTexts::longBytes)); // the next long one

    QVERIFY2(heldBytes() - before < 1024 * 1024, qPrintable(QString::number(heldBytes() - before)));
}

void UndoMemoryTest::replacementsKeepWhatDiffers()
{
    NotebookData data;
    data.cells = {Cell::code(u"a"_s + longText() + u"a"_s)};
    Notebook notebook(std::move(data));
    NotebookEditor editor(notebook);
    const qsizetype last = notebook.cellAt(0).source.size() - 1;
    const qint64 before = heldBytes();

    for (int i = 0; i < 20; ++i) {
        const QString was = i % 2 == 0 ? u"a"_s : u"b"_s;
        const QString is = i % 2 == 0 ? u"b"_s : u"a"_s;
        editor.replaceMatches(notebook.idAt(0), {{0, was, is}, {last, was, is}});
    }

    QCOMPARE(notebook.undoStack().count(), 20);
    QVERIFY2(heldBytes() - before < 1024 * 1024, qPrintable(QString::number(heldBytes() - before)));
}

QTEST_GUILESS_MAIN(UndoMemoryTest)
#include "tst_undomemory.moc"
