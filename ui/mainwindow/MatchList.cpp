#include "mainwindow/MatchList.h"

#include "notebook/Notebook.h"

#include <algorithm>

namespace sessionbook {

namespace {

/// The index of the first match that begins at `position` or behind it.
qsizetype firstFrom(const QList<TextRange> &ranges, qsizetype position)
{
    return std::ranges::lower_bound(ranges, position, {}, &TextRange::position) - ranges.begin();
}

} // namespace

MatchList::MatchList(SearchResult result)
    : m_result(std::move(result))
{
    for (qsizetype i = 0; i < m_result.cells.size(); ++i)
        m_indexes.insert(m_result.cells.at(i).cell, i);
}

QList<TextRange> MatchList::in(CellId cell) const
{
    const qsizetype index = m_indexes.value(cell, -1);
    return index < 0 ? QList<TextRange>() : m_result.cells.at(index).ranges;
}

qsizetype MatchList::numberAt(const TextPlace &place) const
{
    const qsizetype cell = m_indexes.value(place.cell, -1);
    if (cell < 0)
        return 0;
    const QList<TextRange> &ranges = m_result.cells.at(cell).ranges;
    const qsizetype index = firstFrom(ranges, place.range.position);
    if (ranges.value(index) != place.range)
        return 0;
    qsizetype number = index + 1;
    for (qsizetype i = 0; i < cell; ++i)
        number += m_result.cells.at(i).ranges.size();
    return number;
}

std::optional<TextPlace> MatchList::neighbour(const TextPlace &place, Step step,
                                              const Notebook &notebook) const
{
    const QList<CellMatches> &cells = m_result.cells;
    if (cells.isEmpty())
        return {};
    const int row = notebook.indexOf(place.cell);
    const auto found = std::ranges::partition_point(
        cells, [&](const CellMatches &cell) { return notebook.indexOf(cell.cell) < row; });
    qsizetype cell = found - cells.begin();
    qsizetype match = 0;
    if (found != cells.end() && found->cell == place.cell)
        match = firstFrom(found->ranges,
                          step == Step::Next ? place.range.end() : place.range.position);

    if (step == Step::Previous && --match < 0) {
        cell = (cell == 0 ? cells.size() : cell) - 1;
        match = cells.at(cell).ranges.size() - 1;
    } else if (cell < cells.size() && match == cells.at(cell).ranges.size()) {
        ++cell;
        match = 0;
    }
    if (cell == cells.size())
        cell = match = 0;
    return TextPlace{cells.at(cell).cell, cells.at(cell).ranges.at(match)};
}

} // namespace sessionbook
