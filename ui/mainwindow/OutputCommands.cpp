#include "mainwindow/OutputCommands.h"

#include "base/Result.h"
#include "dialogs/Dialogs.h"
#include "notebookview/NotebookView.h"
#include "wording/ErrorText.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QSaveFile>
#include <QStandardPaths>
#include <QUrl>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

bool mayOpen(const QUrl &url)
{
    const QString scheme = url.scheme();
    return scheme == "https"_L1 || scheme == "http"_L1 || scheme == "mailto"_L1;
}

Result<void> writeFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return Error{ErrorKind::WriteFailed, file.errorString(), path};
}

} // namespace

OutputCommands::OutputCommands(NotebookView &view, Dialogs &dialogs, QWidget &window)
    : QObject(&window)
    , m_dialogs(dialogs)
    , m_window(window)
{
    connect(&view, &NotebookView::linkActivated, this, &OutputCommands::openLink);
    connect(&view, &NotebookView::saveImageRequested, this, &OutputCommands::saveImage);
}

void OutputCommands::openLink(const QUrl &url)
{
    if (!mayOpen(url))
        return emit failed(
            tr("The link “%1” does not lead to the web.").arg(url.toDisplayString()));
    m_dialogs.confirm(
        &m_window,
        {.title = tr("Open Link"),
         .text
         = tr("Open this address in the browser?\n\n%1").arg(url.toString(QUrl::FullyEncoded)),
         .acceptText = tr("Open")},
        [url](bool accepted) {
            if (accepted)
                QDesktopServices::openUrl(url);
        });
}

void OutputCommands::saveImage(const QByteArray &bytes, const QString &suggestedName)
{
    const QString directory = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    m_dialogs.askWhereToSave(&m_window,
                             {.title = tr("Save Image"),
                              .suggestedPath = QDir(directory).filePath(suggestedName),
                              .filter = {},
                              .defaultSuffix = QFileInfo(suggestedName).suffix()},
                             [this, bytes](const QString &path) {
                                 if (!path.isEmpty())
                                     write(bytes, path);
                             });
}

void OutputCommands::write(const QByteArray &bytes, const QString &path)
{
    auto *watcher = new QFutureWatcher<Result<void>>(this);
    connect(watcher, &QFutureWatcher<Result<void>>::finished, this, [this, watcher] {
        watcher->deleteLater();
        const auto result = watcher->result();
        if (!result)
            emit failed(ErrorText::of(result.error()));
    });
    watcher->setFuture(QtConcurrent::run([bytes, path] { return writeFile(path, bytes); }));
}

} // namespace sessionbook
