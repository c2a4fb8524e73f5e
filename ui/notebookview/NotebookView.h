#pragma once

#include "execution/RunState.h"
#include "notebook/Cell.h"
#include "theme/Theme.h"

#include <QAbstractScrollArea>
#include <QList>

#include <chrono>
#include <functional>

namespace sessionbook {

class Notebook;

/// Command mode: keys are commands for cells. Edit mode: keys go into the current cell's text (Jupyter's two modes).
enum class ViewMode { Command, Edit };

/// What the view paints beside a cell and cannot know by itself.
struct CellDecoration
{
    CellRunInfo run;
    std::chrono::milliseconds elapsed {0}; ///< while it runs
};

/// Shows a notebook and lets its cells be edited: virtualised, so that ten thousand cells cost what is in view costs. Editors
/// (QScintilla) exist only for code cells in view and the cell being edited, taken from a pool.
///
/// Observes the Notebook, edits it through NotebookEditor only. Decides nothing about running: it asks for decorations and
/// emits what was asked of it. Lives in the GUI thread; the notebook must outlive it or be replaced by setNotebook().
class NotebookView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit NotebookView(const Theme &theme, QWidget *parent = nullptr);
    ~NotebookView() override;

    void setNotebook(Notebook *notebook);
    [[nodiscard]] Notebook *notebook() const;
    void setTheme(const Theme &theme);
    void setDecorations(std::function<CellDecoration(CellId)> source);
    /// A cell's decoration changed (queued, ticked, ended): repaint its prompt and time.
    void updateDecoration(CellId id);

    [[nodiscard]] ViewMode mode() const;
    void enterEditMode();
    /// Flushes the editor's text into the notebook first.
    void enterCommandMode();
    /// Text typed but not yet in the notebook goes into it now: before running, saving, undoing, closing.
    void flushPendingEdits();

    [[nodiscard]] CellId currentCell() const; ///< invalid only in an empty notebook
    void setCurrentCell(CellId id);
    [[nodiscard]] QList<CellId> selectedCells() const; ///< in order, the current one always among them
    void extendSelectionTo(CellId id);
    void selectAllCells();
    /// The caret in the current cell's text, for split; the end of the text in command mode.
    [[nodiscard]] qsizetype caretPosition() const;
    /// 1-based line and column for the status bar; 0 in command mode.
    [[nodiscard]] int caretLine() const;
    [[nodiscard]] int caretColumn() const;
    void scrollToCell(CellId id);
    /// A Markdown cell shows its text rendered (run) or its source (entered); Shift+Enter on it renders.
    void renderMarkdown(CellId id);

    /// The selected text of an output or of the editor with the focus; empty where there is none.
    [[nodiscard]] QString selectedText() const;

signals:
    void currentCellChanged(sessionbook::CellId id);
    void selectionChanged();
    void modeChanged(sessionbook::ViewMode mode);
    void caretMoved();
    void runRequested(sessionbook::CellId id); ///< the run button in the gutter was clicked
    void linkActivated(const QUrl &url);
    void contextMenuRequested(sessionbook::CellId id, QPoint globalPosition);
    /// Saving a picture of an output was asked for: its own bytes.
    void saveImageRequested(const QByteArray &imageBytes, const QString &suggestedName);
    void filesDropped(const QStringList &localPaths); ///< not on text being edited
};

} // namespace sessionbook
