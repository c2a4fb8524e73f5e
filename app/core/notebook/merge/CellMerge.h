#pragma once

#include "notebook/merge/MergedNotebook.h"

namespace sessionbook {

/// Merges two versions of one cell. Pure.
namespace CellMerge {

/// Texts line by line; metadata and attachments name by name. Outputs are never asked about: they
/// come from the side whose text won, else from the side that ran, else from ours.
[[nodiscard]] MergedNotebook::Piece merge(const Cell &base, const Cell &ours, const Cell &theirs);
/// The same without knowing what both began with: every difference in text is a conflict.
[[nodiscard]] MergedNotebook::Piece merge(const Cell &ours, const Cell &theirs);
/// Whether a side wrote something into the cell, so that the other may not delete it unasked.
/// Outputs and metadata do not count.
[[nodiscard]] bool isRewritten(const Cell &base, const Cell &now);

} // namespace CellMerge

} // namespace sessionbook
