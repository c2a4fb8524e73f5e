#include "panels/FileListView.h"

#include <QDrag>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>

namespace sessionbook {

FileListView::FileListView(QWidget *parent)
    : QListView(parent)
{
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setMouseTracking(true);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setFrameShape(QFrame::NoFrame);
}

void FileListView::beginDrag(const QString &localPath)
{
    if (!QGuiApplication::mouseButtons().testFlag(Qt::LeftButton))
        return;
    auto *content = new QMimeData;
    content->setUrls({QUrl::fromLocalFile(localPath)});
    auto *drag = new QDrag(this); // deleted by Qt when the drag is over
    drag->setMimeData(content);
    drag->exec(Qt::CopyAction);
}

void FileListView::startDrag(Qt::DropActions)
{
    if (currentIndex().isValid())
        emit dragRequested(currentIndex());
}

void FileListView::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout(); // the reasons of problems wrap to the width
}

} // namespace sessionbook
