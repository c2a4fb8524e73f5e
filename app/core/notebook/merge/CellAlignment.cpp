#include "notebook/merge/CellAlignment.h"

#include "notebook/merge/TextTokens.h"

#include <QHash>

#include <algorithm>
#include <optional>

namespace sessionbook {

namespace {

constexpr qsizetype none = CellAlignment::none;

/// How alike two cells must be to be taken for one: at the same place, and anywhere.
constexpr double alikeHere = 0.4;
constexpr double alikeAnywhere = 0.6;
/// The largest table of comparisons between two stretches of cells.
constexpr qsizetype largestTable = 4096;
/// A word in more cells than this says nothing about which cell it is.
constexpr qsizetype commonWord = 8;

/// Several cells of one content or id, while only single ones are wanted.
constexpr qsizetype several = -2;

bool isSameContent(const Cell &left, const Cell &right)
{
    return left.kind == right.kind && left.source == right.source;
}

bool isBlank(const Cell &cell)
{
    return QStringView(cell.source).trimmed().isEmpty();
}

size_t contentKey(const Cell &cell)
{
    return qHash(cell.source, static_cast<size_t>(cell.kind));
}

/// Where the single cell with a key is, or `several`.
template<typename Key> using Places = QHash<Key, qsizetype>;

template<typename Key> void note(Places<Key> &places, const Key &key, qsizetype index)
{
    const auto found = places.find(key);
    if (found == places.end())
        places.insert(key, index);
    else
        *found = several;
}

Places<QString> placesOfIds(const QList<Cell> &cells)
{
    Places<QString> places;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (!cells.at(i).fileId.isEmpty())
            note(places, cells.at(i).fileId, i);
    }
    return places;
}

struct Stretch
{
    qsizetype begin = 0;
    qsizetype end = 0;

    [[nodiscard]] qsizetype size() const { return end - begin; }
};

class Aligner
{
public:
    Aligner(const QList<Cell> &left, const QList<Cell> &right)
        : m_left(left)
        , m_right(right)
        , m_rightOf(left.size(), none)
        , m_leftOf(right.size(), none)
        , m_leftTokens(static_cast<size_t>(left.size()))
        , m_rightTokens(static_cast<size_t>(right.size()))
    {
    }

    void align()
    {
        matchIds();
        matchSingleContents();
        matchEqualNeighbours();
        matchStretches();
        matchEqualRest();
        matchSimilarRest();
    }

    QList<qsizetype> takeRights() { return std::move(m_rightOf); }
    QList<qsizetype> takeLefts() { return std::move(m_leftOf); }

private:
    [[nodiscard]] bool isFree(qsizetype left, qsizetype right) const
    {
        return left >= 0 && left < m_left.size() && right >= 0 && right < m_right.size()
            && m_rightOf.at(left) == none && m_leftOf.at(right) == none;
    }

    void match(qsizetype left, qsizetype right)
    {
        m_rightOf[left] = right;
        m_leftOf[right] = left;
    }

    void matchIds()
    {
        const Places<QString> lefts = placesOfIds(m_left);
        const Places<QString> rights = placesOfIds(m_right);
        for (auto it = lefts.cbegin(); it != lefts.cend(); ++it) {
            const qsizetype right = rights.value(it.key(), none);
            if (it.value() >= 0 && right >= 0)
                match(it.value(), right);
        }
    }

    /// Texts that stand once on either side: they are the same cell wherever it went.
    void matchSingleContents()
    {
        Places<size_t> lefts;
        Places<size_t> rights;
        for (qsizetype i = 0; i < m_left.size(); ++i) {
            if (m_rightOf.at(i) == none && !isBlank(m_left.at(i)))
                note(lefts, contentKey(m_left.at(i)), i);
        }
        for (qsizetype i = 0; i < m_right.size(); ++i) {
            if (m_leftOf.at(i) == none)
                note(rights, contentKey(m_right.at(i)), i);
        }
        for (auto it = lefts.cbegin(); it != lefts.cend(); ++it)
            matchIfEqual(it.value(), rights.value(it.key(), none));
    }

    bool matchIfEqual(qsizetype left, qsizetype right)
    {
        if (!isFree(left, right) || !isSameContent(m_left.at(left), m_right.at(right)))
            return false;
        match(left, right);
        return true;
    }

    /// Equal cells beside cells that are known already; the ends count as known.
    void matchEqualNeighbours()
    {
        matchIfEqual(0, 0);
        for (qsizetype left = 0; left < m_left.size(); ++left) {
            if (m_rightOf.at(left) != none)
                matchIfEqual(left + 1, m_rightOf.at(left) + 1);
        }
        matchIfEqual(m_left.size() - 1, m_right.size() - 1);
        for (qsizetype left = m_left.size() - 1; left >= 0; --left) {
            if (m_rightOf.at(left) != none)
                matchIfEqual(left - 1, m_rightOf.at(left) - 1);
        }
    }

    /// What was changed where it stands: unknown cells between the same known ones.
    void matchStretches()
    {
        qsizetype begin = 0;
        while (begin < m_left.size()) {
            qsizetype end = begin;
            while (end < m_left.size() && m_rightOf.at(end) == none)
                ++end;
            if (end > begin)
                matchStretch({begin, end});
            begin = end + 1;
        }
    }

    void matchStretch(Stretch left)
    {
        const Stretch right = counterpartOf(left);
        if (right.size() == 0)
            return;
        if (left.size() == 1 && right.size() == 1)
            return matchOnlyOnes(left.begin, right.begin);
        if (left.size() * right.size() <= largestTable)
            matchBestInOrder(left, right);
    }

    [[nodiscard]] Stretch counterpartOf(Stretch left) const
    {
        const qsizetype before = left.begin == 0 ? none : m_rightOf.at(left.begin - 1);
        Stretch right{before + 1, before + 1};
        while (right.end < m_right.size() && m_leftOf.at(right.end) == none)
            ++right.end;
        if (right.size() > 0)
            return right;
        const qsizetype after = left.end == m_left.size() ? m_right.size() : m_rightOf.at(left.end);
        right = {after, after};
        while (right.begin > 0 && m_leftOf.at(right.begin - 1) == none)
            --right.begin;
        return right;
    }

    /// Where one cell stands for one cell, hardly anything needs to be left of its text – unless
    /// both have ids that say they are two.
    void matchOnlyOnes(qsizetype left, qsizetype right)
    {
        const bool haveIds
            = !m_left.at(left).fileId.isEmpty() && !m_right.at(right).fileId.isEmpty();
        const bool isSameKind = m_left.at(left).kind == m_right.at(right).kind;
        if ((isSameKind && !haveIds) || likeness(left, right) >= alikeHere)
            match(left, right);
    }

    /// The pairs in order that have most in common together: an alignment by a table.
    void matchBestInOrder(Stretch left, Stretch right)
    {
        const auto columns = static_cast<size_t>(right.size()) + 1;
        std::vector<double> best((static_cast<size_t>(left.size()) + 1) * columns, 0);
        std::vector<double> alike(best.size(), 0);
        const auto at = [columns](qsizetype row, qsizetype column) {
            return static_cast<size_t>(row) * columns + static_cast<size_t>(column);
        };
        for (qsizetype row = left.size() - 1; row >= 0; --row) {
            for (qsizetype column = right.size() - 1; column >= 0; --column) {
                const double here = likeness(left.begin + row, right.begin + column);
                const double both = here < alikeHere ? 0 : here + best[at(row + 1, column + 1)];
                alike[at(row, column)] = both;
                best[at(row, column)]
                    = std::max({both, best[at(row + 1, column)], best[at(row, column + 1)]});
            }
        }
        qsizetype row = 0;
        qsizetype column = 0;
        while (row < left.size() && column < right.size()) {
            const double value = best[at(row, column)];
            if (value > 0 && value == alike[at(row, column)])
                match(left.begin + row++, right.begin + column++);
            else if (value == best[at(row + 1, column)])
                ++row;
            else
                ++column;
        }
    }

    /// Texts that stand several times, blank ones above all: the first is the first.
    void matchEqualRest()
    {
        QHash<size_t, QList<qsizetype>> rights;
        for (qsizetype i = m_right.size() - 1; i >= 0; --i) {
            if (m_leftOf.at(i) == none)
                rights[contentKey(m_right.at(i))] += i;
        }
        for (qsizetype left = 0; left < m_left.size(); ++left) {
            if (m_rightOf.at(left) != none)
                continue;
            const auto found = rights.find(contentKey(m_left.at(left)));
            if (found != rights.end() && !found->isEmpty()
                && matchIfEqual(left, found->constLast()))
                found->removeLast();
        }
    }

    /// Cells that were moved and changed: found by the words that few cells have.
    void matchSimilarRest()
    {
        QHash<size_t, QList<qsizetype>> rightsByWord;
        for (qsizetype right = 0; right < m_right.size(); ++right) {
            if (m_leftOf.at(right) == none)
                noteWords(rightsByWord, right);
        }
        if (rightsByWord.isEmpty())
            return;
        for (qsizetype left = 0; left < m_left.size(); ++left) {
            if (m_rightOf.at(left) == none)
                matchMostAlike(left, rightsByWord);
        }
    }

    void noteWords(QHash<size_t, QList<qsizetype>> &rightsByWord, qsizetype right)
    {
        size_t previous = 0;
        for (const size_t word : tokensOfRight(right).hashes()) {
            QList<qsizetype> &cells = rightsByWord[word];
            // One more than is looked at marks the word as common.
            if ((word != previous || cells.isEmpty()) && cells.size() <= commonWord)
                cells += right;
            previous = word;
        }
    }

    void matchMostAlike(qsizetype left, const QHash<size_t, QList<qsizetype>> &rightsByWord)
    {
        QHash<qsizetype, int> sharedWords;
        for (const size_t word : tokensOfLeft(left).hashes()) {
            const auto found = rightsByWord.constFind(word);
            if (found == rightsByWord.constEnd() || found->size() > commonWord)
                continue;
            for (const qsizetype right : *found)
                ++sharedWords[right];
        }
        qsizetype best = none;
        for (auto it = sharedWords.cbegin(); it != sharedWords.cend(); ++it) {
            const bool isBetter = best == none || it.value() > sharedWords.value(best)
                || (it.value() == sharedWords.value(best) && it.key() < best);
            if (m_leftOf.at(it.key()) == none && isBetter)
                best = it.key();
        }
        if (best != none && likeness(left, best) >= alikeAnywhere)
            match(left, best);
    }

    double likeness(qsizetype left, qsizetype right)
    {
        const double likeness = tokensOfLeft(left).similarityTo(tokensOfRight(right));
        const bool isSameKind = m_left.at(left).kind == m_right.at(right).kind;
        return isSameKind ? likeness : likeness - 0.3;
    }

    const TextTokens &tokensOfLeft(qsizetype left)
    {
        return tokens(m_leftTokens[static_cast<size_t>(left)], m_left.at(left));
    }

    const TextTokens &tokensOfRight(qsizetype right)
    {
        return tokens(m_rightTokens[static_cast<size_t>(right)], m_right.at(right));
    }

    /// Only cells without a counterpart are ever cut into words.
    static const TextTokens &tokens(std::optional<TextTokens> &tokens, const Cell &cell)
    {
        if (!tokens)
            tokens.emplace(cell.source);
        return *tokens;
    }

    const QList<Cell> &m_left;
    const QList<Cell> &m_right;
    QList<qsizetype> m_rightOf;
    QList<qsizetype> m_leftOf;
    std::vector<std::optional<TextTokens>> m_leftTokens;
    std::vector<std::optional<TextTokens>> m_rightTokens;
};

} // namespace

CellAlignment CellAlignment::between(const QList<Cell> &left, const QList<Cell> &right)
{
    Aligner aligner(left, right);
    aligner.align();
    CellAlignment alignment;
    alignment.m_rightOf = aligner.takeRights();
    alignment.m_leftOf = aligner.takeLefts();
    return alignment;
}

} // namespace sessionbook
