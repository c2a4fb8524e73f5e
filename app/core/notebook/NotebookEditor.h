#pragma once

#include "base/Result.h"
#include "base/TextDelta.h"
#include "notebook/Cell.h"
#include "notebook/DocumentFields.h"
#include "notebook/EditPlace.h"

#include <QList>
#include <QString>
#include <QStringList>

class QUndoCommand;

namespace sessionbook {

class Notebook;

/// The only writer of a notebook's text and structure. Every call is one undoable step with a
/// translated-by-nobody English key as its name (UndoNames.h; core holds no tr(); the Edit menu
/// translates the key). Cheap to construct; holds nothing but the reference.
///
/// An id that is not in the notebook or an index out of range does nothing: a command may come
/// late.
class NotebookEditor
{
public:
    explicit NotebookEditor(Notebook &notebook);

    /// While it lives, all edits become one step named `name`. Undo leads back to the place where
    /// the first of them found the view, redo to where the view was when the transaction ended: who
    /// selects another cell afterwards does it before.
    class [[nodiscard]] Transaction
    {
    public:
        ~Transaction();
        Transaction(const Transaction &) = delete;
        Transaction &operator=(const Transaction &) = delete;

    private:
        friend class NotebookEditor;
        Transaction(Notebook &notebook, const QString &name);
        Notebook &m_notebook;
    };
    [[nodiscard]] Transaction transaction(const QString &name);

    /// Inserts before `index` (cellCount() appends); gives new ids (and new file ids for 4.5).
    /// Returns the new cells' ids.
    QList<CellId> insertCells(int index, QList<Cell> cells);
    /// The same for cells of a file: they keep the ids and the bytes they have there.
    QList<CellId> adoptCells(int index, QList<Cell> cells);
    void removeCells(const QList<CellId> &ids);
    /// Moves one cell so that it ends at index `to`.
    void moveCell(CellId id, int to);
    /// Consecutive calls that type or delete within one word merge into one step; `caret` is where
    /// it stands after the edit.
    void setSource(CellId id, const QString &source, CaretPosition caretBefore = {},
                   CaretPosition caretAfter = {});
    /// Ends the merging of typing: the next edit is a step of its own (the caret moved, a cell ran,
    /// focus left).
    void breakTypingMerge();
    /// Changing a code cell's kind drops its outputs (undo brings them back).
    void setKind(CellId id, CellKind kind);
    /// Cuts a cell in two at `position`; the outputs stay with the second half, as in Jupyter.
    /// Returns the second half's id.
    CellId splitCell(CellId id, qsizetype position);
    /// Joins adjacent cells (two or more) into the first with a line feed between; kind of
    /// the first, attachments of all of them, outputs of the last.
    void mergeCells(const QList<CellId> &ids);
    /// Undoable, unlike the outputs of a run.
    void clearOutputs(const QList<CellId> &ids);
    /// The same with others in their place; for code cells.
    void replaceOutputs(CellId id, QList<Output> outputs, std::optional<int> executionCount);
    void setFields(CellId id, const CellFields &fields);
    void setNotebookFields(const NotebookFields &fields);

    /// Replaces parts of a cell's text. `deltas` are in order, do not overlap, and count in the
    /// text as it is; where one does not fit the text, nothing is changed. Within a transaction,
    /// all cells become one step.
    void replaceMatches(CellId id, const QList<TextDelta> &deltas);

    /// `json` is the text of an object; anything else changes nothing and gives the error, with
    /// line and column. What says the same is no change.
    Result<void> setCellMetadata(CellId id, const QByteArray &json);
    Result<void> setNotebookMetadata(const QByteArray &json);
    [[nodiscard]] static QStringList tagsOf(const Cell &cell);
    /// Without doubles and empty ones; the other metadata stays.
    void setTags(CellId id, const QStringList &tags);

private:
    void push(QUndoCommand *command);
    void pushStep(QUndoCommand *command);
    void pushPlace(ComeBackBy by);

    Notebook &m_notebook;
};

} // namespace sessionbook
