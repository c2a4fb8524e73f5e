#include "support/ui/NotebookDriver.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTest>
#include <QUrl>

namespace sessionbook {

NotebookDriver::NotebookDriver(NotebookView &view)
    : m_view(view)
{
}

void NotebookDriver::showActive(QSize size)
{
    QWidget *const window = m_view.window();
    window->resize(size);
    window->show();
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window));
    m_view.setFocus();
}

CellId NotebookDriver::id(int cell) const
{
    return m_view.notebook()->idAt(cell);
}

QWidget *NotebookDriver::focus() const
{
    QWidget *const focused = QApplication::focusWidget();
    return focused != nullptr ? focused : &m_view;
}

void NotebookDriver::select(int cell)
{
    const RowGeometry row = geometry(cell);
    const QPoint inGutter(row.bounds.left() + 6, row.bounds.bottom() - 1);
    QTest::mouseClick(m_view.viewport(), Qt::LeftButton, {}, inGutter);
}

void NotebookDriver::edit(int cell)
{
    const RowGeometry row = geometry(cell);
    QVERIFY(!row.field.isNull());
    QTest::mouseClick(m_view.viewport(), Qt::LeftButton, {},
                      row.field.topLeft() + QPoint(2, row.field.height() / 2));
}

void NotebookDriver::clickBody(int cell, QPoint offset, Qt::KeyboardModifiers modifiers)
{
    QTest::mouseClick(m_view.viewport(), Qt::LeftButton, modifiers,
                      geometry(cell).body.topLeft() + offset);
}

void NotebookDriver::doubleClickBody(int cell, QPoint offset)
{
    QTest::mouseDClick(m_view.viewport(), Qt::LeftButton, {},
                       geometry(cell).body.topLeft() + offset);
}

void NotebookDriver::clickPrompt(int cell)
{
    QTest::mouseClick(m_view.viewport(), Qt::LeftButton, {}, geometry(cell).prompt.center());
}

void NotebookDriver::type(const QString &text)
{
    for (const uint codePoint : text.toUcs4()) {
        const QString character
            = QString::fromUcs4(reinterpret_cast<const char32_t *>(&codePoint), 1);
        QTest::sendKeyEvent(QTest::Click, focus(), Qt::Key_unknown, character, Qt::NoModifier);
    }
}

void NotebookDriver::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(focus(), key, modifiers);
}

void NotebookDriver::scrollTo(int value)
{
    m_view.verticalScrollBar()->setValue(value);
}

void NotebookDriver::dropFiles(const QStringList &paths, QPoint at)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls.append(QUrl::fromLocalFile(path));
    data.setUrls(urls);
    // As Qt delivers it: to the deepest widget that accepts, asking its parents otherwise.
    QWidget *const viewport = m_view.viewport();
    QWidget *target = viewport->childAt(at) != nullptr ? viewport->childAt(at) : viewport;
    for (; target != nullptr; target = target->parentWidget()) {
        const QPoint local = target->mapFrom(m_view.window(), viewport->mapTo(m_view.window(), at));
        QDragEnterEvent enter(local, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QApplication::sendEvent(target, &enter);
        if (!enter.isAccepted())
            continue;
        QDropEvent drop(local, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &drop);
        return;
    }
}

QString NotebookDriver::source(int cell) const
{
    return m_view.notebook()->cellAt(cell).source;
}

int NotebookDriver::currentIndex() const
{
    return m_view.notebook()->indexOf(m_view.currentCell());
}

CellEditor *NotebookDriver::editor(int cell) const
{
    return m_view.editorOf(id(cell));
}

RowGeometry NotebookDriver::geometry(int cell) const
{
    return m_view.geometryOf(id(cell));
}

QImage NotebookDriver::picture() const
{
    QImage image(m_view.viewport()->size(), QImage::Format_RGB32);
    image.fill(Qt::magenta);
    m_view.viewport()->render(&image);
    return image;
}

QPair<int, int> NotebookDriver::firstVisible() const
{
    for (int cell = 0; cell < m_view.notebook()->cellCount(); ++cell) {
        const RowGeometry row = geometry(cell);
        if (row.bounds.bottom() >= 0)
            return {cell, row.bounds.top()};
    }
    return {-1, 0};
}

NotebookData notebookOfCode(const QStringList &sources)
{
    NotebookData data = NotebookData::empty();
    data.cells.clear();
    for (const QString &source : sources)
        data.cells.append(Cell::code(source));
    return data;
}

} // namespace sessionbook
