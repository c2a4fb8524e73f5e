#pragma once

namespace sessionbook {

/// The names of undoable steps as QUndoCommand::text() gives them: keys, which the Edit menu
/// translates ("Undo %1").
namespace UndoNames {

inline constexpr char typing[] = "Typing";
inline constexpr char paste[] = "Paste";
inline constexpr char editText[] = "Edit Text";
inline constexpr char deleteText[] = "Delete Text";
inline constexpr char insertCell[] = "Insert Cell";
inline constexpr char insertCells[] = "Insert Cells";
inline constexpr char deleteCell[] = "Delete Cell";
inline constexpr char deleteCells[] = "Delete Cells";
inline constexpr char moveCell[] = "Move Cell";
inline constexpr char splitCell[] = "Split Cell";
inline constexpr char mergeCells[] = "Merge Cells";
inline constexpr char changeCellKind[] = "Change Cell Type";
inline constexpr char clearOutputs[] = "Clear Outputs";
inline constexpr char replaceAll[] = "Replace All";
inline constexpr char changeTags[] = "Change Tags";
inline constexpr char changeMetadata[] = "Change Metadata";
inline constexpr char changeNotebookMetadata[] = "Change Notebook Metadata";

/// For iterating: every key above. Names given to NotebookEditor::transaction() are their caller's.
inline constexpr const char *all[] = {typing,
                                      paste,
                                      editText,
                                      deleteText,
                                      insertCell,
                                      insertCells,
                                      deleteCell,
                                      deleteCells,
                                      moveCell,
                                      splitCell,
                                      mergeCells,
                                      changeCellKind,
                                      clearOutputs,
                                      replaceAll,
                                      changeTags,
                                      changeMetadata,
                                      changeNotebookMetadata};

} // namespace UndoNames

} // namespace sessionbook
