#include "notebook/merge/MergeOrder.h"

#include "notebook/merge/CellAlignment.h"
#include "notebook/merge/LongestRise.h"

#include <QSet>

#include <list>
#include <vector>

namespace sessionbook {

namespace {

/// Those of `order` that do not stand in growing order with the rest.
QSet<qsizetype> movedOf(const QList<qsizetype> &order)
{
    QSet<qsizetype> moved(order.begin(), order.end());
    for (const qsizetype position : longestRise(order))
        moved.remove(order.at(position));
    moved.remove(CellAlignment::none);
    return moved;
}

bool isSameInsertion(const Cell &ours, const Cell &theirs)
{
    const bool isSameId = !ours.fileId.isEmpty() && ours.fileId == theirs.fileId;
    return isSameId || (ours.kind == theirs.kind && ours.source == theirs.source);
}

/// The cells without a counterpart in the base, and their places.
struct Insertions
{
    QList<Cell> cells;
    QList<qsizetype> places;

    Insertions(const QList<Cell> &all, const QList<qsizetype> &inBase)
    {
        for (qsizetype i = 0; i < all.size(); ++i) {
            if (inBase.at(i) >= 0)
                continue;
            cells += all.at(i);
            places += i;
        }
    }
};

class Weaver
{
public:
    /// `oursInBase` and `theirsInBase` hold the counterpart in the base of each cell.
    Weaver(QList<qsizetype> oursInBase, QList<qsizetype> theirsInBase, qsizetype baseSize)
        : m_oursInBase(std::move(oursInBase))
        , m_theirsInBase(std::move(theirsInBase))
        , m_theirsOfBase(baseSize, -1)
        , m_theirsOfOurs(m_oursInBase.size(), -1)
        , m_placeOfTheirs(static_cast<size_t>(m_theirsInBase.size()), m_entries.end())
    {
        for (qsizetype i = 0; i < m_theirsInBase.size(); ++i) {
            if (m_theirsInBase.at(i) >= 0)
                m_theirsOfBase[m_theirsInBase.at(i)] = i;
        }
    }

    void joinInsertions(qsizetype ours, qsizetype theirs) { m_theirsOfOurs[ours] = theirs; }

    QList<MergeEntry> weave()
    {
        layOutOurs();
        const QSet<qsizetype> movedByOurs = movedOf(m_oursInBase);
        const QSet<qsizetype> movedByTheirs = movedOf(m_theirsInBase);
        auto previous = m_entries.end();
        for (qsizetype i = 0; i < m_theirsInBase.size(); ++i) {
            auto &place = m_placeOfTheirs[static_cast<size_t>(i)];
            const qsizetype inBase = m_theirsInBase.at(i);
            if (place == m_entries.end())
                place = m_entries.insert(behind(previous), {inBase, -1, i});
            else if (movedByTheirs.contains(inBase) && !movedByOurs.contains(inBase))
                m_entries.splice(behind(previous, place), m_entries, place);
            previous = place;
        }
        return {m_entries.begin(), m_entries.end()};
    }

private:
    using Place = std::list<MergeEntry>::iterator;

    void layOutOurs()
    {
        for (qsizetype i = 0; i < m_oursInBase.size(); ++i) {
            const qsizetype base = m_oursInBase.at(i);
            const qsizetype theirs = base >= 0 ? m_theirsOfBase.at(base) : m_theirsOfOurs.at(i);
            const auto place = m_entries.insert(m_entries.end(), {base, i, theirs});
            if (theirs >= 0)
                m_placeOfTheirs[static_cast<size_t>(theirs)] = place;
        }
    }

    /// The place behind `previous` (the end stands for the beginning) and what ours inserted there.
    Place behind(Place previous, Place moving)
    {
        Place place = previous == m_entries.end() ? m_entries.begin() : std::next(previous);
        while (place != m_entries.end() && place != moving && place->base < 0 && place->theirs < 0)
            ++place;
        return place;
    }

    Place behind(Place previous) { return behind(previous, m_entries.end()); }

    QList<qsizetype> m_oursInBase;
    QList<qsizetype> m_theirsInBase;
    QList<qsizetype> m_theirsOfBase;
    QList<qsizetype> m_theirsOfOurs;
    std::list<MergeEntry> m_entries; // lies still while others move
    std::vector<Place> m_placeOfTheirs;
};

} // namespace

QList<MergeEntry> MergeOrder::of(const QList<Cell> &base, const QList<Cell> &ours,
                                 const QList<Cell> &theirs)
{
    const QList<qsizetype> oursInBase = CellAlignment::between(base, ours).lefts();
    const QList<qsizetype> theirsInBase = CellAlignment::between(base, theirs).lefts();
    Weaver weaver(oursInBase, theirsInBase, base.size());

    const Insertions fromOurs(ours, oursInBase);
    const Insertions fromTheirs(theirs, theirsInBase);
    const auto alignment = CellAlignment::between(fromOurs.cells, fromTheirs.cells);
    for (qsizetype i = 0; i < fromOurs.cells.size(); ++i) {
        const qsizetype other = alignment.rightOf(i);
        if (other >= 0 && isSameInsertion(fromOurs.cells.at(i), fromTheirs.cells.at(other)))
            weaver.joinInsertions(fromOurs.places.at(i), fromTheirs.places.at(other));
    }
    return weaver.weave();
}

QList<MergeEntry> MergeOrder::of(const QList<Cell> &ours, const QList<Cell> &theirs)
{
    const auto alignment = CellAlignment::between(ours, theirs);
    Weaver weaver(QList<qsizetype>(ours.size(), -1), QList<qsizetype>(theirs.size(), -1), 0);
    for (qsizetype i = 0; i < ours.size(); ++i)
        weaver.joinInsertions(i, alignment.rightOf(i));
    return weaver.weave();
}

} // namespace sessionbook
