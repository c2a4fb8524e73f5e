#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/undo/UndoNames.h"

#include <QSignalSpy>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<Notebook> notebookWith(const QStringList &sources)
{
    NotebookData data;
    for (const QString &source : sources)
        data.cells += Cell::code(source);
    return std::make_unique<Notebook>(data);
}

QStringList sourcesOf(const Notebook &notebook)
{
    QStringList sources;
    for (int i = 0; i < notebook.cellCount(); ++i)
        sources += notebook.cellAt(i).source;
    return sources;
}

QList<Output> someOutputs(const QString &text = u"out"_s)
{
    return {Output::stream(u"stdout"_s, text)};
}

/// Follows the notebook by its signals alone, as a view does.
class Follower : public QObject
{
public:
    explicit Follower(Notebook &notebook)
    {
        for (int i = 0; i < notebook.cellCount(); ++i)
            ids += notebook.idAt(i);
        connect(&notebook, &Notebook::cellInserted, this,
                [this, &notebook](int index) { ids.insert(index, notebook.idAt(index)); });
        connect(&notebook, &Notebook::cellRemoved, this, [this](int index, CellId id) {
            QCOMPARE(ids.at(index), id);
            ids.removeAt(index);
        });
        connect(&notebook, &Notebook::cellMoved, this,
                [this](int from, int to) { ids.move(from, to); });
    }

    QList<CellId> ids;
};

QList<CellId> idsOf(const Notebook &notebook)
{
    QList<CellId> ids;
    for (int i = 0; i < notebook.cellCount(); ++i)
        ids += notebook.idAt(i);
    return ids;
}

} // namespace

class NotebookEditorTest : public QObject
{
    Q_OBJECT
private slots:
    void everyStepHasItsName_data();
    void everyStepHasItsName();
    void undoAndRedoGiveTheSameCells_data();
    void undoAndRedoGiveTheSameCells();
    void aViewCanFollowByTheSignals();
    void removedCellsComeBackWithTheirIdsAndPlaces();
    void lateCommandsDoNothing();
    void splitCutsAtTheLineFeedAndGivesOutputsToTheSecondHalf();
    void splitNeverCutsASurrogatePair();
    void mergeKeepsKindOfTheFirstAndOutputsOfTheLast();
    void changingTheKindDropsOutputsUntilUndo();
    void whatARunBringsWhileTheCellIsNoCodeComesWithUndo();
    void clearedOutputsComeBack();
    void outputsOfARunAreNotLostByUndo();
    void outputsThatArriveForADeletedCellComeBackWithIt();
    void aTransactionIsOneStep();
    void anEmptyTransactionIsNoStep();
    void mergingTextCellsKeepsAllAttachments();
    void mergingRenamesEncodedAddressesToo();
    void undoneCodeCellHasNoOutputsAndGetsThemBack();
    void nestedTransactionsAreOneStep();
    void undoSuggestsTheCellThatShouldBeCurrent();
    void cellsOfForgottenStepsAreFreed();
};

using Edit = std::function<void(Notebook &, NotebookEditor &)>;
Q_DECLARE_METATYPE(Edit)

void NotebookEditorTest::everyStepHasItsName_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *name, const Edit &edit) {
        QTest::newRow(name) << edit << QString::fromLatin1(name);
    };
    row(UndoNames::typing,
        [](Notebook &n, NotebookEditor &e) { e.setSource(n.idAt(0), u"aax"_s); });
    row(UndoNames::paste,
        [](Notebook &n, NotebookEditor &e) { e.setSource(n.idAt(0), u"aa long"_s); });
    row(UndoNames::deleteText,
        [](Notebook &n, NotebookEditor &e) { e.setSource(n.idAt(0), u"a"_s); });
    row(UndoNames::editText,
        [](Notebook &n, NotebookEditor &e) { e.setSource(n.idAt(0), u"ab"_s); });
    row(UndoNames::insertCell,
        [](Notebook &, NotebookEditor &e) { e.insertCells(1, {Cell::code(u"new"_s)}); });
    row(UndoNames::insertCells, [](Notebook &, NotebookEditor &e) {
        e.insertCells(4, {Cell::code(u"new"_s), Cell::markdown(u"m"_s)});
    });
    row(UndoNames::deleteCell, [](Notebook &n, NotebookEditor &e) { e.removeCells({n.idAt(2)}); });
    row(UndoNames::deleteCells, [](Notebook &n, NotebookEditor &e) {
        e.removeCells({n.idAt(3), n.idAt(0), n.idAt(1)});
    });
    row(UndoNames::moveCell, [](Notebook &n, NotebookEditor &e) { e.moveCell(n.idAt(0), 2); });
    row(UndoNames::splitCell, [](Notebook &n, NotebookEditor &e) { e.splitCell(n.idAt(0), 1); });
    row(UndoNames::mergeCells, [](Notebook &n, NotebookEditor &e) {
        e.mergeCells({n.idAt(2), n.idAt(1), n.idAt(3)});
    });
    row(UndoNames::changeCellKind,
        [](Notebook &n, NotebookEditor &e) { e.setKind(n.idAt(0), CellKind::Markdown); });
    row(UndoNames::clearOutputs, [](Notebook &n, NotebookEditor &e) {
        e.clearOutputs({n.idAt(0), n.idAt(1), n.idAt(2)});
    });
}

void NotebookEditorTest::everyStepHasItsName()
{
    QFETCH(const Edit, edit);
    const auto notebook = notebookWith({u"aa"_s, u"b"_s, u"c"_s, u"d"_s});
    notebook->setOutputs(notebook->idAt(1), someOutputs(), 1);
    NotebookEditor editor(*notebook);
    edit(*notebook, editor);
    QCOMPARE(notebook->undoStack().count(), 1);
    QTEST(notebook->undoStack().undoText(), "name");
    const auto isSame = [&notebook](const char *key) {
        return notebook->undoStack().undoText() == QLatin1String(key);
    };
    QVERIFY(std::ranges::any_of(UndoNames::all, isSame));
}

void NotebookEditorTest::undoAndRedoGiveTheSameCells_data()
{
    everyStepHasItsName_data();
}

void NotebookEditorTest::undoAndRedoGiveTheSameCells()
{
    QFETCH(const Edit, edit);
    const auto notebook = notebookWith({u"aa"_s, u"b"_s, u"c"_s, u"d"_s});
    for (int i = 0; i < 4; ++i)
        notebook->setOutputs(notebook->idAt(i), someOutputs(), i);
    NotebookEditor editor(*notebook);
    const QByteArray before = IpynbWriter::write(notebook->snapshot());
    const QList<CellId> idsBefore = idsOf(*notebook);
    edit(*notebook, editor);
    const QByteArray after = IpynbWriter::write(notebook->snapshot());
    const QList<CellId> idsAfter = idsOf(*notebook);
    QVERIFY(before != after);

    for (int round = 0; round < 2; ++round) {
        notebook->undoStack().undo();
        QCOMPARE(IpynbWriter::write(notebook->snapshot()), before);
        QCOMPARE(idsOf(*notebook), idsBefore);
        notebook->undoStack().redo();
        QCOMPARE(IpynbWriter::write(notebook->snapshot()), after);
        QCOMPARE(idsOf(*notebook), idsAfter);
    }
}

void NotebookEditorTest::aViewCanFollowByTheSignals()
{
    const auto notebook = notebookWith({u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s});
    Follower follower(*notebook);
    NotebookEditor editor(*notebook);
    editor.insertCells(2, {Cell::code(u"x"_s), Cell::code(u"y"_s)});
    QCOMPARE(follower.ids, idsOf(*notebook));
    editor.removeCells({notebook->idAt(0), notebook->idAt(3), notebook->idAt(6)});
    QCOMPARE(follower.ids, idsOf(*notebook));
    editor.moveCell(notebook->idAt(0), 3);
    editor.moveCell(notebook->idAt(2), 0);
    QCOMPARE(follower.ids, idsOf(*notebook));
    editor.splitCell(notebook->idAt(1), 0);
    editor.mergeCells({notebook->idAt(0), notebook->idAt(1)});
    QCOMPARE(follower.ids, idsOf(*notebook));
    while (notebook->undoStack().canUndo()) {
        notebook->undoStack().undo();
        QCOMPARE(follower.ids, idsOf(*notebook));
    }
}

void NotebookEditorTest::removedCellsComeBackWithTheirIdsAndPlaces()
{
    const auto notebook = notebookWith({u"a"_s, u"b"_s, u"c"_s, u"d"_s});
    const QList<CellId> ids = idsOf(*notebook);
    NotebookEditor(*notebook).removeCells({ids.at(2), ids.at(0)});
    QCOMPARE(sourcesOf(*notebook), (QStringList{u"b"_s, u"d"_s}));
    QCOMPARE(notebook->indexOf(ids.at(0)), -1);
    QCOMPARE(notebook->find(ids.at(0)), nullptr);
    notebook->undoStack().undo();
    QCOMPARE(idsOf(*notebook), ids);
}

void NotebookEditorTest::lateCommandsDoNothing()
{
    const auto notebook = notebookWith({u"a"_s, u"b"_s});
    const CellId gone = notebook->idAt(1);
    NotebookEditor editor(*notebook);
    editor.removeCells({gone});
    const quint64 revision = notebook->revision();

    editor.removeCells({gone, CellId(), CellId(99)});
    editor.setSource(gone, u"x"_s);
    editor.setKind(gone, CellKind::Raw);
    editor.moveCell(gone, 0);
    editor.moveCell(notebook->idAt(0), 5);
    editor.moveCell(notebook->idAt(0), -1);
    editor.moveCell(notebook->idAt(0), 0);
    editor.mergeCells({notebook->idAt(0), gone});
    editor.mergeCells({notebook->idAt(0), notebook->idAt(0)});
    editor.clearOutputs({gone});
    QVERIFY(editor.insertCells(7, {Cell::code({})}).isEmpty());
    QVERIFY(editor.insertCells(-1, {Cell::code({})}).isEmpty());
    QVERIFY(editor.insertCells(0, {}).isEmpty());
    QVERIFY(!editor.splitCell(gone, 0).isValid());
    QVERIFY(!editor.splitCell(notebook->idAt(0), 2).isValid());
    editor.setSource(notebook->idAt(0), u"a"_s);
    editor.setKind(notebook->idAt(0), CellKind::Code);

    QCOMPARE(notebook->revision(), revision);
    QCOMPARE(notebook->undoStack().count(), 1);
}

void NotebookEditorTest::splitCutsAtTheLineFeedAndGivesOutputsToTheSecondHalf()
{
    const auto notebook = notebookWith({u"a\nb\nc"_s});
    notebook->setOutputs(notebook->idAt(0), someOutputs(), 3);
    const CellId second = NotebookEditor(*notebook).splitCell(notebook->idAt(0), 2);
    QCOMPARE(sourcesOf(*notebook), (QStringList{u"a"_s, u"b\nc"_s}));
    QCOMPARE(notebook->idAt(1), second);
    QVERIFY(notebook->cellAt(0).outputs.isEmpty());
    QVERIFY(!notebook->cellAt(0).executionCount);
    QCOMPARE(notebook->find(second)->outputs, someOutputs());
    QCOMPARE(notebook->find(second)->executionCount, std::optional(3));
    QVERIFY(notebook->cellAt(0).fileId != notebook->cellAt(1).fileId);
}

void NotebookEditorTest::splitNeverCutsASurrogatePair()
{
    const auto notebook = notebookWith({u"🙂🙃"_s});
    NotebookEditor(*notebook).splitCell(notebook->idAt(0), 3);
    QCOMPARE(sourcesOf(*notebook), (QStringList{u"🙂"_s, u"🙃"_s}));
}

void NotebookEditorTest::mergeKeepsKindOfTheFirstAndOutputsOfTheLast()
{
    const auto notebook = notebookWith({u"a"_s, u"b"_s, u"c"_s});
    notebook->setOutputs(notebook->idAt(0), someOutputs(u"first"_s), 1);
    notebook->setOutputs(notebook->idAt(2), someOutputs(u"last"_s), 2);
    NotebookEditor editor(*notebook);
    editor.setKind(notebook->idAt(1), CellKind::Markdown);

    editor.mergeCells({notebook->idAt(0), notebook->idAt(2)}); // no neighbours
    QCOMPARE(notebook->cellCount(), 3);

    const CellId first = notebook->idAt(0);
    editor.mergeCells(idsOf(*notebook));
    QCOMPARE(sourcesOf(*notebook), QStringList{u"a\nb\nc"_s});
    QCOMPARE(notebook->idAt(0), first);
    QCOMPARE(notebook->cellAt(0).kind, CellKind::Code);
    QCOMPARE(notebook->cellAt(0).outputs, someOutputs(u"last"_s));
}

void NotebookEditorTest::changingTheKindDropsOutputsUntilUndo()
{
    const auto notebook = notebookWith({u"a"_s});
    const CellId id = notebook->idAt(0);
    notebook->setOutputs(id, someOutputs(), 5);
    NotebookEditor(*notebook).setKind(id, CellKind::Markdown);
    QVERIFY(notebook->find(id)->outputs.isEmpty());
    QVERIFY(!notebook->find(id)->executionCount);
    notebook->undoStack().undo();
    QCOMPARE(notebook->find(id)->outputs, someOutputs());
    QCOMPARE(notebook->find(id)->executionCount, std::optional(5));
}

void NotebookEditorTest::whatARunBringsWhileTheCellIsNoCodeComesWithUndo()
{
    const auto notebook = notebookWith({u"a"_s});
    const CellId id = notebook->idAt(0);
    notebook->setOutputs(id, someOutputs(u"begun"_s), 5);
    NotebookEditor(*notebook).setKind(id, CellKind::Markdown);
    notebook->setOutputs(id, someOutputs(u"ended"_s), 6);
    QVERIFY(notebook->find(id)->outputs.isEmpty());
    QVERIFY(!notebook->find(id)->executionCount);
    notebook->undoStack().undo();
    QCOMPARE(notebook->find(id)->outputs, someOutputs(u"ended"_s));
    QCOMPARE(notebook->find(id)->executionCount, std::optional(6));
    notebook->undoStack().redo();
    QVERIFY(notebook->find(id)->outputs.isEmpty());
    notebook->undoStack().undo();
    QCOMPARE(notebook->find(id)->outputs, someOutputs(u"ended"_s));
}

void NotebookEditorTest::clearedOutputsComeBack()
{
    const auto notebook = notebookWith({u"a"_s, u"b"_s});
    notebook->setOutputs(notebook->idAt(0), someOutputs(), 1);
    notebook->setOutputs(notebook->idAt(1), someOutputs(), 2);
    NotebookEditor(*notebook).clearOutputs(idsOf(*notebook));
    QVERIFY(notebook->cellAt(0).outputs.isEmpty());
    QVERIFY(!notebook->cellAt(1).executionCount);
    notebook->undoStack().undo();
    QCOMPARE(notebook->cellAt(0).outputs, someOutputs());
    QCOMPARE(notebook->cellAt(1).executionCount, std::optional(2));
}

void NotebookEditorTest::outputsOfARunAreNotLostByUndo()
{
    const auto notebook = notebookWith({u"a"_s});
    const CellId id = notebook->idAt(0);
    NotebookEditor editor(*notebook);
    editor.setSource(id, u"ab"_s);
    notebook->setOutputs(id, someOutputs(u"1"_s), 1);
    notebook->undoStack().undo();
    QCOMPARE(notebook->find(id)->outputs, someOutputs(u"1"_s));

    editor.clearOutputs({id});
    notebook->setOutputs(id, someOutputs(u"2"_s), 2);
    notebook->undoStack().undo();
    QCOMPARE(notebook->find(id)->outputs, someOutputs(u"1"_s));
    notebook->undoStack().redo();
    QCOMPARE(notebook->find(id)->outputs, someOutputs(u"2"_s));
}

void NotebookEditorTest::outputsThatArriveForADeletedCellComeBackWithIt()
{
    const auto notebook = notebookWith({u"a"_s, u"b"_s});
    const CellId id = notebook->idAt(0);
    NotebookEditor(*notebook).removeCells({id});
    QSignalSpy outputsChanged(notebook.get(), &Notebook::cellOutputsChanged);
    notebook->setOutputs(id, someOutputs(), 1);
    QCOMPARE(outputsChanged.count(), 0);
    notebook->undoStack().undo();
    QCOMPARE(notebook->find(id)->outputs, someOutputs());
}

void NotebookEditorTest::aTransactionIsOneStep()
{
    const auto notebook = notebookWith({u"a"_s, u"b"_s});
    NotebookEditor editor(*notebook);
    {
        const auto step = editor.transaction(u"Insert Loading Code"_s);
        editor.setSource(notebook->idAt(0), u"x"_s);
        editor.insertCells(0, {Cell::code(u"y"_s)});
    }
    QCOMPARE(notebook->undoStack().count(), 1);
    QCOMPARE(notebook->undoStack().undoText(), u"Insert Loading Code"_s);
    notebook->undoStack().undo();
    QCOMPARE(sourcesOf(*notebook), (QStringList{u"a"_s, u"b"_s}));
}

void NotebookEditorTest::anEmptyTransactionIsNoStep()
{
    const auto notebook = notebookWith({u"a"_s});
    NotebookEditor editor(*notebook);
    {
        const auto step = editor.transaction(u"Nothing"_s);
        editor.setSource(notebook->idAt(0), u"a"_s);
    }
    QVERIFY(!notebook->undoStack().canUndo());
    QVERIFY(!notebook->isModified());
}

void NotebookEditorTest::undoneCodeCellHasNoOutputsAndGetsThemBack()
{
    NotebookData data;
    data.cells = {Cell::markdown(u"1"_s)};
    Notebook notebook(data);
    const CellId id = notebook.idAt(0);
    NotebookEditor(notebook).setKind(id, CellKind::Code);
    notebook.setOutputs(id, someOutputs(), 1);

    notebook.undoStack().undo();
    QVERIFY(notebook.cellAt(0).outputs.isEmpty());
    QVERIFY(!notebook.cellAt(0).executionCount);
    notebook.undoStack().redo();
    QCOMPARE(notebook.cellAt(0).outputs, someOutputs());
    QCOMPARE(notebook.cellAt(0).executionCount.value_or(0), 1);
}

void NotebookEditorTest::mergingTextCellsKeepsAllAttachments()
{
    const auto withPictures = [](const QString &source, const QByteArray &attachments) {
        Cell cell = Cell::markdown(source);
        cell.otherFields = {ByteSlice("\"attachments\": " + attachments)};
        return cell;
    };
    NotebookData data;
    data.cells
        = {withPictures(u"![](attachment:image.png)"_s, R"({"image.png": {"image/png": "AAAA"}})"),
           withPictures(
               u"![](attachment:image.png) ![](attachment:image.png.png) ![](attachment:b.png)"_s,
               R"({"image.png": {"image/png": "BBBB"}, "b.png": {"image/png": "CCCC"}})"),
           withPictures(u"![](attachment:image.png)"_s, R"({"image.png": {"image/png":"AAAA"}})")};
    Notebook notebook(data);
    NotebookEditor(notebook).mergeCells(idsOf(notebook));

    QCOMPARE(notebook.cellAt(0).source,
             u"![](attachment:image.png)\n"
             "![](attachment:image-2.png) ![](attachment:image.png.png) ![](attachment:b.png)\n"
             "![](attachment:image.png)"_s);
    QCOMPARE(notebook.cellAt(0).otherFields.size(), 1);
    QCOMPARE(notebook.cellAt(0).otherFields.first().toByteArray(),
             R"("attachments": {"image.png": {"image/png": "AAAA"}, )"
             R"("image-2.png": {"image/png": "BBBB"}, "b.png": {"image/png": "CCCC"}})");
    notebook.undoStack().undo();
    QCOMPARE(notebook.cellCount(), 3);
    QCOMPARE(notebook.cellAt(0).otherFields, data.cells.at(0).otherFields);
}

void NotebookEditorTest::mergingRenamesEncodedAddressesToo()
{
    const auto withPicture = [](const QByteArray &picture) {
        Cell cell = Cell::markdown(u"![](attachment:my%20image.png)"_s);
        cell.otherFields = {
            ByteSlice("\"attachments\": {\"my image.png\": {\"image/png\": \"" + picture + "\"}}")};
        return cell;
    };
    NotebookData data;
    data.cells = {withPicture("AAAA"), withPicture("BBBB")};
    Notebook notebook(data);
    NotebookEditor(notebook).mergeCells(idsOf(notebook));
    QCOMPARE(notebook.cellAt(0).source,
             u"![](attachment:my%20image.png)\n![](attachment:my%20image-2.png)"_s);
}

void NotebookEditorTest::nestedTransactionsAreOneStep()
{
    const auto notebook = notebookWith({u"abc"_s, u"b"_s});
    NotebookEditor editor(*notebook);
    {
        const auto outer = editor.transaction(u"Outer"_s);
        {
            const auto unused = editor.transaction(u"Unused"_s);
        }
        editor.splitCell(notebook->idAt(0), 1);
        {
            const auto unused = editor.transaction(u"Unused"_s);
        }
        editor.removeCells({notebook->idAt(0)});
    }
    QCOMPARE(notebook->undoStack().count(), 1);
    QCOMPARE(notebook->undoStack().undoText(), u"Outer"_s);
    notebook->undoStack().undo();
    QCOMPARE(sourcesOf(*notebook), (QStringList{u"abc"_s, u"b"_s}));
}

void NotebookEditorTest::undoSuggestsTheCellThatShouldBeCurrent()
{
    const auto notebook = notebookWith({u"a"_s, u"b"_s, u"c"_s});
    const QList<CellId> ids = idsOf(*notebook);
    QList<CellId> suggested;
    connect(notebook.get(), &Notebook::placeRestored, this,
            [&suggested](const EditPlace &place) { suggested += place.cell; });
    NotebookEditor editor(*notebook);
    editor.removeCells({ids.at(1), ids.at(2)});
    editor.moveCell(ids.at(0), 0);
    QVERIFY(suggested.isEmpty());
    notebook->undoStack().undo();
    QCOMPARE(suggested, QList{ids.at(1)});
    notebook->undoStack().redo();
    QCOMPARE(suggested.last(), ids.at(0));
    editor.removeCells({ids.at(0)});
    notebook->undoStack().undo();
    notebook->undoStack().redo();
    QVERIFY(!suggested.last().isValid()); // nothing is left to be current
}

void NotebookEditorTest::cellsOfForgottenStepsAreFreed()
{
    const auto notebook = notebookWith({u"a"_s});
    NotebookEditor editor(*notebook);
    const CellId undone = editor.insertCells(0, {Cell::code(u"x"_s)}).first();
    notebook->undoStack().undo();
    const CellId removed = editor.insertCells(0, {Cell::code(u"y"_s)}).first();
    editor.removeCells({removed});
    notebook->undoStack().clear();
    // Both are gone for good: outputs for them have nowhere to go, and asking is harmless.
    notebook->setOutputs(undone, someOutputs(), 1);
    notebook->setOutputs(removed, someOutputs(), 1);
    QCOMPARE(notebook->indexOf(removed), -1);
    QCOMPARE(sourcesOf(*notebook), QStringList{u"a"_s});
}

QTEST_GUILESS_MAIN(NotebookEditorTest)
#include "tst_notebookeditor.moc"
