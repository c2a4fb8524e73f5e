#include "notebook/undo/EditSourceCommand.h"

#include "notebook/undo/UndoNames.h"

namespace sessionbook {

namespace {

/// What one key press can do: a character (two UTF-16 units at most), or a line feed with its
/// indentation.
bool isKeyPress(const QString &text)
{
    return text.size() == 1 || (text.size() == 2 && text.at(0).isHighSurrogate())
        || (text.startsWith(u'\n') && QStringView(text).trimmed().isEmpty());
}

const char *nameOf(const TextDelta &delta)
{
    if (delta.inserted.isEmpty())
        return UndoNames::deleteText;
    if (!delta.removed.isEmpty())
        return UndoNames::editText;
    return isKeyPress(delta.inserted) ? UndoNames::typing : UndoNames::paste;
}

/// Whether a new step begins between these two characters: behind a word's space, and before a line
/// feed.
bool isStepBoundary(QChar typedBefore, QChar typedNow)
{
    return typedNow == u'\n' || (typedBefore.isSpace() && !typedNow.isSpace());
}

/// Typing an "e" beside another can be told in two ways, and TextDelta takes the later place. Where
/// the caret was decides, so that a run of key presses is seen as one.
TextDelta slidTo(qsizetype place, TextDelta delta, const QString &text)
{
    QString &moving = delta.inserted.isEmpty() ? delta.removed : delta.inserted;
    while (delta.position > place && text.at(delta.position - 1) == moving.back()
           && !moving.back().isSurrogate()) {
        moving.prepend(moving.back());
        moving.chop(1);
        --delta.position;
    }
    return delta;
}

TextDelta deltaBetween(const QString &before, const QString &after, CaretPosition caretBefore,
                       CaretPosition caretAfter)
{
    const TextDelta delta = TextDelta::between(before, after);
    if (delta.inserted.isEmpty())
        return slidTo(caretAfter.position, delta, before);
    const bool isPlainTyping = delta.removed.isEmpty() && caretBefore != CaretPosition{};
    return isPlainTyping ? slidTo(caretBefore.position, delta, before) : delta;
}

CaretPosition caretOr(CaretPosition given, const TextDelta &delta, qsizetype length)
{
    const bool isGiven = given != CaretPosition{} || delta.position == 0;
    const qsizetype end = delta.position + length;
    return isGiven ? given : CaretPosition{end, end};
}

} // namespace

EditSourceCommand::EditSourceCommand(Notebook &notebook, CellId cell, const QString &source,
                                     CaretPosition caretBefore, CaretPosition caretAfter,
                                     TypingMerge mergeWithPrevious)
    : m_notebook(notebook)
    , m_cell(cell)
    , m_delta(deltaBetween(notebook.find(cell)->source, source, caretBefore, caretAfter))
    , m_caretBefore(caretOr(caretBefore, m_delta, m_delta.removed.size()))
    , m_caretAfter(caretOr(caretAfter, m_delta, m_delta.inserted.size()))
    , m_mergeWithPrevious(mergeWithPrevious)
{
    NotebookMutation mutation(notebook);
    m_delta.inserted = mutation.shared(m_delta.inserted);
    m_delta.removed = mutation.shared(m_delta.removed);
    setText(QLatin1String(nameOf(m_delta)));
}

void EditSourceCommand::undo()
{
    m_wasUndone = true;
    apply(m_delta.inverted(), m_caretBefore);
}

void EditSourceCommand::redo()
{
    apply(m_delta, m_caretAfter);
}

bool EditSourceCommand::mergeWith(const QUndoCommand *next)
{
    const auto *edit = dynamic_cast<const EditSourceCommand *>(next);
    if (!edit || edit->m_cell != m_cell || edit->m_mergeWithPrevious == TypingMerge::Forbidden)
        return false;
    const TextDelta &delta = edit->m_delta;
    if (continuesTyping(delta)) {
        m_delta.inserted += delta.inserted;
    } else if (continuesBackspacing(delta)) {
        m_delta.removed.prepend(delta.removed);
        m_delta.position = delta.position;
    } else if (continuesDeleting(delta)) {
        m_delta.removed += delta.removed;
    } else {
        return false;
    }
    m_caretAfter = edit->m_caretAfter;
    return true;
}

bool EditSourceCommand::continuesTyping(const TextDelta &next) const
{
    return m_delta.removed.isEmpty() && next.removed.isEmpty()
        && text() == QLatin1String(UndoNames::typing) && isKeyPress(next.inserted)
        && next.position == m_delta.position + m_delta.inserted.size()
        && !isStepBoundary(m_delta.inserted.back(), next.inserted.front());
}

bool EditSourceCommand::continuesBackspacing(const TextDelta &next) const
{
    return m_delta.inserted.isEmpty() && next.inserted.isEmpty() && isKeyPress(next.removed)
        && next.position + next.removed.size() == m_delta.position
        && !isStepBoundary(m_delta.removed.front(), next.removed.back());
}

bool EditSourceCommand::continuesDeleting(const TextDelta &next) const
{
    return m_delta.inserted.isEmpty() && next.inserted.isEmpty() && isKeyPress(next.removed)
        && next.position == m_delta.position
        && !isStepBoundary(m_delta.removed.back(), next.removed.front());
}

void EditSourceCommand::apply(const TextDelta &delta, CaretPosition caret)
{
    NotebookMutation mutation(m_notebook);
    mutation.setSource(m_cell, delta.appliedTo(m_notebook.find(m_cell)->source));
    if (!m_wasUndone)
        return;
    mutation.breakTypingMerge();
    mutation.restoreCaret(m_cell, caret);
}

} // namespace sessionbook
