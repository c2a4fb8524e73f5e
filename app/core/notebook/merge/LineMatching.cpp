#include "notebook/merge/LineMatching.h"

#include "notebook/merge/LongestRise.h"

#include <QHash>

#include <algorithm>
#include <vector>

namespace sessionbook {

namespace {

/// The largest table of comparisons, in cells.
constexpr qsizetype largestTable = 1'000'000;

/// The same stretch of both texts, to be matched.
struct Stretch
{
    qsizetype left = 0;
    qsizetype leftEnd = 0;
    qsizetype right = 0;
    qsizetype rightEnd = 0;

    [[nodiscard]] bool isEmpty() const { return left == leftEnd || right == rightEnd; }
};

class Matcher
{
public:
    Matcher(const QStringList &left, const QStringList &right)
        : m_left(numbered(left))
        , m_right(numbered(right))
        , m_rightOf(left.size(), -1)
    {
    }

    QList<qsizetype> run()
    {
        m_waiting = {{0, m_left.size(), 0, m_right.size()}};
        while (!m_waiting.isEmpty()) {
            const Stretch stretch = trimmed(m_waiting.takeLast());
            if (!stretch.isEmpty() && !splitAtSingleLines(stretch))
                matchLongestRow(stretch);
        }
        return m_rightOf;
    }

private:
    /// Equal lines get equal numbers.
    QList<qsizetype> numbered(const QStringList &lines)
    {
        QList<qsizetype> numbers;
        numbers.reserve(lines.size());
        for (const QString &line : lines) {
            const auto found = m_numbers.constFind(line);
            numbers += found == m_numbers.constEnd() ? *m_numbers.insert(line, m_numbers.size())
                                                     : *found;
        }
        return numbers;
    }

    /// Matches what both begin and end with.
    Stretch trimmed(Stretch stretch)
    {
        while (!stretch.isEmpty() && m_left.at(stretch.left) == m_right.at(stretch.right))
            m_rightOf[stretch.left++] = stretch.right++;
        while (!stretch.isEmpty()
               && m_left.at(stretch.leftEnd - 1) == m_right.at(stretch.rightEnd - 1))
            m_rightOf[--stretch.leftEnd] = --stretch.rightEnd;
        return stretch;
    }

    /// Matches lines that stand once on either side and leaves what is between them for later.
    bool splitAtSingleLines(const Stretch &stretch)
    {
        struct Place
        {
            int leftCount = 0;
            int rightCount = 0;
            qsizetype right = 0;
        };
        QHash<qsizetype, Place> places;
        for (qsizetype i = stretch.left; i < stretch.leftEnd; ++i)
            ++places[m_left.at(i)].leftCount;
        for (qsizetype i = stretch.right; i < stretch.rightEnd; ++i) {
            Place &place = places[m_right.at(i)];
            ++place.rightCount;
            place.right = i;
        }
        QList<qsizetype> rights;
        for (qsizetype i = stretch.left; i < stretch.leftEnd; ++i) {
            const Place &place = *places.constFind(m_left.at(i));
            rights += place.leftCount == 1 && place.rightCount == 1 ? place.right : -1;
        }
        const QList<qsizetype> anchors = longestRise(rights);
        Stretch between = stretch;
        for (const qsizetype anchor : anchors) {
            between.leftEnd = stretch.left + anchor;
            between.rightEnd = rights.at(anchor);
            m_rightOf[between.leftEnd] = between.rightEnd;
            m_waiting += between;
            between.left = between.leftEnd + 1;
            between.right = between.rightEnd + 1;
        }
        if (anchors.isEmpty())
            return false;
        m_waiting += Stretch{between.left, stretch.leftEnd, between.right, stretch.rightEnd};
        return true;
    }

    void matchLongestRow(const Stretch &stretch)
    {
        const qsizetype rows = stretch.leftEnd - stretch.left;
        const qsizetype columns = stretch.rightEnd - stretch.right;
        if (rows > largestTable / columns)
            return;
        std::vector<int> longest(static_cast<size_t>((rows + 1) * (columns + 1)), 0);
        const auto at = [columns](qsizetype row, qsizetype column) {
            return static_cast<size_t>(row * (columns + 1) + column);
        };
        const auto isEqual = [&](qsizetype row, qsizetype column) {
            return m_left.at(stretch.left + row) == m_right.at(stretch.right + column);
        };
        for (qsizetype row = rows - 1; row >= 0; --row) {
            for (qsizetype column = columns - 1; column >= 0; --column)
                longest[at(row, column)] = isEqual(row, column)
                    ? longest[at(row + 1, column + 1)] + 1
                    : std::max(longest[at(row + 1, column)], longest[at(row, column + 1)]);
        }
        qsizetype row = 0;
        qsizetype column = 0;
        while (row < rows && column < columns) {
            if (isEqual(row, column))
                m_rightOf[stretch.left + row++] = stretch.right + column++;
            else if (longest[at(row + 1, column)] >= longest[at(row, column + 1)])
                ++row;
            else
                ++column;
        }
    }

    QHash<QString, qsizetype> m_numbers;
    QList<qsizetype> m_left;
    QList<qsizetype> m_right;
    QList<qsizetype> m_rightOf;
    QList<Stretch> m_waiting;
};

} // namespace

QList<qsizetype> LineMatching::between(const QStringList &left, const QStringList &right)
{
    return Matcher(left, right).run();
}

} // namespace sessionbook
