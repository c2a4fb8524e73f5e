#pragma once

#include "notebook/search/TextSearch.h"

#include <QHash>

#include <optional>

namespace sessionbook {

class Notebook;

/// Where one is in a notebook's text, to look on from: a caret, or a part that is selected.
struct TextPlace
{
    CellId cell;
    TextRange range;
};

/// What a search found, as one walks through it. A value; the notebook may have changed since, but
/// not the order of its cells.
class MatchList
{
public:
    enum class Step {
        First, ///< the first match that begins at the place or behind it
        Next, ///< the first that begins behind what is selected
        Previous ///< the last that begins before the place
    };

    MatchList() = default;
    explicit MatchList(SearchResult result);

    [[nodiscard]] qsizetype count() const { return m_result.count; }
    [[nodiscard]] SearchEnd end() const { return m_result.end; }
    [[nodiscard]] QList<TextRange> in(CellId cell) const;
    /// The number, from 1, of the match that is exactly at the place; 0 where there is none.
    [[nodiscard]] qsizetype numberAt(const TextPlace &place) const;
    /// Beyond the last match follows the first. Nothing where there are none.
    [[nodiscard]] std::optional<TextPlace> neighbour(const TextPlace &place, Step step,
                                                     const Notebook &notebook) const;

private:
    SearchResult m_result;
    QHash<CellId, qsizetype> m_indexes; ///< of cells in the result
};

} // namespace sessionbook
