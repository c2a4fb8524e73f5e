#pragma once

#include "notebook/Cell.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/search/TextSearch.h"
#include "notebookview/CellDecoration.h"
#include "notebookview/CellEditorPool.h"
#include "notebookview/CellRows.h"
#include "notebookview/OutputPointer.h"
#include "outputview/ImageCache.h"
#include "theme/Theme.h"

#include <QAbstractScrollArea>
#include <QList>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <functional>
#include <optional>

namespace sessionbook {

class CellPainter;
class MarkedScrollBar;

/// Command mode: keys are commands for cells. Edit mode: keys go into the current cell's text
/// (Jupyter's two modes).
enum class ViewMode { Command, Edit };

/// Shows a notebook and lets its cells be edited: virtualised, so that ten thousand cells cost what
/// is in view costs. Editors (QScintilla) exist only for cells in view that show their source and
/// the cell being edited, taken from a pool.
///
/// Observes the Notebook, edits it through NotebookEditor only. Decides nothing about running: it
/// asks for decorations and emits what was asked of it. Lives in the GUI thread; the notebook must
/// outlive it or be replaced by setNotebook().
///
/// In command mode the view itself has the keyboard focus, in edit mode an editor below it: an
/// action with the context Qt::WidgetShortcut on the view therefore works in command mode only.
class NotebookView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit NotebookView(const Theme &theme, QWidget *parent = nullptr);
    ~NotebookView() override;

    void setNotebook(Notebook *notebook);
    [[nodiscard]] Notebook *notebook() const { return m_notebook; }
    void setTheme(const Theme &theme);
    void setDecorations(std::function<CellDecoration(CellId)> source);
    /// A cell's decoration changed (queued, ticked, ended): repaint its prompt and time.
    void updateDecoration(CellId id);

    [[nodiscard]] ViewMode mode() const { return m_mode; }
    void enterEditMode();
    /// Flushes the editor's text into the notebook first.
    void enterCommandMode();
    /// Text typed but not yet in the notebook goes into it now: before running, saving, undoing,
    /// closing.
    void flushPendingEdits();
    /// The last step of the notebook's history; what is typed and not told yet is one, too. The
    /// place of the step comes back with it, but never edit mode: a key that undoes must not become
    /// one that types.
    void undo() { travel(&QUndoStack::undo); }
    void redo() { travel(&QUndoStack::redo); }

    [[nodiscard]] CellId currentCell() const
    {
        return m_current;
    } ///< invalid only in an empty notebook
    /// Selects it alone and shows it; leaves edit mode when it is another one.
    void setCurrentCell(CellId id);
    [[nodiscard]] QList<CellId>
    selectedCells() const; ///< in order, the current one always among them
    void extendSelectionTo(CellId id);
    void selectAllCells();
    /// The caret in the current cell's text, for split; the end of the text in command mode.
    [[nodiscard]] qsizetype caretPosition() const;
    /// 1-based line and column for the status bar; 0 in command mode.
    [[nodiscard]] int caretLine() const;
    [[nodiscard]] int caretColumn() const;
    /// The caret and the selected text of the current cell, in both modes; nothing where its source
    /// is not shown.
    [[nodiscard]] std::optional<CaretPosition> caret() const;
    void scrollToCell(CellId id);
    /// Selects a part of a cell's text and shows it. A text cell shows its source for it and its
    /// rendering again when another part is shown. Never takes the keyboard focus; edit mode goes
    /// on where an editor has it.
    void showText(CellId id, CaretPosition selection);
    /// Says which parts of a cell's text to mark; asked for cells in view.
    void setMatches(std::function<QList<TextRange>(CellId)> source);
    void updateMatches(); ///< the source would say others now
    /// A Markdown cell shows its text rendered (run) or its source (entered); Shift+Enter on it
    /// renders.
    void renderMarkdown(CellId id);

    /// The selected text of an output or of the editor with the focus; empty where there is none.
    [[nodiscard]] QString selectedText() const;
    /// Copies it; false where there was none, so that the cells can be copied instead.
    bool copySelection() const;
    /// The picture there, decoded; null where there is none. For "Copy Image".
    [[nodiscard]] QImage imageUnder(QPoint globalPosition);
    /// "Save Image As…": emits saveImageRequested() where there is a picture.
    void saveImageUnder(QPoint globalPosition);

    /// Where a cell and its parts are, in the viewport's coordinates; laid out exactly. Empty for a
    /// cell that is not there.
    [[nodiscard]] RowGeometry geometryOf(CellId id);
    /// nullptr unless the cell shows its source in or near the view.
    [[nodiscard]] CellEditor *editorOf(CellId id) const { return m_editors.find(id); }
    [[nodiscard]] qsizetype editorCount() const { return m_editors.size(); }

signals:
    void currentCellChanged(sessionbook::CellId id);
    void selectionChanged();
    void modeChanged(sessionbook::ViewMode mode);
    void caretMoved();
    void runRequested(sessionbook::CellId id); ///< the run button in the gutter was clicked
    void linkActivated(
        const QUrl &url); ///< http, https, mailto or without a scheme; hostile: ask before opening
    void contextMenuRequested(sessionbook::CellId id, QPoint globalPosition);
    /// Saving a picture of an output was asked for: its own bytes.
    void saveImageRequested(const QByteArray &imageBytes, const QString &suggestedName);
    void filesDropped(const QStringList &localPaths); ///< not on text being edited
    void fileDragActiveChanged(
        bool isActive); ///< local files hover over the view, for the window's overlay

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    enum class Hold { Place, End }; ///< what stays where it is while heights change
    enum class Part { None, Gutter, Prompt, Field, Body };
    struct Hit
    {
        CellId cell;
        Part part = Part::None;
        RowGeometry row; ///< in the viewport's coordinates
    };
    /// What keeps its place in the viewport while heights around it change.
    struct Place
    {
        CellId cell;
        int y = 0;
    };
    struct RowRange
    {
        int first = 0;
        int last = -1;
    };

    // The document
    void connectNotebook();
    void leaveNotebook();
    void onCellInserted(int index);
    void onCellRemoved(int index, CellId id);
    void onCellMoved(int from, int to);
    void onSourceChanged(CellId id);
    void onKindChanged(CellId id);
    void onOutputsChanged(CellId id);
    void onMetadataChanged();
    void travel(void (QUndoStack::*step)());
    [[nodiscard]] EditPlace place() const;
    void onPlaceRestored(const EditPlace &place);
    void keepCaret(CellId id);
    void closeWhatWasOpenedToShow();
    void relayOutOutputs();
    void onImageReady(const QByteArray &key);

    // Editors
    void prepareEditor(CellEditor &editor);
    void onEdited(const CellEditor &editor, const TextDelta &delta, CaretPosition before,
                  CaretPosition after);
    void onEditorFocused(const CellEditor &editor);
    void onCaretMoved(const CellEditor &editor);
    [[nodiscard]] CodeLanguage languageOf(const Cell &cell) const;
    CellEditor &editorFor(const Cell &cell);
    /// True where one that wraps takes another height than its row had.
    bool placeEditors(RowRange rows);
    void dressEditor(CellEditor &editor);
    void editNeighbour(int step);

    // Selection and mode
    void setMode(ViewMode mode);
    void changeCurrent(CellId current, CellId anchor);
    void moveCurrent(int step, bool extends);
    [[nodiscard]] RowRange selectedRows() const;
    [[nodiscard]] bool isSelected(int row) const;
    void clearOutputSelection();
    void describeCurrentCell();

    // Layout
    void scheduleLayout();
    void layoutRows(Hold hold = Hold::Place);
    bool settleHeights(Hold hold);
    bool measureAround(int anchorRow, int anchorY);
    [[nodiscard]] int anchorRow() const;
    [[nodiscard]] Place presentPlace() const;
    [[nodiscard]] Place heldPlace(Hold hold) const;
    bool applyScroll(qint64 y);
    void measureNext();
    [[nodiscard]] RowRange visibleRows() const;
    [[nodiscard]] qint64 contentHeight() const;
    [[nodiscard]] int rowTop(int row) const; ///< in the viewport's coordinates
    [[nodiscard]] RowGeometry geometryAt(int row) const;
    [[nodiscard]] bool isAtEnd() const;
    [[nodiscard]] bool isLastAndInView(CellId id) const;
    void ensureCaretVisible();
    void scrollBy(int dy);
    [[nodiscard]] int pageStep() const; ///< a page but for what is kept in sight
    void updateRow(CellId id);
    void updateMarks();

    // Painting
    void paintRow(QPainter &painter, int row, const QRect &clip);
    void paintPrompt(CellPainter &cellPainter, const Cell &cell, const RowGeometry &row);
    [[nodiscard]] ColorRole fieldRole(int row) const;
    [[nodiscard]] CellDecoration decoration(CellId id) const;

    // Mouse and keys
    [[nodiscard]] Hit hitTest(QPoint position) const;
    void pressField(const Hit &hit, QPoint position);
    void activateAnchor(const QString &anchor);
    void setHoveredPrompt(CellId id);
    void updateCursor(const Hit &hit, QPoint position);
    bool handleCommandKey(const QKeyEvent &event);
    [[nodiscard]] OutputLayout *outputLayoutAt(const Hit &hit);

    Theme m_theme;
    ImageCache m_images;
    QPointer<Notebook> m_notebook;
    std::function<CellDecoration(CellId)> m_decorations;
    std::function<QList<TextRange>(CellId)> m_matches;
    CellId m_openedToShow; ///< a text cell that shows its source because of showText()
    CellRows m_rows;
    CellEditorPool m_editors;
    OutputPointer m_pointer;
    MarkedScrollBar *m_scrollBar = nullptr; // owned by QAbstractScrollArea

    ViewMode m_mode = ViewMode::Command;
    bool m_wasEditing = false; ///< when the undo or redo that is under way was asked for
    CellId m_current;
    CellId m_selectionAnchor;
    CellId m_hoveredPrompt;
    CellId m_pressedPrompt;
    QHash<CellId, CaretPosition>
        m_carets; // of cells that were edited and may have lost their editor
    CaretPosition m_typedCaret; // where the last typing left the caret
    QSet<CellId> m_failed;
    QSet<CellId> m_staleOutputs;
    Place m_place; // as of the last layout: changes of the notebook since then do not move it
    QTimer m_layoutTimer;
    QTimer m_idleTimer;
    QTimer m_outputsTimer;
    bool m_isAdjustingScroll = false;
    bool m_isFileDragActive = false;
};

} // namespace sessionbook
