#pragma once

#include "notebook/Notebook.h"

namespace sessionbook {

/// Turns an open notebook into another one in place. Cells are matched by CellAlignment; those that
/// have a counterpart keep their CellId, and with it caret, selection and place in the window. For
/// the thread of the notebook.
namespace NotebookReplacement {

/// One undoable step named `name` (a key, as in UndoNames.h) of the fewest elementary ones:
/// inserts, removals, moves, and in matched cells only what differs. What says the same in another
/// layout is no difference. Outputs are part of the step. Where nothing differs, there is no step.
void apply(Notebook &notebook, const NotebookData &target, const QString &name);

/// Takes `file`, just read, as what lies on disk: untouched cells are written back from its bytes
/// from now on. Changes no content and no undo history. Without local changes, saving afterwards
/// gives the file's bytes.
void rebase(Notebook &notebook, const NotebookData &file);

/// For a file that somebody else changed while nothing was changed here: apply(), rebase(), and the
/// notebook counts as saved. Undoing the step gives back the old content, then as a change.
void reload(Notebook &notebook, const NotebookData &file, const QString &name);

} // namespace NotebookReplacement

} // namespace sessionbook
