#include "notebook/json/JsonEquality.h"
#include "notebook/merge/NotebookMerge.h"
#include "unit/notebook/StrangeFiles.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

using namespace sessionbook;

namespace {

/// Cells as "id:text".
NotebookData notebookOf(const QStringList &cells)
{
    return dataOf(fileOf(cells));
}

QString wordsOf(const std::optional<Cell> &cell)
{
    return cell ? cell->source : u"-"_s;
}

/// The texts; a conflict is "ours|theirs", an absent side "-".
QStringList wordsOf(const MergedNotebook &merged)
{
    QStringList words;
    for (const auto &piece : merged.pieces()) {
        if (const auto *cell = std::get_if<Cell>(&piece))
            words += cell->source;
        else
            words += wordsOf(std::get<CellConflict>(piece).ours) + u'|'
                + wordsOf(std::get<CellConflict>(piece).theirs);
    }
    return words;
}

void compareContent(const NotebookData &left, const NotebookData &right)
{
    QCOMPARE(left.cells.size(), right.cells.size());
    QVERIFY(JsonEquality::isSameObject(left.metadata, right.metadata));
    QCOMPARE(left.formatMinor, right.formatMinor);
    for (qsizetype i = 0; i < left.cells.size(); ++i) {
        const Cell &one = left.cells.at(i);
        const Cell &other = right.cells.at(i);
        QCOMPARE(one.kind, other.kind);
        QCOMPARE(one.source, other.source);
        QCOMPARE(one.fileId, other.fileId);
        QCOMPARE(one.executionCount, other.executionCount);
        QVERIFY(JsonEquality::isSameObject(one.metadata, other.metadata));
        QCOMPARE(one.outputs.size(), other.outputs.size());
        QCOMPARE(one.otherFields.size(), other.otherFields.size());
        for (qsizetype j = 0; j < one.outputs.size(); ++j)
            QVERIFY(
                JsonEquality::isSameValue(one.outputs.at(j).json(), other.outputs.at(j).json()));
    }
}

Cell withOutput(Cell cell, const QString &text, int number)
{
    cell.outputs = {Output::stream(u"stdout"_s, text)};
    cell.executionCount = number;
    return cell;
}

} // namespace

class NotebookMergeTest : public QObject
{
    Q_OBJECT
private slots:
    void mergesCells_data();
    void mergesCells();
    void conflictsAreTheSameFromTheOtherSide_data() { mergesCells_data(); }
    void conflictsAreTheSameFromTheOtherSide();
    void mergesWithoutBase_data();
    void mergesWithoutBase();
    void choicesGiveTheCells();
    void bothVersionsOfACellHaveTheirOwnIds();
    void outputsComeFromTheSideWhoseTextWon();
    void outputsAreNoQuestion();
    void outputsOfTheOnlySideThatRanAreKeptWithoutBase();
    void kindsAndMetadataAreMerged();
    void kindChangedInTwoWaysIsAConflict();
    void metadataOfTheNotebookIsNoQuestion();
    void oneSideChangedGivesThatSide_data();
    void oneSideChangedGivesThatSide();
    void outputsThatComeLaterAskNothingNew();
    void manyCellsAreMergedInReasonableTime();
};

void NotebookMergeTest::mergesCells_data()
{
    QTest::addColumn<QStringList>("base");
    QTest::addColumn<QStringList>("ours");
    QTest::addColumn<QStringList>("theirs");
    QTest::addColumn<QStringList>("merged");
    const QStringList abc{u"a"_s, u"b"_s, u"c"_s};
    const auto changed
        = [](const QString &id, const QString &text) { return u"id-%1:%2"_s.arg(id, text); };
    QTest::newRow("nothing") << abc << abc << abc << abc;
    QTest::newRow("different cells") << abc << QStringList{changed(u"a"_s, u"A"_s), u"b"_s, u"c"_s}
                                     << QStringList{u"a"_s, u"b"_s, changed(u"c"_s, u"C"_s)}
                                     << QStringList{u"A"_s, u"b"_s, u"C"_s};
    QTest::newRow("the same cell in the same way")
        << abc << QStringList{changed(u"a"_s, u"A"_s), u"b"_s, u"c"_s}
        << QStringList{changed(u"a"_s, u"A"_s), u"b"_s, u"c"_s}
        << QStringList{u"A"_s, u"b"_s, u"c"_s};
    QTest::newRow("the same cell differently")
        << abc << QStringList{u"a"_s, changed(u"b"_s, u"B1"_s), u"c"_s}
        << QStringList{u"a"_s, changed(u"b"_s, u"B2"_s), u"c"_s}
        << QStringList{u"a"_s, u"B1|B2"_s, u"c"_s};
    QTest::newRow("different lines of a cell")
        << QStringList{u"id:1\n2\n3"_s} << QStringList{u"id:0\n2\n3"_s}
        << QStringList{u"id:1\n2\n4"_s} << QStringList{u"0\n2\n4"_s};
    QTest::newRow("inserted by ours") << abc << QStringList{u"a"_s, u"x"_s, u"b"_s, u"c"_s} << abc
                                      << QStringList{u"a"_s, u"x"_s, u"b"_s, u"c"_s};
    QTest::newRow("inserted by both at different places")
        << abc << QStringList{u"x"_s, u"a"_s, u"b"_s, u"c"_s}
        << QStringList{u"a"_s, u"b"_s, u"c"_s, u"y"_s, u"z"_s}
        << QStringList{u"x"_s, u"a"_s, u"b"_s, u"c"_s, u"y"_s, u"z"_s};
    QTest::newRow("the same cell inserted by both")
        << abc << QStringList{u"a"_s, u"x"_s, u"b"_s, u"c"_s}
        << QStringList{u"a"_s, u"other-id:x"_s, u"b"_s, u"c"_s}
        << QStringList{u"a"_s, u"x"_s, u"b"_s, u"c"_s};
    QTest::newRow("deleted by one")
        << abc << QStringList{u"a"_s, u"c"_s} << abc << QStringList{u"a"_s, u"c"_s};
    QTest::newRow("deleted by both") << abc << QStringList{u"a"_s, u"c"_s}
                                     << QStringList{u"a"_s, u"c"_s} << QStringList{u"a"_s, u"c"_s};
    QTest::newRow("deleted by ours, changed by theirs")
        << abc << QStringList{u"a"_s, u"c"_s}
        << QStringList{u"a"_s, changed(u"b"_s, u"B"_s), u"c"_s}
        << QStringList{u"a"_s, u"-|B"_s, u"c"_s};
    QTest::newRow("changed by ours, deleted by theirs")
        << abc << QStringList{u"a"_s, changed(u"b"_s, u"B"_s), u"c"_s}
        << QStringList{u"a"_s, u"c"_s} << QStringList{u"a"_s, u"B|-"_s, u"c"_s};
    QTest::newRow("moved by theirs, changed by ours")
        << abc << QStringList{changed(u"a"_s, u"A"_s), u"b"_s, u"c"_s}
        << QStringList{u"b"_s, u"c"_s, u"a"_s} << QStringList{u"b"_s, u"c"_s, u"A"_s};
    QTest::newRow("moved by ours, inserted by theirs")
        << abc << QStringList{u"c"_s, u"a"_s, u"b"_s} << QStringList{u"a"_s, u"x"_s, u"b"_s, u"c"_s}
        << QStringList{u"c"_s, u"a"_s, u"x"_s, u"b"_s};
    QTest::newRow("inserted behind a deleted cell")
        << abc << QStringList{u"a"_s, u"c"_s} << QStringList{u"a"_s, u"b"_s, u"x"_s, u"c"_s}
        << QStringList{u"a"_s, u"x"_s, u"c"_s};
    QTest::newRow("everything deleted, one cell added")
        << abc << QStringList{} << QStringList{u"a"_s, u"b"_s, u"c"_s, u"x"_s}
        << QStringList{u"x"_s};
}

void NotebookMergeTest::mergesCells()
{
    QFETCH(const QStringList, base);
    QFETCH(const QStringList, ours);
    QFETCH(const QStringList, theirs);
    QFETCH(const QStringList, merged);

    QCOMPARE(wordsOf(NotebookMerge::merge(notebookOf(base), notebookOf(ours), notebookOf(theirs))),
             merged);
}

void NotebookMergeTest::conflictsAreTheSameFromTheOtherSide()
{
    QFETCH(const QStringList, base);
    QFETCH(const QStringList, ours);
    QFETCH(const QStringList, theirs);

    const auto one
        = NotebookMerge::merge(notebookOf(base), notebookOf(ours), notebookOf(theirs)).conflicts();
    const auto other
        = NotebookMerge::merge(notebookOf(base), notebookOf(theirs), notebookOf(ours)).conflicts();
    QCOMPARE(one.size(), other.size());
    for (qsizetype i = 0; i < one.size(); ++i) {
        QCOMPARE(wordsOf(one.at(i).ours), wordsOf(other.at(i).theirs));
        QCOMPARE(wordsOf(one.at(i).theirs), wordsOf(other.at(i).ours));
    }
}

void NotebookMergeTest::mergesWithoutBase_data()
{
    QTest::addColumn<QStringList>("ours");
    QTest::addColumn<QStringList>("theirs");
    QTest::addColumn<QStringList>("merged");
    QTest::newRow("equal") << QStringList{u"a"_s, u"b"_s} << QStringList{u"a"_s, u"b"_s}
                           << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("changed") << QStringList{u"a"_s, u"id:x"_s} << QStringList{u"a"_s, u"id:y"_s}
                             << QStringList{u"a"_s, u"x|y"_s};
    QTest::newRow("in one only") << QStringList{u"a"_s, u"b"_s} << QStringList{u"a"_s}
                                 << QStringList{u"a"_s, u"b|-"_s};
    QTest::newRow("two at one place")
        << QStringList{u"a"_s, u"alpha"_s, u"b"_s} << QStringList{u"a"_s, u"omega"_s, u"b"_s}
        << QStringList{u"a"_s, u"alpha|omega"_s, u"b"_s};
    QTest::newRow("several at one place")
        << QStringList{u"a"_s, u"alpha"_s, u"beta"_s, u"b"_s}
        << QStringList{u"a"_s, u"omega"_s, u"b"_s, u"end"_s}
        << QStringList{u"a"_s, u"alpha|omega"_s, u"beta|-"_s, u"b"_s, u"-|end"_s};
}

void NotebookMergeTest::mergesWithoutBase()
{
    QFETCH(const QStringList, ours);
    QFETCH(const QStringList, theirs);
    QFETCH(const QStringList, merged);

    QCOMPARE(wordsOf(NotebookMerge::merge(notebookOf(ours), notebookOf(theirs))), merged);
}

void NotebookMergeTest::choicesGiveTheCells()
{
    const auto merged
        = NotebookMerge::merge(notebookOf({u"1:a"_s, u"2:b"_s, u"3:c"_s, u"4:d"_s}),
                               notebookOf({u"1:A"_s, u"2:B"_s, u"3:C"_s}),
                               notebookOf({u"1:aa"_s, u"2:bb"_s, u"3:cc"_s, u"4:D"_s}));

    QCOMPARE(merged.conflicts().size(), 4);
    const NotebookData resolved = merged.resolved(
        {MergeChoice::Ours, MergeChoice::Theirs, MergeChoice::Both, MergeChoice::Ours});
    QStringList sources;
    for (const Cell &cell : resolved.cells)
        sources += cell.source;
    QCOMPARE(sources, (QStringList{u"A"_s, u"bb"_s, u"C"_s, u"cc"_s}));
}

void NotebookMergeTest::bothVersionsOfACellHaveTheirOwnIds()
{
    const auto merged = NotebookMerge::merge(notebookOf({u"1:a"_s}), notebookOf({u"1:b"_s}),
                                             notebookOf({u"1:c"_s}));
    const QList<Cell> cells = merged.resolved({MergeChoice::Both}).cells;
    QCOMPARE(cells.size(), 2);
    QCOMPARE(cells.at(0).fileId, u"1"_s);
    QVERIFY(cells.at(1).fileId != u"1"_s && !cells.at(1).fileId.isEmpty());
}

void NotebookMergeTest::outputsComeFromTheSideWhoseTextWon()
{
    NotebookData base = notebookOf({u"1:a"_s});
    NotebookData ours = base;
    NotebookData theirs = notebookOf({u"1:b"_s});
    ours.cells = {withOutput(ours.cells.first(), u"of a"_s, 2)};
    theirs.cells = {withOutput(theirs.cells.first(), u"of b"_s, 3)};

    const Cell cell = NotebookMerge::merge(base, ours, theirs).resolved().cells.first();

    QCOMPARE(cell.source, u"b"_s);
    QCOMPARE(cell.outputs, theirs.cells.first().outputs);
    QCOMPARE(cell.executionCount, 3);
}

void NotebookMergeTest::outputsAreNoQuestion()
{
    const NotebookData base = notebookOf({u"1:a"_s});
    NotebookData ours = base;
    NotebookData theirs = base;
    ours.cells = {withOutput(base.cells.first(), u"here"_s, 2)};
    theirs.cells = {withOutput(base.cells.first(), u"there"_s, 3)};

    const auto merged = NotebookMerge::merge(base, ours, theirs);

    QVERIFY(!merged.hasConflicts());
    QCOMPARE(merged.resolved().cells.first().outputs, ours.cells.first().outputs);
    QCOMPARE(NotebookMerge::merge(base, base, theirs).resolved().cells.first().outputs,
             theirs.cells.first().outputs);
}

void NotebookMergeTest::outputsOfTheOnlySideThatRanAreKeptWithoutBase()
{
    const NotebookData ours = notebookOf({u"1:a"_s});
    NotebookData theirs = ours;
    theirs.cells = {withOutput(ours.cells.first(), u"there"_s, 3)};
    for (const auto &merged :
         {NotebookMerge::merge(ours, theirs), NotebookMerge::merge(theirs, ours)}) {
        QVERIFY(!merged.hasConflicts());
        QCOMPARE(merged.resolved().cells.first().outputs, theirs.cells.first().outputs);
    }
}

void NotebookMergeTest::kindsAndMetadataAreMerged()
{
    const NotebookData base = notebookOf({u"1:a"_s});
    NotebookData ours = base;
    NotebookData theirs = base;
    ours.cells.first().kind = CellKind::Markdown;
    ours.cells.first().metadata = R"({"mine": 1})";
    theirs.cells.first().metadata = R"({"tags": ["x"]})";
    theirs.cells.first().otherFields = {QByteArray(R"("attachments": {"a.png": {}})")};

    const auto merged = NotebookMerge::merge(base, ours, theirs);

    QVERIFY(!merged.hasConflicts());
    const Cell cell = merged.resolved().cells.first();
    QCOMPARE(cell.kind, CellKind::Markdown);
    QCOMPARE(cell.metadata, QByteArray(R"({"mine": 1, "tags": ["x"]})"));
    QCOMPARE(cell.otherFields, theirs.cells.first().otherFields);
}

void NotebookMergeTest::kindChangedInTwoWaysIsAConflict()
{
    const NotebookData base = notebookOf({u"1:a"_s});
    NotebookData ours = base;
    NotebookData theirs = base;
    ours.cells.first().kind = CellKind::Markdown;
    theirs.cells.first().kind = CellKind::Raw;

    const auto conflicts = NotebookMerge::merge(base, ours, theirs).conflicts();

    QCOMPARE(conflicts.size(), 1);
    QCOMPARE(conflicts.first().ours->kind, CellKind::Markdown);
    QCOMPARE(conflicts.first().theirs->kind, CellKind::Raw);
}

void NotebookMergeTest::metadataOfTheNotebookIsNoQuestion()
{
    const NotebookData base = notebookOf({u"1:a"_s});
    NotebookData ours = base;
    NotebookData theirs = base;
    ours.metadata = R"({"kernel": "ours"})";
    theirs.metadata = R"({"kernel": "theirs", "title": "T"})";

    const auto merged = NotebookMerge::merge(base, ours, theirs);

    QVERIFY(!merged.hasConflicts());
    QCOMPARE(merged.resolved().metadata, QByteArray(R"({"kernel": "ours", "title": "T"})"));
}

void NotebookMergeTest::oneSideChangedGivesThatSide_data()
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

void NotebookMergeTest::oneSideChangedGivesThatSide()
{
    QFETCH(const QByteArray, text);
    QFETCH(const unsigned, seed);
    Stranger stranger(seed);
    for (int round = 0; round < 60; ++round) {
        const QByteArray before = stranger.change(text);
        const NotebookData base = dataOf(before);
        const NotebookData changed = dataOf(stranger.change(before));
        for (const auto &merged :
             {NotebookMerge::merge(base, changed, base), NotebookMerge::merge(base, base, changed),
              NotebookMerge::merge(base, changed, changed),
              NotebookMerge::merge(changed, changed)}) {
            QVERIFY(!merged.hasConflicts());
            compareContent(merged.resolved(), changed);
        }
        QCOMPARE(IpynbWriter::write(NotebookMerge::merge(base, changed, base).resolved()),
                 IpynbWriter::write(changed));
    }
}

void NotebookMergeTest::outputsThatComeLaterAskNothingNew()
{
    const NotebookData base = notebookOf({u"1:a"_s});
    const NotebookData theirs = notebookOf({u"1:c"_s});
    NotebookData ours = notebookOf({u"1:b"_s});
    const auto asked = NotebookMerge::merge(base, ours, theirs);
    ours.cells.first() = withOutput(ours.cells.first(), u"late"_s, 5);
    QVERIFY(NotebookMerge::merge(base, ours, theirs).asksTheSame(asked));

    ours.cells.first().source = u"b2"_s;
    QVERIFY(!NotebookMerge::merge(base, ours, theirs).asksTheSame(asked));
    QVERIFY(!NotebookMerge::merge(base, base, theirs).asksTheSame(asked));
}

/// 10,000 cells that were shuffled on one side and changed on the other; the test's time limit is
/// the bound.
void NotebookMergeTest::manyCellsAreMergedInReasonableTime()
{
    NotebookData base;
    for (int i = 0; i < 10'000; ++i) {
        base.cells += Cell::code(u"value_%1 = %1"_s.arg(i));
        base.cells.last().fileId = u"%1"_s.arg(i);
    }
    NotebookData ours = base;
    NotebookData theirs = base;
    for (Cell &cell : ours.cells)
        cell.source += u"\nours"_s;
    std::ranges::reverse(theirs.cells);
    QElapsedTimer timer;
    timer.start();

    const auto merged = NotebookMerge::merge(base, ours, theirs);

    qInfo("%lld ms", static_cast<long long>(timer.elapsed()));
    QVERIFY(!merged.hasConflicts());
    QCOMPARE(merged.resolved().cells.first().source, u"value_9999 = 9999\nours"_s);
}

QTEST_GUILESS_MAIN(NotebookMergeTest)
#include "tst_notebookmerge.moc"
