// The part of NotebookView that decides what stands where: measuring, scrolling, editors in their
// places.

#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebookview/MarkedScrollBar.h"
#include "notebookview/NotebookView.h"

#include <QResizeEvent>
#include <QScopedValueRollback>

#include <algorithm>
#include <limits>

namespace sessionbook {

namespace {

constexpr int topMargin = 14;
constexpr int bottomMargin = 60;
constexpr int wheelStep = 20;
constexpr int caretMargin = 12; // kept free above and below the caret when scrolling to it
constexpr double measuredAhead = 1.5; // viewport heights above and below, measured while idle

RowGeometry translated(RowGeometry row, int dy)
{
    for (QRect *const rect :
         {&row.bounds, &row.field, &row.editor, &row.body, &row.message, &row.prompt}) {
        if (!rect->isNull())
            rect->translate(0, dy);
    }
    return row;
}

} // namespace

void NotebookView::scheduleLayout()
{
    if (!m_layoutTimer.isActive())
        m_layoutTimer.start(0);
}

qint64 NotebookView::contentHeight() const
{
    return m_rows.offsets().total() + topMargin + bottomMargin;
}

int NotebookView::rowTop(int row) const
{
    return static_cast<int>(m_rows.offsets().offset(row) + topMargin - m_scrollBar->value());
}

RowGeometry NotebookView::geometryAt(int row) const
{
    return translated(m_rows.geometry(row), topMargin - m_scrollBar->value());
}

RowGeometry NotebookView::geometryOf(CellId id)
{
    const int row = m_notebook ? m_notebook->indexOf(id) : -1;
    if (row < 0)
        return {};
    layoutRows();
    m_rows.measure(row);
    return geometryAt(row);
}

NotebookView::RowRange NotebookView::visibleRows() const
{
    const qint64 top = m_scrollBar->value() - topMargin;
    return {m_rows.offsets().rowAt(top), m_rows.offsets().rowAt(top + viewport()->height() - 1)};
}

bool NotebookView::isAtEnd() const
{
    return m_scrollBar->maximum() > 0 && m_scrollBar->value() == m_scrollBar->maximum();
}

bool NotebookView::isLastAndInView(CellId id) const
{
    const int row = m_notebook->indexOf(id);
    return row >= 0 && row == m_rows.offsets().count() - 1 && rowTop(row) >= 0
        && rowTop(row) + m_rows.offsets().height(row) <= viewport()->height();
}

// The first row in view whose height is known keeps its place; what is above it may turn out higher
// or lower unseen.
int NotebookView::anchorRow() const
{
    const RowRange rows = visibleRows();
    for (int row = rows.first; row <= rows.last && row >= 0; ++row) {
        if (m_rows.isMeasured(row))
            return row;
    }
    return rows.first;
}

NotebookView::Place NotebookView::presentPlace() const
{
    const int row = m_notebook ? anchorRow() : -1;
    return row < 0 ? Place() : Place{m_notebook->idAt(row), rowTop(row)};
}

NotebookView::Place NotebookView::heldPlace(Hold hold) const
{
    // At its very top the page shows its beginning, whatever is inserted there.
    if (m_scrollBar->value() == 0)
        return {m_notebook->idAt(0), topMargin};
    if (hold == Hold::End) {
        const int last = m_rows.offsets().count() - 1;
        return {m_notebook->idAt(last), rowTop(last)};
    }
    return m_notebook->indexOf(m_place.cell) >= 0 ? m_place : presentPlace();
}

void NotebookView::layoutRows(Hold hold)
{
    m_layoutTimer.stop();
    if (!m_notebook || m_rows.offsets().count() == 0) {
        m_place = {};
        m_editors.releaseAllBut({});
        applyScroll(0);
        viewport()->update();
        return;
    }
    bool hasChanged = settleHeights(hold);
    for (int round = 0; round < 3 && placeEditors(visibleRows()); ++round) {
        settleHeights(hold);
        hasChanged = true;
    }
    const RowRange rows = visibleRows();
    m_rows.keepNear(rows.first, rows.last);
    m_place = presentPlace();
    if (hasChanged) {
        viewport()->update();
        updateMarks();
    }
    m_idleTimer.start(0);
}

bool NotebookView::settleHeights(Hold hold)
{
    bool hasChanged = false;
    Place place = heldPlace(hold);
    // Heights that turn out other than estimated may bring other rows into view; it settles after a
    // round or two.
    for (int round = 0; round < 4; ++round) {
        const int row = m_notebook->indexOf(place.cell);
        const bool isOther = measureAround(row, place.y);
        const qint64 y = m_rows.offsets().offset(row) + topMargin - place.y;
        const bool hasMoved = applyScroll(hold == Hold::End ? std::numeric_limits<int>::max() : y);
        hasChanged = hasChanged || isOther || hasMoved;
        if (!isOther && !hasMoved)
            break;
        place = hold == Hold::End ? heldPlace(hold) : presentPlace();
    }
    if (hold == Hold::Place)
        m_place = place;
    return hasChanged;
}

bool NotebookView::measureAround(int anchor, int anchorY)
{
    bool hasChanged = false;
    int y = anchorY;
    for (int row = anchor; row < m_rows.offsets().count() && y < viewport()->height(); ++row) {
        hasChanged |= m_rows.measure(row);
        y += m_rows.offsets().height(row);
    }
    y = anchorY;
    for (int row = anchor - 1; row >= 0 && y > 0; --row) {
        hasChanged |= m_rows.measure(row);
        y -= m_rows.offsets().height(row);
    }
    return hasChanged;
}

bool NotebookView::applyScroll(qint64 y)
{
    const QScopedValueRollback adjusting(m_isAdjustingScroll, true);
    const qint64 room = std::max<qint64>(contentHeight() - viewport()->height(), 0);
    const int maximum = static_cast<int>(std::min<qint64>(room, std::numeric_limits<int>::max()));
    const int before = m_scrollBar->value();
    m_scrollBar->setRange(0, maximum);
    m_scrollBar->setPageStep(std::max(viewport()->height(), 1));
    m_scrollBar->setSingleStep(wheelStep);
    m_scrollBar->setValue(static_cast<int>(std::clamp<qint64>(y, 0, maximum)));
    return m_scrollBar->value() != before;
}

// One row a turn, nearest first, so that scrolling on meets heights that are known already.
void NotebookView::measureNext()
{
    if (!m_notebook || m_rows.offsets().count() == 0)
        return;
    const RowRange rows = visibleRows();
    const int reach = static_cast<int>(measuredAhead * viewport()->height());
    int next = -1;
    for (int row = rows.last + 1;
         row < m_rows.offsets().count() && rowTop(row) < viewport()->height() + reach && next < 0;
         ++row)
        next = m_rows.isMeasured(row) ? -1 : row;
    for (int row = rows.first - 1; row >= 0 && rowTop(row + 1) > -reach && next < 0; --row)
        next = m_rows.isMeasured(row) ? -1 : row;
    if (next < 0)
        return;
    const int anchorY = rowTop(rows.first);
    if (m_rows.measure(next)) {
        applyScroll(m_rows.offsets().offset(rows.first) + topMargin - anchorY);
        updateMarks();
    }
    m_idleTimer.start(0);
}

bool NotebookView::placeEditors(RowRange rows)
{
    bool hasChanged = false;
    QSet<CellId> shown;
    for (int row = rows.first; row <= rows.last; ++row) {
        const Cell &cell = m_notebook->cellAt(row);
        if (m_rows.showsSource(cell))
            shown.insert(cell.id);
    }
    // What has the caret keeps its editor, also out of sight: keys go to it.
    if (m_mode == ViewMode::Edit)
        shown.insert(m_current);
    m_editors.releaseAllBut(shown);
    for (const CellId id : std::as_const(shown)) {
        const int row = m_notebook->indexOf(id);
        if (row < 0)
            continue;
        CellEditor &editor = editorFor(m_notebook->cellAt(row));
        editor.setGeometry(geometryAt(row).editor);
        editor.show();
        if (editor.wraps())
            hasChanged |= m_rows.setShownLines(id, editor.shownLineCount());
    }
    return hasChanged;
}

CodeLanguage NotebookView::languageOf(const Cell &cell) const
{
    if (cell.kind == CellKind::Markdown)
        return CodeLanguage::Markdown;
    const bool isPython = cell.kind == CellKind::Code
        && m_notebook->language().startsWith(u"python", Qt::CaseInsensitive);
    return isPython ? CodeLanguage::Python : CodeLanguage::Plain;
}

CellEditor &NotebookView::editorFor(const Cell &cell)
{
    if (CellEditor *const existing = m_editors.find(cell.id))
        return *existing;
    CellEditor &editor = m_editors.editorFor(cell.id, languageOf(cell), cell.source);
    const auto caret = m_carets.constFind(cell.id);
    if (caret != m_carets.constEnd())
        editor.setCaret(*caret);
    const int row = m_notebook->indexOf(cell.id);
    editor.setAccessibleName(tr("Cell %1").arg(row + 1));
    editor.setObjectName(QStringLiteral("cellEditor"));
    if (m_matches)
        editor.setMatches(m_matches(cell.id));
    m_rows.measure(row);
    editor.setGeometry(geometryAt(row).editor);
    dressEditor(editor);
    editor.show();
    return editor;
}

void NotebookView::prepareEditor(CellEditor &editor)
{
    connect(&editor, &CellEditor::edited, this,
            [this, &editor](const TextDelta &delta, CaretPosition before, CaretPosition after) {
                onEdited(editor, delta, before, after);
            });
    connect(&editor, &CellEditor::focused, this, [this, &editor] { onEditorFocused(editor); });
    connect(&editor, &CellEditor::caretMoved, this, [this, &editor] { onCaretMoved(editor); });
    connect(&editor, &CellEditor::escapePressed, this, &NotebookView::enterCommandMode);
    connect(&editor, &CellEditor::leftUpwards, this, [this] { editNeighbour(-1); });
    connect(&editor, &CellEditor::leftDownwards, this, [this] { editNeighbour(1); });
    connect(&editor, &CellEditor::menuRequested, this, [this, &editor](QPoint position) {
        emit contextMenuRequested(editor.cell(), position);
    });
}

void NotebookView::dressEditor(CellEditor &editor)
{
    const int row = m_notebook ? m_notebook->indexOf(editor.cell()) : -1;
    if (row < 0)
        return;
    editor.setFieldRole(fieldRole(row));
    const bool isCode = m_notebook->cellAt(row).kind == CellKind::Code;
    editor.setRunLabel(isCode ? RunLabel::from(decoration(editor.cell())) : RunLabel());
}

void NotebookView::onEdited(const CellEditor &editor, const TextDelta &delta, CaretPosition before,
                            CaretPosition after)
{
    const Cell *const cell = m_notebook ? m_notebook->find(editor.cell()) : nullptr;
    if (cell == nullptr)
        return;
    // A text pasted over all there was is shared, not copied.
    QString source = delta.removed.size() == cell->source.size() ? delta.inserted : cell->source;
    if (delta.removed.size() != cell->source.size())
        source.replace(delta.position, delta.removed.size(), delta.inserted);
    m_typedCaret = after;
    const CellId id = cell->id;
    NotebookEditor(*m_notebook).setSource(id, source, before, after);
    if (id == m_current && m_mode == ViewMode::Edit)
        ensureCaretVisible();
    emit caretMoved();
}

void NotebookView::onEditorFocused(const CellEditor &editor)
{
    const CellId id = editor.cell();
    if (!m_notebook || m_notebook->indexOf(id) < 0 || (m_mode == ViewMode::Edit && id == m_current))
        return;
    if (m_mode == ViewMode::Edit) {
        if (CellEditor *const old = editorOf(m_current)) {
            m_carets.insert(m_current, old->caret());
            old->SendScintilla(QsciScintillaBase::SCI_SETEMPTYSELECTION,
                               old->SendScintilla(QsciScintillaBase::SCI_GETCURRENTPOS));
        }
        NotebookEditor(*m_notebook).breakTypingMerge();
    }
    clearOutputSelection();
    changeCurrent(id, id);
    setMode(ViewMode::Edit);
}

void NotebookView::onCaretMoved(const CellEditor &editor)
{
    if (!m_notebook || editor.cell() != m_current || m_mode != ViewMode::Edit)
        return;
    // The caret went elsewhere than typing left it: what is typed there is another step to undo.
    if (editor.caret() != m_typedCaret) {
        m_typedCaret = editor.caret();
        NotebookEditor(*m_notebook).breakTypingMerge();
    }
    ensureCaretVisible();
    emit caretMoved();
}

void NotebookView::editNeighbour(int step)
{
    const int row = m_notebook->indexOf(m_current) + step;
    if (row < 0 || row >= m_notebook->cellCount())
        return;
    const Cell &cell = m_notebook->cellAt(row);
    const CellId id = cell.id;
    const qsizetype position = step < 0 ? cell.source.size() : 0;
    if (!m_rows.showsSource(cell))
        return setCurrentCell(id);
    m_carets.insert(id, {position, position});
    setCurrentCell(id);
    enterEditMode();
    if (CellEditor *const editor = editorOf(id))
        editor->setCaret({position, position});
}

void NotebookView::ensureCaretVisible()
{
    const CellEditor *const editor = editorOf(m_current);
    if (editor == nullptr)
        return;
    const QRect caret = editor->caretRect().translated(editor->geometry().topLeft());
    if (caret.top() < caretMargin)
        scrollBy(caret.top() - caretMargin);
    else if (caret.bottom() > viewport()->height() - caretMargin)
        scrollBy(caret.bottom() - viewport()->height() + caretMargin);
}

void NotebookView::scrollBy(int dy)
{
    m_scrollBar->setValue(m_scrollBar->value() + dy);
}

int NotebookView::pageStep() const
{
    return std::max(viewport()->height() - 2 * CellEditor::lineHeight, CellEditor::lineHeight);
}

void NotebookView::scrollToCell(CellId id)
{
    const int row = m_notebook ? m_notebook->indexOf(id) : -1;
    if (row < 0)
        return;
    layoutRows();
    const int anchor = anchorRow();
    const int anchorY = rowTop(anchor);
    if (m_rows.measure(row))
        applyScroll(m_rows.offsets().offset(anchor) + topMargin - anchorY);
    const int top = rowTop(row);
    const int bottom = top + m_rows.offsets().height(row);
    const int height = viewport()->height();
    const bool isTall = bottom - top > height - 2 * topMargin;
    if (top < topMargin && (!isTall || bottom < height / 3))
        scrollBy(top - topMargin);
    else if (bottom > height && (!isTall || top > height * 2 / 3))
        scrollBy(isTall ? top - topMargin : bottom - height + Theme::cellSpacing);
}

void NotebookView::scrollContentsBy(int, int dy)
{
    if (m_isAdjustingScroll)
        return viewport()->update();
    const bool wentToEnd = dy < 0 && isAtEnd();
    viewport()->scroll(0, dy);
    const bool staysNear = qAbs(m_place.y + dy) < viewport()->height();
    m_place = m_layoutTimer.isActive() && staysNear ? Place{m_place.cell, m_place.y + dy}
                                                    : presentPlace();
    layoutRows(wentToEnd ? Hold::End : Hold::Place);
}

void NotebookView::resizeEvent(QResizeEvent *)
{
    const int row = m_notebook ? m_notebook->indexOf(m_place.cell) : -1;
    const int before = row >= 0 ? m_rows.offsets().height(row) : 0;
    m_rows.setPage(PageGeometry::forWidth(viewport()->width()));
    if (row >= 0 && m_place.y < 0 && m_rows.measure(row)) {
        // Of a row that begins above the view, the same part stays in sight.
        m_place.y = static_cast<int>(static_cast<qint64>(m_place.y) * m_rows.offsets().height(row)
                                     / before);
    }
    layoutRows();
    viewport()->update();
}

void NotebookView::updateRow(CellId id)
{
    const int row = m_notebook ? m_notebook->indexOf(id) : -1;
    if (row < 0)
        return;
    const RowGeometry geometry = geometryAt(row);
    viewport()->update(0, geometry.bounds.top(), viewport()->width(), geometry.bounds.height());
}

void NotebookView::updateMarks()
{
    QList<MarkedScrollBar::Mark> marks;
    if (m_notebook) {
        const auto place = [this](int row) {
            return static_cast<double>(m_rows.offsets().offset(row) + topMargin)
                / static_cast<double>(std::max<qint64>(contentHeight(), 1));
        };
        for (const CellId id : std::as_const(m_failed)) {
            if (const int row = m_notebook->indexOf(id); row >= 0)
                marks.append({place(row), ColorRole::Error});
        }
        std::ranges::sort(marks, {}, &MarkedScrollBar::Mark::place);
        if (const int row = m_notebook->indexOf(m_current); row >= 0)
            marks.append({place(row), ColorRole::Accent});
    }
    m_scrollBar->setMarks(marks);
}

} // namespace sessionbook
