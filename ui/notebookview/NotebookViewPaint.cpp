// The part of NotebookView that paints.

#include "notebook/Notebook.h"
#include "notebookview/CellPainter.h"
#include "notebookview/NotebookView.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

namespace sessionbook {

namespace {

/// The bar of a running cell changes its colour with each second, as its clock does.
bool isPale(std::chrono::milliseconds elapsed)
{
    return std::chrono::duration_cast<std::chrono::seconds>(elapsed).count() % 2 == 1;
}

} // namespace

void NotebookView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.color(ColorRole::Page));
    if (!m_notebook)
        return;
    if (m_notebook->cellCount() == 0) {
        const QRect page(m_rows.page().contentLeft, 0, m_rows.page().contentWidth,
                         viewport()->height() / 2);
        CellPainter(painter, m_theme)
            .hint(page, tr("This notebook has no cells. Press B to add one."));
        return;
    }
    const int first = m_rows.offsets().rowAt(event->rect().top() - rowTop(0));
    const int last = m_rows.offsets().rowAt(event->rect().bottom() - rowTop(0));
    for (int row = first; row <= last; ++row)
        paintRow(painter, row, event->rect());
}

void NotebookView::paintRow(QPainter &painter, int row, const QRect &clip)
{
    const Cell &cell = m_notebook->cellAt(row);
    const RowGeometry geometry = geometryAt(row);
    CellPainter cellPainter(painter, m_theme);
    if (fieldRole(row) == ColorRole::AccentSoft)
        cellPainter.selectedGround(geometry.bounds.adjusted(Theme::currentBarWidth, 0, 0, 0));
    if (!geometry.field.isNull()) {
        const bool isEdited = cell.id == m_current && m_mode == ViewMode::Edit;
        cellPainter.field(geometry.field, fieldRole(row), isEdited);
    }
    paintPrompt(cellPainter, cell, geometry);
    if (!geometry.body.isNull()) {
        if (OutputLayout *const layout = m_rows.layout(cell)) {
            painter.save();
            painter.translate(geometry.body.topLeft());
            layout->paint(painter, clip.translated(-geometry.body.topLeft()));
            painter.restore();
        } else if (cell.kind == CellKind::Markdown) {
            cellPainter.hint(geometry.body,
                             tr("Empty text cell: double-click or press Enter to write."));
        }
    }
    if (!geometry.message.isNull())
        cellPainter.message(geometry.message, m_rows.message(cell.id));
    const CellDecoration now = decoration(cell.id);
    const bool isRunning = now.run.state == RunState::Running;
    if (cell.id == m_current || isRunning)
        cellPainter.bar(
            QRect(0, geometry.bounds.top(), Theme::currentBarWidth, geometry.bounds.height()),
            isRunning && isPale(now.elapsed) ? ColorRole::AccentSoft : ColorRole::Accent);
}

void NotebookView::paintPrompt(CellPainter &cellPainter, const Cell &cell, const RowGeometry &row)
{
    if (cell.kind != CellKind::Code)
        return;
    const CellDecoration now = decoration(cell.id);
    const bool isBusy = now.run.state == RunState::Running || now.run.state == RunState::Queued;
    if (m_hoveredPrompt == cell.id && !isBusy)
        return cellPainter.runButton(row.prompt);
    const ColorRole role
        = now.run.state == RunState::Running ? ColorRole::Accent : ColorRole::MutedText;
    cellPainter.prompt(row.prompt, RunLabel::prompt(now, cell.executionCount), role);
}

ColorRole NotebookView::fieldRole(int row) const
{
    const bool isCurrent = m_notebook->idAt(row) == m_current;
    if (isCurrent && m_mode == ViewMode::Edit)
        return ColorRole::Page;
    const bool isInSelection = m_selectionAnchor != m_current && isSelected(row);
    return isInSelection ? ColorRole::AccentSoft : ColorRole::CodeField;
}

} // namespace sessionbook
