#pragma once

#include "base/TextDelta.h"
#include "notebook/NotebookMutation.h"

#include <QUndoCommand>

namespace sessionbook {

enum class TypingMerge { Allowed, Forbidden };

/// Changes a cell's text. Typing, and deleting with Backspace or Delete, merges into one step a
/// word: a word with the space behind it; a line feed, a paste and every edit elsewhere begin a new
/// one.
class EditSourceCommand final : public QUndoCommand
{
public:
    /// `cell` is in the notebook and its text is not `source` yet.
    EditSourceCommand(Notebook &notebook, CellId cell, const QString &source,
                      CaretPosition caretBefore, CaretPosition caretAfter,
                      TypingMerge mergeWithPrevious);

    void undo() override;
    void redo() override;
    [[nodiscard]] int id() const override { return 1; }
    bool mergeWith(const QUndoCommand *next) override;

private:
    [[nodiscard]] bool continuesTyping(const TextDelta &next) const;
    [[nodiscard]] bool continuesBackspacing(const TextDelta &next) const;
    [[nodiscard]] bool continuesDeleting(const TextDelta &next) const;
    void apply(const TextDelta &delta, CaretPosition caret);

    Notebook &m_notebook;
    CellId m_cell;
    TextDelta m_delta;
    CaretPosition m_caretBefore;
    CaretPosition m_caretAfter;
    TypingMerge m_mergeWithPrevious;
    bool m_wasUndone = false;
};

} // namespace sessionbook
