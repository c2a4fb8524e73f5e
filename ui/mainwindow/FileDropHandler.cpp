#include "mainwindow/FileDropHandler.h"

#include "mainwindow/DropOverlay.h"
#include "theme/ThemeController.h"

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace sessionbook {

FileDropHandler::FileDropHandler(QWidget &window, const ThemeController &theme, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_theme(theme)
    , m_overlay(new DropOverlay(&window))
{
    window.setAcceptDrops(true);
    window.installEventFilter(this);
}

QStringList FileDropHandler::localFiles(const QMimeData *content)
{
    QStringList paths;
    for (const QUrl &url : content->urls()) {
        if (!url.isLocalFile())
            return {};
        paths << url.toLocalFile();
    }
    return paths;
}

void FileDropHandler::setOverlayVisible(bool visible)
{
    if (!visible)
        return m_overlay->hide();
    m_overlay->showOver(m_window.rect(),
                        tr("Drop files to upload them to the session, notebooks to open them"),
                        m_theme.theme());
}

bool FileDropHandler::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::Drop:
        break;
    case QEvent::DragLeave:
        setOverlayVisible(false);
        return false;
    default:
        return false;
    }
    auto *drop = static_cast<QDropEvent *>(event);
    const QStringList paths = localFiles(drop->mimeData());
    if (paths.isEmpty())
        return QObject::eventFilter(watched, event);
    drop->setDropAction(
        Qt::CopyAction); // whatever the source offers first: its file stays where it is
    drop->accept();
    if (event->type() == QEvent::DragEnter)
        setOverlayVisible(true);
    if (event->type() == QEvent::Drop) {
        setOverlayVisible(false);
        emit filesDropped(paths);
    }
    return true;
}

} // namespace sessionbook
