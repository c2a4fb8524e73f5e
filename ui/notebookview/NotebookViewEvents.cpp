// The part of NotebookView that answers keys, mouse and drops.

#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"
#include "notebookview/SidewaysWheel.h"
#include "outputs/ImageDecoder.h"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QUrl>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QStringList localFiles(const QMimeData &data)
{
    QStringList paths;
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

bool mayFollow(const QUrl &url)
{
    const QString scheme = url.scheme().toLower();
    return url.isValid()
        && (scheme.isEmpty() || scheme == u"http" || scheme == u"https" || scheme == u"mailto");
}

QByteArray ownBytes(const ImageBlock &image)
{
    return image.mimeType.contains(u"svg") ? image.data : QByteArray::fromBase64(image.data);
}

QString fileSuffix(const QString &mimeType)
{
    const QString subtype = mimeType.section(u'/', 1).section(u'+', 0, 0);
    return subtype == u"jpeg" ? u"jpg"_s : subtype;
}

} // namespace

void NotebookView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    // In edit mode the keys belong to the editor, also after a menu or a dialog gave the focus
    // back.
    CellEditor *const editor = m_mode == ViewMode::Edit ? editorOf(m_current) : nullptr;
    if (editor != nullptr && event->reason() != Qt::MouseFocusReason)
        editor->setFocus(event->reason());
}

void NotebookView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown) {
        scrollBy(event->key() == Qt::Key_PageUp ? -pageStep() : pageStep());
        return;
    }
    const bool isHandled = m_mode == ViewMode::Command && m_notebook && m_notebook->cellCount() > 0
        && handleCommandKey(*event);
    event->setAccepted(isHandled);
}

bool NotebookView::handleCommandKey(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool isShifted = modifiers == Qt::ShiftModifier;
    const bool isToEnd = modifiers == Qt::NoModifier || modifiers == Qt::ControlModifier;
    if (event.key() == Qt::Key_Home && isToEnd) {
        verticalScrollBar()->setValue(0);
        return true;
    }
    if (event.key() == Qt::Key_End && isToEnd) {
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
        return true;
    }
    if (modifiers != Qt::NoModifier && !isShifted)
        return false;
    switch (event.key()) {
    case Qt::Key_Up:
    case Qt::Key_K:
        moveCurrent(-1, isShifted);
        return true;
    case Qt::Key_Down:
    case Qt::Key_J:
        moveCurrent(1, isShifted);
        return true;
    case Qt::Key_Space:
        scrollBy(isShifted ? -pageStep() : pageStep());
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isShifted)
            return false;
        enterEditMode();
        return true;
    default:
        return false;
    }
}

NotebookView::Hit NotebookView::hitTest(QPoint position) const
{
    Hit hit;
    const int row = m_notebook ? m_rows.offsets().rowAt(position.y() - rowTop(0)) : -1;
    if (row < 0)
        return hit;
    hit.row = geometryAt(row);
    if (position.y() < hit.row.bounds.top() || position.y() > hit.row.bounds.bottom())
        return hit;
    const Cell &cell = m_notebook->cellAt(row);
    hit.cell = cell.id;
    if (hit.row.field.contains(position))
        hit.part = Part::Field;
    else if (hit.row.body.contains(position))
        hit.part = Part::Body;
    else if (cell.kind == CellKind::Code && hit.row.prompt.contains(position))
        hit.part = Part::Prompt;
    else
        hit.part = Part::Gutter;
    return hit;
}

OutputLayout *NotebookView::outputLayoutAt(const Hit &hit)
{
    const Cell *const cell
        = m_notebook && hit.part == Part::Body ? m_notebook->find(hit.cell) : nullptr;
    return cell != nullptr ? m_rows.layout(*cell) : nullptr;
}

void NotebookView::mousePressEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const Hit hit = hitTest(position);
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    clearOutputSelection();
    m_pressedPrompt = hit.part == Part::Prompt ? hit.cell : CellId();
    if (!hit.cell.isValid() || hit.part != Part::Field)
        enterCommandMode();
    setFocus(Qt::MouseFocusReason);
    if (!hit.cell.isValid())
        return;
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        enterCommandMode();
        return changeCurrent(hit.cell, m_selectionAnchor);
    }
    if (hit.part == Part::Field)
        return pressField(hit, position);
    changeCurrent(hit.cell, hit.cell);
    if (OutputLayout *const layout = outputLayoutAt(hit)) {
        m_pointer.press(hit.cell, *layout, position - hit.row.body.topLeft());
        updateRow(hit.cell);
    }
}

// Beside the editor, on the padding of its field: as if the click had hit the text next to it.
void NotebookView::pressField(const Hit &hit, QPoint position)
{
    if (hit.cell != m_current)
        enterCommandMode();
    changeCurrent(hit.cell, hit.cell);
    enterEditMode();
    if (CellEditor *const editor = editorOf(hit.cell))
        editor->putCaretAt(position - hit.row.editor.topLeft());
}

void NotebookView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (m_pointer.isDragging()) {
        OutputLayout *const layout = m_rows.existingLayout(m_pointer.owner());
        const int row = m_notebook ? m_notebook->indexOf(m_pointer.owner()) : -1;
        if (layout != nullptr && row >= 0
            && m_pointer.drag(*layout, position - geometryAt(row).body.topLeft()))
            updateRow(m_pointer.owner());
        return;
    }
    const Hit hit = hitTest(position);
    setHoveredPrompt(hit.part == Part::Prompt ? hit.cell : CellId());
    updateCursor(hit, position);
}

void NotebookView::mouseReleaseEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const Hit hit = hitTest(position);
    if (event->button() != Qt::LeftButton)
        return;
    const CellId pressed = std::exchange(m_pressedPrompt, CellId());
    if (pressed.isValid() && hit.part == Part::Prompt && hit.cell == pressed) {
        emit runRequested(pressed);
        return;
    }
    OutputLayout *const layout = m_rows.existingLayout(m_pointer.owner());
    if (layout == nullptr || !m_pointer.isDragging())
        return;
    const int row = m_notebook->indexOf(m_pointer.owner());
    const QString anchor = m_pointer.release(*layout, position - geometryAt(row).body.topLeft());
    if (!anchor.isEmpty())
        activateAnchor(anchor);
}

void NotebookView::activateAnchor(const QString &anchor)
{
    if (!anchor.startsWith(u"sessionbook:")) {
        const QUrl url(anchor);
        if (mayFollow(url))
            emit linkActivated(url);
        return;
    }
    const CellId owner = m_pointer.owner();
    OutputLayout *const layout = m_rows.existingLayout(owner);
    if (layout != nullptr && layout->activate(anchor)) {
        m_rows.imageArrived(owner);
        layoutRows();
    }
    updateRow(owner);
}

void NotebookView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const Hit hit = hitTest(position);
    const Cell *const cell = m_notebook ? m_notebook->find(hit.cell) : nullptr;
    if (event->button() != Qt::LeftButton || cell == nullptr)
        return;
    if (hit.part == Part::Body && cell->kind == CellKind::Markdown) {
        changeCurrent(hit.cell, hit.cell);
        return enterEditMode();
    }
    if (OutputLayout *const layout = outputLayoutAt(hit)) {
        m_pointer.selectWord(hit.cell, *layout, position - hit.row.body.topLeft());
        updateRow(hit.cell);
    } else if (hit.part == Part::Field) {
        pressField(hit, position);
    }
}

void NotebookView::setHoveredPrompt(CellId id)
{
    if (id == m_hoveredPrompt)
        return;
    updateRow(m_hoveredPrompt);
    m_hoveredPrompt = id;
    updateRow(id);
}

void NotebookView::updateCursor(const Hit &hit, QPoint position)
{
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (hit.part == Part::Prompt)
        shape = Qt::PointingHandCursor;
    else if (hit.part == Part::Field)
        shape = Qt::IBeamCursor;
    else if (const OutputLayout *const layout = outputLayoutAt(hit)) {
        const QPoint point = position - hit.row.body.topLeft();
        shape = !layout->anchorAt(point).isEmpty() ? Qt::PointingHandCursor
            : layout->isTextAt(point)              ? Qt::IBeamCursor
                                                   : Qt::ArrowCursor;
    }
    viewport()->setCursor(shape);
}

bool NotebookView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        setHoveredPrompt({});
    if (event->type() == QEvent::ToolTip) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        if (hitTest(help->pos()).part == Part::Prompt)
            QToolTip::showText(help->globalPos(), tr("Run this cell"), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void NotebookView::wheelEvent(QWheelEvent *event)
{
    const int sideways = SidewaysWheel::pixels(*event);
    const QPoint position = event->position().toPoint();
    const Hit hit = hitTest(position);
    OutputLayout *const layout = sideways != 0 ? outputLayoutAt(hit) : nullptr;
    if (layout == nullptr)
        return QAbstractScrollArea::wheelEvent(event);
    event->accept();
    if (layout->scrollSideways(position - hit.row.body.topLeft(), sideways))
        updateRow(hit.cell);
}

void NotebookView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const Hit hit = isByKey ? Hit() : hitTest(event->pos());
    if (hit.cell.isValid() && !selectedCells().contains(hit.cell))
        changeCurrent(hit.cell, hit.cell);
    const CellId cell = hit.cell.isValid() ? hit.cell : m_current;
    const QPoint beside
        = geometryOf(cell).bounds.topLeft() + QPoint(Theme::gutterWidth, CellEditor::lineHeight);
    emit contextMenuRequested(cell, isByKey ? viewport()->mapToGlobal(beside) : event->globalPos());
}

QImage NotebookView::imageUnder(QPoint globalPosition)
{
    const QPoint position = viewport()->mapFromGlobal(globalPosition);
    const Hit hit = hitTest(position);
    const OutputLayout *const layout = outputLayoutAt(hit);
    const ImageBlock *const block
        = layout != nullptr ? layout->imageAt(position - hit.row.body.topLeft()) : nullptr;
    QImage image;
    if (block != nullptr)
        m_images.request(*block, &image);
    return image;
}

void NotebookView::saveImageUnder(QPoint globalPosition)
{
    const QPoint position = viewport()->mapFromGlobal(globalPosition);
    const Hit hit = hitTest(position);
    const OutputLayout *const layout = outputLayoutAt(hit);
    const ImageBlock *const block
        = layout != nullptr ? layout->imageAt(position - hit.row.body.topLeft()) : nullptr;
    if (block == nullptr)
        return;
    const int number = m_notebook->indexOf(hit.cell) + 1;
    emit saveImageRequested(ownBytes(*block),
                            u"figure-%1.%2"_s.arg(number).arg(fileSuffix(block->mimeType)));
}

void NotebookView::dragEnterEvent(QDragEnterEvent *event)
{
    if (localFiles(*event->mimeData()).isEmpty())
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    if (!std::exchange(m_isFileDragActive, true))
        emit fileDragActiveChanged(true);
}

void NotebookView::dragMoveEvent(QDragMoveEvent *event)
{
    event->setDropAction(Qt::CopyAction);
    event->setAccepted(m_isFileDragActive);
}

void NotebookView::dragLeaveEvent(QDragLeaveEvent *)
{
    if (std::exchange(m_isFileDragActive, false))
        emit fileDragActiveChanged(false);
}

void NotebookView::dropEvent(QDropEvent *event)
{
    if (std::exchange(m_isFileDragActive, false))
        emit fileDragActiveChanged(false);
    const QStringList paths = localFiles(*event->mimeData());
    if (paths.isEmpty())
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    emit filesDropped(paths);
}

} // namespace sessionbook
