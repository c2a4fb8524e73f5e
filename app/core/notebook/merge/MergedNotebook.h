#pragma once

#include "notebook/NotebookData.h"

#include <optional>
#include <variant>

namespace sessionbook {

/// How a conflict ends: one side's cell, or one behind the other.
enum class MergeChoice { Ours, Theirs, Both };

/// A cell that only a person can merge. Each side holds what it said, together with everything of
/// the other side that is in nobody's way; a side that deleted the cell has none.
struct CellConflict
{
    std::optional<Cell> ours;
    std::optional<Cell> theirs;
    std::optional<Cell> base; ///< what both sides began with, where that is known
};

/// What merging two notebooks gave: cells in order, each settled or a conflict. A value; crosses
/// threads.
class MergedNotebook
{
public:
    using Piece = std::variant<Cell, CellConflict>;

    MergedNotebook() = default;
    /// `frame` is all but the cells.
    MergedNotebook(NotebookData frame, QList<Piece> pieces);

    [[nodiscard]] const QList<Piece> &pieces() const { return m_pieces; }
    [[nodiscard]] QList<CellConflict> conflicts() const;
    [[nodiscard]] bool hasConflicts() const;
    /// Choices made for the other one hold here, too: its conflicts differ in outputs at most.
    [[nodiscard]] bool asksTheSame(const MergedNotebook &other) const;
    /// The notebook, with one choice for each conflict in order; those that are missing count as
    /// Ours. Where both cells stay, the second gets a new id.
    [[nodiscard]] NotebookData resolved(const QList<MergeChoice> &choices = {}) const;

private:
    NotebookData m_frame;
    QList<Piece> m_pieces;
};

} // namespace sessionbook
