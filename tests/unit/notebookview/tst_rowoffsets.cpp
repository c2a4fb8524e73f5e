#include "notebookview/RowOffsets.h"

#include <QRandomGenerator>
#include <QTest>

#include <numeric>

using namespace sessionbook;

namespace {

long long naiveOffset(const std::vector<int> &heights, int row)
{
    return std::accumulate(heights.begin(), heights.begin() + row, 0LL);
}

int naiveRowAt(const std::vector<int> &heights, long long y)
{
    if (heights.empty())
        return -1;
    long long end = 0;
    for (size_t row = 0; row < heights.size(); ++row) {
        end += heights[row];
        if (y < end)
            return static_cast<int>(row);
    }
    return static_cast<int>(heights.size()) - 1;
}

} // namespace

class RowOffsetsTest : public QObject
{
    Q_OBJECT

private slots:
    void emptyHasNoRowAnywhere();
    void rowsBeginWhereTheOnesBeforeEnd();
    void whatLiesOutsideBelongsToTheFirstOrLastRow();
    void agreesWithPlainSumsUnderRandomEdits();
};

void RowOffsetsTest::emptyHasNoRowAnywhere()
{
    const RowOffsets offsets;

    QCOMPARE(offsets.total(), 0LL);
    QCOMPARE(offsets.rowAt(0), -1);
}

void RowOffsetsTest::rowsBeginWhereTheOnesBeforeEnd()
{
    const RowOffsets offsets({10, 20, 30});

    QCOMPARE(offsets.offset(2), 30LL);
    QCOMPARE(offsets.rowAt(9), 0);
    QCOMPARE(offsets.rowAt(10), 1);
    QCOMPARE(offsets.rowAt(29), 1);
    QCOMPARE(offsets.rowAt(30), 2);
}

void RowOffsetsTest::whatLiesOutsideBelongsToTheFirstOrLastRow()
{
    const RowOffsets offsets({10, 20});

    QCOMPARE(offsets.rowAt(-5), 0);
    QCOMPARE(offsets.rowAt(30), 1);
    QCOMPARE(offsets.rowAt(1'000'000), 1);
}

void RowOffsetsTest::agreesWithPlainSumsUnderRandomEdits()
{
    QRandomGenerator random(20261);
    std::vector<int> heights;
    RowOffsets offsets;
    for (int step = 0; step < 4000; ++step) {
        const int count = static_cast<int>(heights.size());
        const int kind = count == 0 ? 0 : random.bounded(5);
        const int row = count == 0 ? 0 : random.bounded(count);
        const int height = random.bounded(1, 400);
        if (kind <= 1) {
            heights.insert(heights.begin() + row, height);
            offsets.insert(row, height);
        } else if (kind == 2) {
            heights[static_cast<size_t>(row)] = height;
            offsets.setHeight(row, height);
        } else if (kind == 3) {
            heights.erase(heights.begin() + row);
            offsets.remove(row);
        } else {
            const int to = random.bounded(count);
            const int moved = heights[static_cast<size_t>(row)];
            heights.erase(heights.begin() + row);
            heights.insert(heights.begin() + to, moved);
            offsets.move(row, to);
        }
        const int probe = random.bounded(static_cast<int>(heights.size()) + 1);
        const long long y = random.bounded(
            static_cast<int>(naiveOffset(heights, static_cast<int>(heights.size()))) + 2);
        QCOMPARE(offsets.count(), static_cast<int>(heights.size()));
        QCOMPARE(offsets.offset(probe), naiveOffset(heights, probe));
        QCOMPARE(offsets.rowAt(y), naiveRowAt(heights, y));
    }
}

QTEST_APPLESS_MAIN(RowOffsetsTest)
#include "tst_rowoffsets.moc"
