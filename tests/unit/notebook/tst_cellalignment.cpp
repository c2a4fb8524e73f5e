#include "notebook/merge/CellAlignment.h"

#include <QElapsedTimer>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// "text" or "id:text".
Cell cellOf(const QString &words)
{
    const qsizetype colon = words.indexOf(u':');
    Cell cell = Cell::code(colon < 0 ? words : words.sliced(colon + 1));
    cell.fileId = colon < 0 ? QString() : words.first(colon);
    return cell;
}

QList<Cell> cellsOf(const QStringList &words)
{
    QList<Cell> cells;
    for (const QString &word : words)
        cells += cellOf(word);
    return cells;
}

} // namespace

class CellAlignmentTest : public QObject
{
    Q_OBJECT
private slots:
    void findsTheSameCells_data();
    void findsTheSameCells();
    void bothDirectionsAgree();
    void tenThousandCellsThatLookAlikeAreQuick_data();
    void tenThousandCellsThatLookAlikeAreQuick();
};

void CellAlignmentTest::findsTheSameCells_data()
{
    QTest::addColumn<QStringList>("left");
    QTest::addColumn<QStringList>("right");
    QTest::addColumn<QList<qsizetype>>("rights");

    QTest::newRow("equal") << QStringList{u"a"_s, u"b"_s} << QStringList{u"a"_s, u"b"_s}
                           << QList<qsizetype>{0, 1};
    QTest::newRow("ids say it, whatever the text")
        << QStringList{u"1:a"_s, u"2:b"_s} << QStringList{u"2:a"_s, u"1:b"_s}
        << QList<qsizetype>{1, 0};
    QTest::newRow("new ids, the same text")
        << QStringList{u"1:a"_s, u"2:b"_s} << QStringList{u"8:a"_s, u"9:b"_s}
        << QList<qsizetype>{0, 1};
    QTest::newRow("a doubled id says nothing")
        << QStringList{u"1:a"_s, u"1:b"_s} << QStringList{u"1:b"_s, u"1:a"_s}
        << QList<qsizetype>{1, 0};
    QTest::newRow("inserted and removed")
        << QStringList{u"a"_s, u"b"_s, u"c"_s} << QStringList{u"new"_s, u"a"_s, u"c"_s}
        << QList<qsizetype>{1, -1, 2};
    QTest::newRow("changed in place")
        << QStringList{u"a"_s, u"x = 1"_s, u"c"_s} << QStringList{u"a"_s, u"x = 2"_s, u"c"_s}
        << QList<qsizetype>{0, 1, 2};
    QTest::newRow("an empty cell that was filled")
        << QStringList{u"a"_s, u""_s} << QStringList{u"a"_s, u"print(1)"_s}
        << QList<qsizetype>{0, 1};
    QTest::newRow("an empty cell filled, another added")
        << QStringList{u"a"_s, u""_s, u"b"_s} << QStringList{u"a"_s, u"x"_s, u"b"_s, u""_s}
        << QList<qsizetype>{0, 1, 2};
    QTest::newRow("two ids are two cells")
        << QStringList{u"1:a"_s, u"2:alpha"_s} << QStringList{u"1:a"_s, u"3:omega"_s}
        << QList<qsizetype>{0, -1};
    QTest::newRow("changed between inserted ones")
        << QStringList{u"a"_s, u"total = sum(values)"_s, u"c"_s}
        << QStringList{u"a"_s, u"import os"_s, u"total = sum(values) + 1"_s, u"# end"_s, u"c"_s}
        << QList<qsizetype>{0, 2, 4};
    QTest::newRow("moved") << QStringList{u"a"_s, u"b"_s, u"c"_s, u"d"_s}
                           << QStringList{u"d"_s, u"a"_s, u"b"_s, u"c"_s}
                           << QList<qsizetype>{1, 2, 3, 0};
    QTest::newRow("moved and changed")
        << QStringList{u"def area(width, height):\n    return width * height"_s, u"b"_s, u"c"_s}
        << QStringList{u"b"_s, u"c"_s, u"def area(width, height):\n    return height * width * 2"_s}
        << QList<qsizetype>{2, 0, 1};
    QTest::newRow("the same text several times")
        << QStringList{u"x"_s, u"x"_s, u"a"_s, u"x"_s} << QStringList{u"x"_s, u"a"_s, u"x"_s}
        << QList<qsizetype>{0, -1, 1, 2};
    QTest::newRow("nothing in common but the number")
        << QStringList{u"1:alpha"_s, u"2:beta"_s} << QStringList{u"3:gamma"_s, u"4:delta"_s}
        << QList<qsizetype>{-1, -1};
    QTest::newRow("from nothing") << QStringList{} << QStringList{u"a"_s} << QList<qsizetype>{};
    QTest::newRow("to nothing") << QStringList{u"a"_s} << QStringList{} << QList<qsizetype>{-1};
}

void CellAlignmentTest::findsTheSameCells()
{
    QFETCH(const QStringList, left);
    QFETCH(const QStringList, right);
    QFETCH(const QList<qsizetype>, rights);

    QCOMPARE(CellAlignment::between(cellsOf(left), cellsOf(right)).rights(), rights);
}

void CellAlignmentTest::bothDirectionsAgree()
{
    const auto alignment = CellAlignment::between(cellsOf({u"a"_s, u"b"_s, u"x"_s}),
                                                  cellsOf({u"b"_s, u"y"_s, u"a"_s}));

    QCOMPARE(alignment.rights(), (QList<qsizetype>{2, 0, 1}));
    QCOMPARE(alignment.lefts(), (QList<qsizetype>{1, 2, 0}));
}

void CellAlignmentTest::tenThousandCellsThatLookAlikeAreQuick_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::newRow("the same text") << u"x = 1"_s;
    QTest::newRow("one number apart") << u"value_%1 = load('file', %1)"_s;
    QTest::newRow("nothing") << u""_s;
}

/// Every cell differs a little from every other: comparing each with each would take minutes, which
/// the test's time limit ends.
void CellAlignmentTest::tenThousandCellsThatLookAlikeAreQuick()
{
    QFETCH(const QString, pattern);
    const bool isCounted = pattern.contains(u"%1"_s);
    QStringList left;
    QStringList right;
    for (int i = 0; i < 10'000; ++i) {
        left += isCounted ? pattern.arg(i) : pattern;
        right += isCounted ? pattern.arg(20'000 - i) : pattern;
    }
    right.prepend(u"first"_s);
    QElapsedTimer timer;
    timer.start();

    const auto alignment = CellAlignment::between(cellsOf(left), cellsOf(right));

    QCOMPARE(alignment.rights().size(), 10'000);
    qInfo("%lld ms", static_cast<long long>(timer.elapsed()));
}

QTEST_APPLESS_MAIN(CellAlignmentTest)
#include "tst_cellalignment.moc"
