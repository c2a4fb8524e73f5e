#include "notebook/Notebook.h"

#include "notebook/ipynb/IpynbReader.h"
#include "notebook/NotebookEditor.h"

#include <QSignalSpy>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QList<Output> someOutputs()
{
    return {Output::stream(u"stdout"_s, u"out"_s)};
}

} // namespace

class NotebookTest : public QObject
{
    Q_OBJECT
private slots:
    void aNewNotebookHasOneEmptyCodeCell();
    void outputsCountAsModificationUntilSaved();
    void undoBackToTheSavedStateIsUnmodified();
    void theSameOutputsChangeNothing();
    void everyChangeRaisesTheRevision();
    void indexesAreRightHoweverCellsMoved();
    void aSnapshotIsNotChangedByLaterEdits();
    void theLanguageComesFromTheMetadata_data();
    void theLanguageComesFromTheMetadata();
};

void NotebookTest::aNewNotebookHasOneEmptyCodeCell()
{
    const Notebook notebook;
    QCOMPARE(notebook.cellCount(), 1);
    QCOMPARE(notebook.cellAt(0).kind, CellKind::Code);
    QVERIFY(notebook.cellAt(0).source.isEmpty());
    QVERIFY(notebook.idAt(0).isValid());
    QVERIFY(!notebook.isModified());
    QCOMPARE(notebook.language(), u"python"_s);
    QVERIFY(notebook.faults().isEmpty());
}

void NotebookTest::outputsCountAsModificationUntilSaved()
{
    Notebook notebook;
    QSignalSpy modified(&notebook, &Notebook::modifiedChanged);
    QSignalSpy outputs(&notebook, &Notebook::cellOutputsChanged);
    notebook.setOutputs(notebook.idAt(0), someOutputs(), 1);
    QVERIFY(notebook.isModified());
    QCOMPARE(outputs.count(), 1);
    notebook.setOutputs(notebook.idAt(0), {}, std::nullopt);
    QVERIFY(notebook.isModified());
    QCOMPARE(modified.count(), 1);
    notebook.markSaved();
    QVERIFY(!notebook.isModified());
    QCOMPARE(modified.count(), 2);
}

void NotebookTest::undoBackToTheSavedStateIsUnmodified()
{
    Notebook notebook;
    QSignalSpy modified(&notebook, &Notebook::modifiedChanged);
    NotebookEditor editor(notebook);
    editor.setSource(notebook.idAt(0), u"a"_s);
    notebook.markSaved();
    editor.insertCells(0, {Cell::markdown(u"m"_s)});
    QVERIFY(notebook.isModified());
    notebook.undoStack().undo();
    QVERIFY(!notebook.isModified());
    notebook.undoStack().undo();
    QVERIFY(notebook.isModified());
    notebook.undoStack().redo();
    QVERIFY(!notebook.isModified());
    QCOMPARE(modified.count(), 6);
}

void NotebookTest::theSameOutputsChangeNothing()
{
    Notebook notebook;
    notebook.setOutputs(notebook.idAt(0), someOutputs(), 1);
    const quint64 revision = notebook.revision();
    notebook.setOutputs(notebook.idAt(0), someOutputs(), 1);
    notebook.setOutputs(CellId(77), someOutputs(), 1);
    QCOMPARE(notebook.revision(), revision);
}

void NotebookTest::everyChangeRaisesTheRevision()
{
    Notebook notebook;
    NotebookEditor editor(notebook);
    quint64 last = notebook.revision();
    const auto hasGrown = [&last, &notebook] {
        return std::exchange(last, notebook.revision()) < notebook.revision();
    };
    editor.setSource(notebook.idAt(0), u"a"_s);
    QVERIFY(hasGrown());
    editor.insertCells(0, {Cell::code(u"b"_s)});
    QVERIFY(hasGrown());
    editor.moveCell(notebook.idAt(0), 1);
    QVERIFY(hasGrown());
    notebook.setOutputs(notebook.idAt(0), someOutputs(), 1);
    QVERIFY(hasGrown());
    editor.setKind(notebook.idAt(0), CellKind::Raw);
    QVERIFY(hasGrown());
    editor.removeCells({notebook.idAt(0)});
    QVERIFY(hasGrown());
    notebook.undoStack().undo();
    QVERIFY(hasGrown());
}

void NotebookTest::indexesAreRightHoweverCellsMoved()
{
    NotebookData data;
    for (int i = 0; i < 50; ++i)
        data.cells += Cell::code(QString::number(i));
    Notebook notebook(data);
    NotebookEditor editor(notebook);
    editor.moveCell(notebook.idAt(0), 49);
    editor.insertCells(10, {Cell::code({}), Cell::code({}), Cell::code({})});
    editor.moveCell(notebook.idAt(40), 2);
    editor.removeCells({notebook.idAt(5), notebook.idAt(6), notebook.idAt(45)});
    for (int i = notebook.cellCount() - 1; i >= 0; --i) {
        QCOMPARE(notebook.indexOf(notebook.idAt(i)), i);
        QCOMPARE(notebook.find(notebook.idAt(i)), &notebook.cellAt(i));
    }
    QCOMPARE(notebook.indexOf(CellId()), -1);
}

void NotebookTest::aSnapshotIsNotChangedByLaterEdits()
{
    Notebook notebook;
    NotebookEditor(notebook).setSource(notebook.idAt(0), u"a"_s);
    const NotebookData snapshot = notebook.snapshot();
    NotebookEditor(notebook).setSource(notebook.idAt(0), u"b"_s);
    QCOMPARE(snapshot.cells.first().source, u"a"_s);
    QCOMPARE(snapshot.metadata, NotebookData::empty().metadata);
}

void NotebookTest::theLanguageComesFromTheMetadata_data()
{
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<QString>("language");
    QTest::newRow("nothing") << QByteArray() << u"python"_s;
    QTest::newRow("empty") << QByteArray("{}") << u"python"_s;
    QTest::newRow("info") << QByteArray(R"({"language_info": {"name": "julia"}})") << u"julia"_s;
    QTest::newRow("kernel") << QByteArray(R"({"kernelspec": {"language": "R"}})") << u"r"_s;
    QTest::newRow("info wins") << QByteArray(
        R"({"kernelspec": {"language": "R"}, "language_info": {"name": "python"}})")
                               << u"python"_s;
    QTest::newRow("of another shape")
        << QByteArray(R"({"language_info": "julia", "kernelspec": []})") << u"python"_s;
}

void NotebookTest::theLanguageComesFromTheMetadata()
{
    QFETCH(const QByteArray, metadata);
    NotebookData data;
    data.metadata = metadata;
    QTEST(Notebook(data).language(), "language");
}

QTEST_GUILESS_MAIN(NotebookTest)
#include "tst_notebook.moc"
