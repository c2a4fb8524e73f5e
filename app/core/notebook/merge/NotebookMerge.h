#pragma once

#include "notebook/merge/MergedNotebook.h"

namespace sessionbook {

/// Merges two notebooks cell by cell, by id and content (CellAlignment). Pure and thread-safe; the
/// work grows about with the number of cells.
///
/// What one side changed, inserted, deleted or moved is taken. Asked is only about cells whose same
/// lines, metadata or kind both sides changed, and about cells that one side changed and the other
/// deleted. Where both moved a cell, and in the metadata of the notebook itself, ours stays.
namespace NotebookMerge {

/// `base` is what both sides began with. Layout and bytes are those of `ours`, and of `theirs` in
/// cells that are taken whole.
[[nodiscard]] MergedNotebook merge(const NotebookData &base, const NotebookData &ours,
                                   const NotebookData &theirs);
/// The same where nobody knows what both began with: a cell that only one side has may have been
/// inserted here or deleted there, so that it is asked about, too.
[[nodiscard]] MergedNotebook merge(const NotebookData &ours, const NotebookData &theirs);

} // namespace NotebookMerge

} // namespace sessionbook
