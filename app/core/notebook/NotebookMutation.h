#pragma once

#include "notebook/DocumentFields.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

namespace sessionbook {

/// The elementary changes that undo commands are made of; each leaves the notebook whole and
/// signals it. Nothing else may use it: a change that is no command cannot be undone.
class NotebookMutation
{
public:
    explicit NotebookMutation(Notebook &notebook)
        : m_notebook(notebook)
    {
    }

    /// Stores a cell outside the order, with new ids; insert() brings it in.
    CellId create(Cell cell);
    /// The same, but ids and bytes of the file it comes from stay.
    CellId adopt(Cell cell);
    void insert(CellId id, int index);
    /// The cell waits outside the order until insert() or forget().
    void remove(CellId id);
    void forget(CellId id);
    void move(int from, int to);
    void setSource(CellId id, const QString &source);
    void setKind(CellId id, CellKind kind);
    /// Exchanges the cell's outputs and number with those given.
    void swapOutputs(CellId id, QList<Output> &outputs, std::optional<int> &executionCount);
    /// Puts what a run brought while the cell was no code in the place of those given, where one
    /// did.
    void takeLateResult(CellId id, QList<Output> &outputs, std::optional<int> &executionCount);
    void swapFields(CellId id, CellFields &fields);
    void swapNotebookFields(NotebookFields &fields);

    /// What undo and redo lead to: of the commands of one step the last one says it.
    void restorePlace(const EditPlace &place);
    void restoreCaret(CellId id, CaretPosition caret);
    /// `id` may be invalid: the notebook is empty.
    void suggestCurrentCell(CellId id);
    /// The cell at `index`, or the last before it.
    [[nodiscard]] CellId nearestTo(int index) const;
    void breakTypingMerge();
    /// The text, or an equal one that the notebook or its history holds already.
    [[nodiscard]] QString shared(const QString &text);

private:
    Notebook::Node &node(CellId id);
    void shareTexts(Cell &cell);
    [[nodiscard]] ByteSlice shared(const ByteSlice &slice);

    Notebook &m_notebook;
};

} // namespace sessionbook
