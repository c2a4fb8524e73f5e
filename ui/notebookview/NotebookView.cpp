#include "notebookview/NotebookView.h"

#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebookview/MarkedScrollBar.h"

#include <QAccessible>
#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

NotebookView::NotebookView(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
    , m_rows(m_theme, m_images)
    , m_editors(m_theme, *viewport(), [this](CellEditor &editor) { prepareEditor(editor); })
    , m_scrollBar(new MarkedScrollBar(m_theme))
{
    setObjectName(u"notebookView"_s);
    setAccessibleName(tr("Notebook"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setVerticalScrollBar(m_scrollBar);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAcceptDrops(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    for (QTimer *const timer : {&m_layoutTimer, &m_idleTimer, &m_outputsTimer})
        timer->setSingleShot(true);
    connect(&m_layoutTimer, &QTimer::timeout, this, [this] { layoutRows(); });
    connect(&m_idleTimer, &QTimer::timeout, this, &NotebookView::measureNext);
    connect(&m_outputsTimer, &QTimer::timeout, this, &NotebookView::relayOutOutputs);
    connect(&m_images, &ImageCache::imageReady, this, &NotebookView::onImageReady);
}

NotebookView::~NotebookView()
{
    leaveNotebook();
}

void NotebookView::leaveNotebook()
{
    if (!m_notebook)
        return;
    m_notebook->disconnect(this);
    m_notebook->setPlaceSource({});
}

void NotebookView::setNotebook(Notebook *notebook)
{
    flushPendingEdits();
    leaveNotebook();
    if (m_mode == ViewMode::Edit)
        enterCommandMode();
    m_editors.releaseAllBut({});
    m_notebook = notebook;
    m_pointer.reset();
    m_carets.clear();
    m_openedToShow = {};
    m_failed.clear();
    m_staleOutputs.clear();
    m_rows.setPage(PageGeometry::forWidth(viewport()->width()));
    m_rows.reset(notebook);
    if (notebook != nullptr)
        connectNotebook();
    const CellId first
        = notebook != nullptr && notebook->cellCount() > 0 ? notebook->idAt(0) : CellId();
    m_place = {};
    applyScroll(0);
    changeCurrent(first, first);
    layoutRows();
    viewport()->update();
}

void NotebookView::connectNotebook()
{
    for (int row = 0; row < m_notebook->cellCount(); ++row) {
        if (CellRows::holdsError(m_notebook->cellAt(row)))
            m_failed.insert(m_notebook->idAt(row));
    }
    Notebook *const notebook = m_notebook;
    connect(notebook, &Notebook::cellInserted, this, &NotebookView::onCellInserted);
    connect(notebook, &Notebook::cellRemoved, this, &NotebookView::onCellRemoved);
    connect(notebook, &Notebook::cellMoved, this, &NotebookView::onCellMoved);
    connect(notebook, &Notebook::cellSourceChanged, this, &NotebookView::onSourceChanged);
    connect(notebook, &Notebook::cellKindChanged, this, &NotebookView::onKindChanged);
    connect(notebook, &Notebook::cellOutputsChanged, this, &NotebookView::onOutputsChanged);
    connect(notebook, &Notebook::notebookMetadataChanged, this, &NotebookView::onMetadataChanged);
    connect(notebook, &Notebook::placeRestored, this, &NotebookView::onPlaceRestored);
    notebook->setPlaceSource([this] { return place(); });
}

void NotebookView::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_rows.forgetLayouts();
    m_pointer.reset();
    m_editors.applyTheme();
    m_scrollBar->update();
    layoutRows();
    viewport()->update();
}

void NotebookView::setDecorations(std::function<CellDecoration(CellId)> source)
{
    m_decorations = std::move(source);
    viewport()->update();
}

CellDecoration NotebookView::decoration(CellId id) const
{
    return m_decorations ? m_decorations(id) : CellDecoration();
}

void NotebookView::updateDecoration(CellId id)
{
    if (!m_notebook || m_notebook->indexOf(id) < 0)
        return;
    const CellDecoration now = decoration(id);
    if (m_rows.message(id) != now.message) {
        m_rows.setMessage(id, now.message);
        scheduleLayout();
    }
    if (now.run.state == RunState::Failed)
        m_failed.insert(id);
    else if (now.run.state != RunState::Idle)
        m_failed.remove(id);
    if (CellEditor *const editor = editorOf(id))
        editor->setRunLabel(RunLabel::from(now));
    updateRow(id);
    updateMarks();
}

void NotebookView::onCellInserted(int index)
{
    m_rows.insert(index);
    if (!m_current.isValid())
        changeCurrent(m_notebook->idAt(index), m_notebook->idAt(index));
    scheduleLayout();
}

void NotebookView::onCellRemoved(int index, CellId id)
{
    m_rows.remove(index, id);
    m_carets.remove(id);
    m_failed.remove(id);
    if (m_pointer.owner() == id)
        m_pointer.reset();
    if (id == m_current) {
        if (m_mode == ViewMode::Edit)
            enterCommandMode();
        const int count = m_notebook->cellCount();
        const CellId next = count > 0 ? m_notebook->idAt(std::min(index, count - 1)) : CellId();
        changeCurrent(next, next);
    } else if (id == m_selectionAnchor) {
        changeCurrent(m_current, m_current);
    }
    m_editors.release(id);
    scheduleLayout();
}

void NotebookView::onCellMoved(int from, int to)
{
    m_rows.move(from, to);
    scheduleLayout();
}

void NotebookView::onSourceChanged(CellId id)
{
    const Cell *const cell = m_notebook->find(id);
    if (cell == nullptr)
        return;
    if (CellEditor *const editor = editorOf(id))
        editor->replaceText(cell->source);
    const int row = m_notebook->indexOf(id);
    const int before = m_rows.offsets().height(row);
    m_rows.sourceChanged(id);
    const bool isOther = m_rows.offsets().height(row) != before || !m_rows.isMeasured(row);
    const RowRange rows = visibleRows();
    // What is far away can wait: a step may change thousands of cells.
    if (isOther && (row < rows.first || row > rows.last))
        scheduleLayout();
    else if (isOther)
        layoutRows();
    updateRow(id);
}

void NotebookView::onKindChanged(CellId id)
{
    const Cell *const cell = m_notebook->find(id);
    if (cell == nullptr)
        return;
    keepCaret(id);
    m_editors.release(id);
    // As in Jupyter: what has just become text shows its source until it is run.
    m_rows.setShowsSource(id, cell->kind == CellKind::Markdown);
    m_rows.contentChanged(id);
    if (id == m_current && m_mode == ViewMode::Edit)
        editorFor(*cell).setFocus();
    describeCurrentCell();
    layoutRows();
    viewport()->update();
}

void NotebookView::onOutputsChanged(CellId id)
{
    m_staleOutputs.insert(id);
    if (!m_outputsTimer.isActive())
        m_outputsTimer.start(0);
}

void NotebookView::relayOutOutputs()
{
    if (!m_notebook)
        return;
    QElapsedTimer timer;
    timer.start();
    const bool follows = isAtEnd() && m_staleOutputs.contains(m_current);
    // The cell that was gone on to at the end: what is printed above must not push it out of sight.
    const bool waits = !m_staleOutputs.contains(m_current) && isLastAndInView(m_current);
    for (const CellId id : std::exchange(m_staleOutputs, {})) {
        if (id == m_pointer.owner())
            m_pointer.reset();
        m_rows.contentChanged(id);
        const Cell *const cell = m_notebook->find(id);
        if (cell != nullptr && CellRows::holdsError(*cell))
            m_failed.insert(id);
        else if (decoration(id).run.state != RunState::Failed)
            m_failed.remove(id);
    }
    layoutRows(follows ? Hold::End : Hold::Place);
    if (waits)
        scrollToCell(m_current);
    viewport()->update();
    // Long output that streams in must not eat all the time there is: at most a third of it goes
    // into laying out.
    constexpr qint64 unnoticed = 8;
    if (const qint64 spent = timer.elapsed(); spent > unnoticed)
        m_outputsTimer.start(static_cast<int>(2 * spent));
}

// The language may be another one, and with it what colours the code.
void NotebookView::onMetadataChanged()
{
    const QList<CellEditor *> editors = m_editors.used();
    for (const CellEditor *const editor : editors) {
        const CellId id = editor->cell();
        const Cell *const cell = m_notebook->find(id);
        if (cell == nullptr || editor->language() == languageOf(*cell))
            continue;
        keepCaret(id);
        m_editors.release(id);
        if (id == m_current && m_mode == ViewMode::Edit)
            editorFor(*cell).setFocus();
    }
    layoutRows();
}

void NotebookView::keepCaret(CellId id)
{
    if (const CellEditor *const editor = editorOf(id))
        m_carets.insert(id, editor->caret());
}

void NotebookView::travel(void (QUndoStack::*step)())
{
    if (!m_notebook)
        return;
    if (CellEditor *const editor = editorOf(m_current))
        editor->cancelComposing();
    flushPendingEdits();
    m_wasEditing = m_mode == ViewMode::Edit;
    (m_notebook->undoStack().*step)();
    m_wasEditing = false;
}

EditPlace NotebookView::place() const
{
    EditPlace place{.cell = m_current, .selectionAnchor = m_selectionAnchor, .caret = {}};
    const CellEditor *const editor = m_mode == ViewMode::Edit ? editorOf(m_current) : nullptr;
    if (editor != nullptr)
        place.caret = editor->caret();
    return place;
}

void NotebookView::onPlaceRestored(const EditPlace &place)
{
    if (m_notebook->indexOf(place.cell) < 0)
        return;
    const bool edits = place.caret && (m_wasEditing || m_mode == ViewMode::Edit);
    if (place.caret)
        m_carets.insert(place.cell, *place.caret);
    else
        enterCommandMode();
    setCurrentCell(place.cell);
    if (m_notebook->indexOf(place.selectionAnchor) >= 0)
        changeCurrent(place.cell, place.selectionAnchor);
    if (edits)
        enterEditMode();
    CellEditor *const editor = editorOf(place.cell);
    if (!place.caret || editor == nullptr)
        return;
    editor->setCaret(*place.caret);
    m_typedCaret = *place.caret;
    ensureCaretVisible();
}

void NotebookView::onImageReady(const QByteArray &key)
{
    if (!m_notebook)
        return;
    const RowRange rows = visibleRows();
    bool isShown = false;
    for (int row = rows.first; row <= rows.last; ++row) {
        const OutputLayout *const layout = m_rows.existingLayout(m_notebook->idAt(row));
        if (layout == nullptr || !layout->shows(key))
            continue;
        m_rows.imageArrived(m_notebook->idAt(row));
        isShown = true;
    }
    if (!isShown)
        return;
    layoutRows();
    viewport()->update();
}

void NotebookView::enterEditMode()
{
    const Cell *const cell = m_notebook ? m_notebook->find(m_current) : nullptr;
    if (cell == nullptr)
        return;
    changeCurrent(m_current, m_current);
    clearOutputSelection();
    if (cell->kind == CellKind::Markdown)
        m_rows.setShowsSource(m_current, true);
    setMode(ViewMode::Edit);
    CellEditor &editor = editorFor(*cell);
    layoutRows();
    editor.setFocus();
    ensureCaretVisible();
}

void NotebookView::enterCommandMode()
{
    if (m_mode == ViewMode::Command)
        return;
    flushPendingEdits();
    CellEditor *const editor = editorOf(m_current);
    const bool hadFocus = editor != nullptr && editor->hasFocus();
    if (editor != nullptr) {
        keepCaret(m_current);
        editor->SendScintilla(QsciScintillaBase::SCI_SETEMPTYSELECTION,
                              editor->SendScintilla(QsciScintillaBase::SCI_GETCURRENTPOS));
    }
    if (m_notebook)
        NotebookEditor(*m_notebook).breakTypingMerge();
    setMode(ViewMode::Command);
    if (hadFocus)
        setFocus();
}

void NotebookView::setMode(ViewMode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    if (CellEditor *const editor = editorOf(m_current))
        dressEditor(*editor);
    updateRow(m_current);
    describeCurrentCell();
    emit modeChanged(mode);
    emit caretMoved();
}

void NotebookView::flushPendingEdits()
{
    const QList<CellEditor *> editors = m_editors.used();
    for (CellEditor *const editor : editors)
        editor->commit();
}

void NotebookView::setCurrentCell(CellId id)
{
    if (!m_notebook || m_notebook->indexOf(id) < 0)
        return;
    if (id != m_current)
        enterCommandMode();
    changeCurrent(id, id);
    scrollToCell(id);
}

void NotebookView::changeCurrent(CellId current, CellId anchor)
{
    if (current == m_current && anchor == m_selectionAnchor)
        return;
    const bool isOther = current != m_current;
    m_current = current;
    m_selectionAnchor = anchor;
    const QList<CellEditor *> editors = m_editors.used();
    for (CellEditor *const editor : editors)
        dressEditor(*editor);
    viewport()->update();
    updateMarks();
    describeCurrentCell();
    if (isOther)
        emit currentCellChanged(current);
    emit selectionChanged();
}

void NotebookView::moveCurrent(int step, bool extends)
{
    const int row = m_notebook->indexOf(m_current) + step;
    if (row < 0 || row >= m_notebook->cellCount())
        return scrollToCell(m_current);
    const CellId next = m_notebook->idAt(row);
    changeCurrent(next, extends ? m_selectionAnchor : next);
    scrollToCell(next);
}

QList<CellId> NotebookView::selectedCells() const
{
    QList<CellId> cells;
    const RowRange rows = selectedRows();
    for (int row = rows.first; row <= rows.last; ++row)
        cells.append(m_notebook->idAt(row));
    return cells;
}

NotebookView::RowRange NotebookView::selectedRows() const
{
    const int current = m_notebook ? m_notebook->indexOf(m_current) : -1;
    if (current < 0)
        return {};
    const int anchor = m_notebook->indexOf(m_selectionAnchor);
    return anchor < 0 ? RowRange{current, current}
                      : RowRange{std::min(current, anchor), std::max(current, anchor)};
}

bool NotebookView::isSelected(int row) const
{
    const RowRange rows = selectedRows();
    return row >= rows.first && row <= rows.last;
}

void NotebookView::extendSelectionTo(CellId id)
{
    if (!m_notebook || m_notebook->indexOf(id) < 0)
        return;
    enterCommandMode();
    changeCurrent(id, m_selectionAnchor);
    scrollToCell(id);
}

void NotebookView::selectAllCells()
{
    if (!m_notebook || m_notebook->cellCount() == 0)
        return;
    enterCommandMode();
    changeCurrent(m_notebook->idAt(m_notebook->cellCount() - 1), m_notebook->idAt(0));
}

qsizetype NotebookView::caretPosition() const
{
    const Cell *const cell = m_notebook ? m_notebook->find(m_current) : nullptr;
    const CellEditor *const editor = editorOf(m_current);
    if (cell == nullptr)
        return 0;
    return m_mode == ViewMode::Edit && editor != nullptr ? editor->caret().position
                                                         : cell->source.size();
}

std::optional<CaretPosition> NotebookView::caret() const
{
    const CellEditor *const editor = editorOf(m_current);
    return editor != nullptr ? std::optional(editor->caret()) : std::nullopt;
}

void NotebookView::showText(CellId id, CaretPosition selection)
{
    const Cell *const cell = m_notebook ? m_notebook->find(id) : nullptr;
    if (cell == nullptr)
        return;
    const CellEditor *const old = editorOf(m_current);
    const bool edits = m_mode == ViewMode::Edit && old != nullptr && old->hasFocus();
    if (!edits)
        enterCommandMode();
    if (m_openedToShow != id)
        closeWhatWasOpenedToShow();
    if (cell->kind == CellKind::Markdown && !m_rows.showsSource(*cell)) {
        m_rows.setShowsSource(id, true);
        m_openedToShow = id;
    }
    m_carets.insert(id, selection);
    setCurrentCell(id);
    if (edits)
        enterEditMode();
    CellEditor &editor = editorFor(*cell);
    editor.setCaret(selection);
    m_typedCaret = selection;
    layoutRows();
    ensureCaretVisible();
}

void NotebookView::closeWhatWasOpenedToShow()
{
    const Cell *const cell = m_notebook ? m_notebook->find(m_openedToShow) : nullptr;
    m_openedToShow = {};
    if (cell != nullptr && !(cell->id == m_current && m_mode == ViewMode::Edit))
        renderMarkdown(cell->id);
}

void NotebookView::setMatches(std::function<QList<TextRange>(CellId)> source)
{
    m_matches = std::move(source);
    updateMatches();
}

void NotebookView::updateMatches()
{
    const QList<CellEditor *> editors = m_editors.used();
    for (CellEditor *const editor : editors)
        editor->setMatches(m_matches ? m_matches(editor->cell()) : QList<TextRange>());
}

int NotebookView::caretLine() const
{
    const CellEditor *const editor = m_mode == ViewMode::Edit ? editorOf(m_current) : nullptr;
    if (editor == nullptr)
        return 0;
    return CellEditor::lineCount(QStringView(editor->shownText()).left(editor->caret().position));
}

int NotebookView::caretColumn() const
{
    const CellEditor *const editor = m_mode == ViewMode::Edit ? editorOf(m_current) : nullptr;
    if (editor == nullptr)
        return 0;
    const QStringView before = QStringView(editor->shownText()).left(editor->caret().position);
    const QStringView line = before.mid(before.lastIndexOf(u'\n') + 1);
    return static_cast<int>(line.toUcs4().size()) + 1;
}

void NotebookView::renderMarkdown(CellId id)
{
    const Cell *const cell = m_notebook ? m_notebook->find(id) : nullptr;
    if (cell == nullptr || cell->kind != CellKind::Markdown)
        return;
    if (id == m_current)
        enterCommandMode();
    flushPendingEdits();
    m_rows.setShowsSource(id, false);
    layoutRows();
    viewport()->update();
}

QString NotebookView::selectedText() const
{
    if (m_mode == ViewMode::Edit) {
        const CellEditor *const editor = editorOf(m_current);
        return editor != nullptr ? editor->selectedText() : QString();
    }
    const OutputLayout *const layout = m_rows.existingLayout(m_pointer.owner());
    return layout != nullptr && layout->hasSelection() ? layout->selectedText() : QString();
}

bool NotebookView::copySelection() const
{
    const QString text = selectedText();
    if (text.isEmpty())
        return false;
    QGuiApplication::clipboard()->setText(text);
    return true;
}

void NotebookView::clearOutputSelection()
{
    if (OutputLayout *const layout = m_rows.existingLayout(m_pointer.owner()))
        layout->clearSelection();
    updateRow(m_pointer.owner());
    m_pointer.reset();
}

void NotebookView::describeCurrentCell()
{
    const Cell *const cell = m_notebook ? m_notebook->find(m_current) : nullptr;
    if (cell == nullptr) {
        setAccessibleDescription(tr("The notebook has no cells."));
        return;
    }
    const QString kind = cell->kind == CellKind::Code ? tr("code")
        : cell->kind == CellKind::Markdown            ? tr("text")
                                                      : tr("raw");
    const QString mode = m_mode == ViewMode::Edit ? tr("editing") : tr("command mode");
    //: Read by screen readers: place of the cell, number of cells, its kind, the mode, its first
    //: line
    setAccessibleDescription(tr("Cell %1 of %2, %3, %4: %5")
                                 .arg(m_notebook->indexOf(m_current) + 1)
                                 .arg(m_notebook->cellCount())
                                 .arg(kind, mode, cell->source.section(u'\n', 0, 0)));
}

} // namespace sessionbook
