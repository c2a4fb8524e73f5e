#include "notebook/ipynb/OutputWriter.h"
#include "notebook/json/JsonEquality.h"
#include "notebook/merge/NotebookReplacement.h"
#include "unit/notebook/StrangeFiles.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QString reloadName = u"Reload"_s;

QStringList sourcesOf(const Notebook &notebook)
{
    QStringList sources;
    for (int i = 0; i < notebook.cellCount(); ++i)
        sources += notebook.cellAt(i).source;
    return sources;
}

/// As a file would hold it: a text may be written as the list of its lines.
QByteArray laidOut(const Output &output)
{
    QByteArray json;
    const FileStyle style;
    JsonWriter writer(json, style);
    if (OutputWriter::isWritable(output))
        OutputWriter::write(writer, output);
    return json;
}

void compareContent(const NotebookData &left, const NotebookData &right)
{
    QCOMPARE(left.cells.size(), right.cells.size());
    QVERIFY(JsonEquality::isSameObject(left.metadata, right.metadata));
    for (qsizetype i = 0; i < left.cells.size(); ++i) {
        const Cell &one = left.cells.at(i);
        const Cell &other = right.cells.at(i);
        QCOMPARE(one.kind, other.kind);
        QCOMPARE(one.source, other.source);
        QCOMPARE(one.executionCount, other.executionCount);
        QVERIFY(JsonEquality::isSameObject(one.metadata, other.metadata));
        QCOMPARE(one.outputs.size(), other.outputs.size());
        for (qsizetype j = 0; j < one.outputs.size(); ++j)
            QCOMPARE(laidOut(one.outputs.at(j)), laidOut(other.outputs.at(j)));
    }
}

} // namespace

class NotebookReplacementTest : public QObject
{
    Q_OBJECT
private slots:
    void isOneStepWithTheGivenName();
    void nothingToDoIsNoStep();
    void anotherLayoutIsNoChange();
    void matchedCellsKeepTheirIds();
    void fewestStepsAreTaken_data();
    void fewestStepsAreTaken();
    void undoGivesBackTheBytesExactly();
    void outputsAreUndone();
    void reloadedNotebookCountsAsSaved();
    void savingAfterReloadGivesTheFilesBytes();
    void undoneReloadIsAChange();
    void typingAfterReloadIsAStepOfItsOwn();
    void olderStepsSurviveAReload();
    void localChangesSurviveARebase();
    void languageFollowsTheMetadata();
    void anyNotebookBecomesAnyOther_data();
    void anyNotebookBecomesAnyOther();
};

void NotebookReplacementTest::isOneStepWithTheGivenName()
{
    Notebook notebook(dataOf(fileOf({u"a"_s, u"b"_s, u"c"_s})));

    NotebookReplacement::apply(notebook, dataOf(fileOf({u"c"_s, u"new"_s, u"id-a:changed"_s})),
                               reloadName);

    QCOMPARE(sourcesOf(notebook), (QStringList{u"c"_s, u"new"_s, u"changed"_s}));
    QCOMPARE(notebook.undoStack().count(), 1);
    QCOMPARE(notebook.undoStack().undoText(), reloadName);
}

void NotebookReplacementTest::nothingToDoIsNoStep()
{
    const QByteArray text = fileOf({u"a"_s, u"b"_s});
    Notebook notebook(dataOf(text));
    NotebookReplacement::reload(notebook, dataOf(text), reloadName);
    QCOMPARE(notebook.undoStack().count(), 0);
}

void NotebookReplacementTest::anotherLayoutIsNoChange()
{
    Notebook notebook(dataOf(fileOf({u"a\na"_s, u"b"_s})));
    const QByteArray other = relaid(fileOf({u"a\na"_s, u"b"_s}), "    ");

    NotebookReplacement::reload(notebook, dataOf(other), reloadName);

    QCOMPARE(notebook.undoStack().count(), 0);
    QCOMPARE(written(notebook), other);
    NotebookEditor(notebook).setSource(notebook.idAt(1), u"c"_s);
    QCOMPARE(written(notebook), QByteArray(other).replace("\"b\"\n", "\"c\"\n"));
}

void NotebookReplacementTest::matchedCellsKeepTheirIds()
{
    Notebook notebook(dataOf(fileOf({u"a"_s, u"b"_s, u"c"_s})));
    const CellId a = notebook.idAt(0);
    const CellId c = notebook.idAt(2);

    NotebookReplacement::apply(notebook, dataOf(fileOf({u"c"_s, u"id-a:changed"_s})), reloadName);

    QCOMPARE(notebook.idAt(0), c);
    QCOMPARE(notebook.idAt(1), a);
}

void NotebookReplacementTest::fewestStepsAreTaken_data()
{
    QTest::addColumn<QStringList>("target");
    QTest::addColumn<int>("inserted");
    QTest::addColumn<int>("removed");
    QTest::addColumn<int>("moved");
    QTest::addColumn<int>("changed");
    QTest::newRow("last first") << QStringList{u"d"_s, u"a"_s, u"b"_s, u"c"_s} << 0 << 0 << 1 << 0;
    QTest::newRow("first last") << QStringList{u"b"_s, u"c"_s, u"d"_s, u"a"_s} << 0 << 0 << 1 << 0;
    QTest::newRow("two inside") << QStringList{u"a"_s, u"x"_s, u"y"_s, u"b"_s, u"c"_s, u"d"_s} << 2
                                << 0 << 0 << 0;
    QTest::newRow("one out") << QStringList{u"a"_s, u"b"_s, u"d"_s} << 0 << 1 << 0 << 0;
    QTest::newRow("text") << QStringList{u"a"_s, u"id-b:B"_s, u"c"_s, u"d"_s} << 0 << 0 << 0 << 1;
}

void NotebookReplacementTest::fewestStepsAreTaken()
{
    QFETCH(const QStringList, target);
    QFETCH(const int, inserted);
    QFETCH(const int, removed);
    QFETCH(const int, moved);
    QFETCH(const int, changed);
    Notebook notebook(dataOf(fileOf({u"a"_s, u"b"_s, u"c"_s, u"d"_s})));
    const QSignalSpy insertions(&notebook, &Notebook::cellInserted);
    const QSignalSpy removals(&notebook, &Notebook::cellRemoved);
    const QSignalSpy moves(&notebook, &Notebook::cellMoved);
    const QSignalSpy edits(&notebook, &Notebook::cellSourceChanged);

    NotebookReplacement::apply(notebook, dataOf(fileOf(target)), reloadName);

    QCOMPARE(insertions.count(), inserted);
    QCOMPARE(removals.count(), removed);
    QCOMPARE(moves.count(), moved);
    QCOMPARE(edits.count(), changed);
}

void NotebookReplacementTest::undoGivesBackTheBytesExactly()
{
    const QByteArray text = relaid(fileOf({u"a"_s, u"b"_s, u"c"_s}), "   ");
    Notebook notebook(dataOf(text));

    NotebookReplacement::apply(notebook, dataOf(fileOf({u"c"_s, u"new"_s, u"id-a:x"_s})),
                               reloadName);
    notebook.undoStack().undo();

    QCOMPARE(written(notebook), text);
    QVERIFY(!notebook.isModified());
}

void NotebookReplacementTest::outputsAreUndone()
{
    NotebookData file = dataOf(fileOf({u"a"_s}));
    Notebook notebook(file);
    file.cells[0].outputs = {Output::stream(u"stdout"_s, u"1"_s)};
    file.cells[0].executionCount = 7;
    NotebookReplacement::apply(notebook, file, reloadName);
    QCOMPARE(notebook.cellAt(0).outputs, file.cells.at(0).outputs);
    QCOMPARE(notebook.cellAt(0).executionCount, 7);

    notebook.undoStack().undo();

    QVERIFY(notebook.cellAt(0).outputs.isEmpty());
    QVERIFY(!notebook.cellAt(0).executionCount);
}

void NotebookReplacementTest::reloadedNotebookCountsAsSaved()
{
    Notebook notebook(dataOf(fileOf({u"a"_s})));
    NotebookReplacement::reload(notebook, dataOf(fileOf({u"id-a:b"_s})), reloadName);
    QVERIFY(!notebook.isModified());
}

void NotebookReplacementTest::savingAfterReloadGivesTheFilesBytes()
{
    Notebook notebook(dataOf(fileOf({u"a"_s, u"b"_s})));
    const QByteArray changed = fileOf({u"b"_s, u"id-a:c"_s, u"d"_s}, "\t");
    NotebookReplacement::reload(notebook, dataOf(changed), reloadName);
    QCOMPARE(written(notebook), changed);
}

void NotebookReplacementTest::undoneReloadIsAChange()
{
    Notebook notebook(dataOf(fileOf({u"a"_s, u"b"_s})));
    const QByteArray changed = fileOf({u"id-a:x"_s}, "\t");
    NotebookReplacement::reload(notebook, dataOf(changed), reloadName);

    notebook.undoStack().undo();
    QVERIFY(notebook.isModified());
    // The old content, in the layout of the file that is there now.
    QCOMPARE(written(notebook), fileOf({u"a"_s, u"b"_s}, "\t"));

    notebook.undoStack().redo();
    QVERIFY(!notebook.isModified());
    QCOMPARE(written(notebook), changed);
}

void NotebookReplacementTest::typingAfterReloadIsAStepOfItsOwn()
{
    Notebook notebook(dataOf(fileOf({u"a"_s})));
    NotebookReplacement::reload(notebook, dataOf(fileOf({u"id-a:ab"_s})), reloadName);

    NotebookEditor(notebook).setSource(notebook.idAt(0), u"abc"_s);
    notebook.undoStack().undo();

    QCOMPARE(notebook.cellAt(0).source, u"ab"_s);
    QVERIFY(!notebook.isModified());
}

void NotebookReplacementTest::olderStepsSurviveAReload()
{
    Notebook notebook(dataOf(fileOf({u"a"_s, u"b"_s})));
    NotebookEditor(notebook).setSource(notebook.idAt(0), u"first"_s);
    notebook.markSaved();
    NotebookReplacement::reload(notebook, dataOf(fileOf({u"b"_s, u"id-a:second"_s})), reloadName);

    notebook.undoStack().undo();
    QCOMPARE(sourcesOf(notebook), (QStringList{u"first"_s, u"b"_s}));
    notebook.undoStack().undo();
    QCOMPARE(sourcesOf(notebook), (QStringList{u"a"_s, u"b"_s}));
}

void NotebookReplacementTest::localChangesSurviveARebase()
{
    Notebook notebook(dataOf(fileOf({u"a"_s, u"b"_s, u"c"_s})));
    NotebookEditor(notebook).setSource(notebook.idAt(1), u"mine"_s);

    NotebookReplacement::rebase(notebook, dataOf(fileOf({u"a"_s, u"b"_s, u"c"_s}, "    ")));

    QVERIFY(notebook.isModified());
    QCOMPARE(written(notebook), fileOf({u"a"_s, u"id-b:mine"_s, u"c"_s}, "    "));
}

void NotebookReplacementTest::languageFollowsTheMetadata()
{
    Notebook notebook(dataOf(fileOf({u"a"_s})));
    QCOMPARE(notebook.language(), u"python"_s);
    const QSignalSpy changes(&notebook, &Notebook::notebookMetadataChanged);
    NotebookData file = notebook.snapshot();
    file.metadata = R"({"language_info": {"name": "R"}})";

    NotebookReplacement::apply(notebook, file, reloadName);
    QCOMPARE(notebook.language(), u"r"_s);
    notebook.undoStack().undo();
    QCOMPARE(notebook.language(), u"python"_s);
    QCOMPARE(changes.count(), 2);
}

void NotebookReplacementTest::anyNotebookBecomesAnyOther_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<unsigned>("seed");
    const QDir folder(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/data/notebooks"));
    unsigned seed = 1;
    for (const QString &name : folder.entryList({u"*.ipynb"_s}, QDir::Files, QDir::Name)) {
        const QByteArray text = contentOf(folder.filePath(name));
        if (IpynbReader::read(text))
            QTest::newRow(qPrintable(name)) << text << seed++;
    }
    QVERIFY(seed > 1);
}

void NotebookReplacementTest::anyNotebookBecomesAnyOther()
{
    QFETCH(const QByteArray, text);
    QFETCH(const unsigned, seed);
    Stranger stranger(seed);
    for (int round = 0; round < 60; ++round) {
        const QByteArray before = stranger.change(text);
        const QByteArray after = stranger.change(before);
        Notebook notebook(dataOf(before));

        NotebookReplacement::apply(notebook, dataOf(after), reloadName);
        compareContent(notebook.snapshot(), dataOf(after));
        compareContent(dataOf(written(notebook)), dataOf(after));
        const int steps = notebook.undoStack().count();
        QVERIFY(steps <= 1);
        notebook.undoStack().undo();
        QCOMPARE(written(notebook), before);
        notebook.undoStack().redo();

        NotebookReplacement::rebase(notebook, dataOf(after));
        QCOMPARE(written(notebook), after);
        notebook.undoStack().undo();
        compareContent(notebook.snapshot(), dataOf(before));
        compareContent(dataOf(written(notebook)), steps == 0 ? dataOf(after) : dataOf(before));
        notebook.undoStack().redo();
        QCOMPARE(written(notebook), after);
    }
}

QTEST_GUILESS_MAIN(NotebookReplacementTest)
#include "tst_notebookreplacement.moc"
