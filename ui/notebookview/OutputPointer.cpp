#include "notebookview/OutputPointer.h"

#include "outputview/OutputLayout.h"

#include <QApplication>

namespace sessionbook {

void OutputPointer::press(CellId cell, OutputLayout &layout, QPoint point)
{
    m_owner = cell;
    m_pressedAt = point;
    m_pressedAnchor = layout.anchorAt(point);
    m_isDragging = true;
    m_hasMoved = false;
    layout.beginSelection(point);
}

bool OutputPointer::drag(OutputLayout &layout, QPoint point)
{
    if (!m_isDragging)
        return false;
    if (!m_hasMoved
        && (point - m_pressedAt).manhattanLength() < QApplication::startDragDistance() / 2)
        return false;
    m_hasMoved = true;
    layout.extendSelection(point);
    return true;
}

QString OutputPointer::release(OutputLayout &layout, QPoint point)
{
    if (!m_isDragging)
        return {};
    m_isDragging = false;
    const bool isClick = !m_hasMoved && !m_pressedAnchor.isEmpty();
    return isClick && layout.anchorAt(point) == m_pressedAnchor ? m_pressedAnchor : QString();
}

void OutputPointer::selectWord(CellId cell, OutputLayout &layout, QPoint point)
{
    reset();
    m_owner = cell;
    layout.selectWordAt(point);
}

void OutputPointer::selectAll(CellId cell, OutputLayout &layout)
{
    reset();
    m_owner = cell;
    layout.selectAll();
}

} // namespace sessionbook
