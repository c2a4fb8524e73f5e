#include "document/DocumentSaver.h"

#include "notebook/Notebook.h"
#include "notebook/files/FileWatch.h"
#include "notebook/files/NotebookFile.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrent>

namespace sessionbook {

DocumentSaver::DocumentSaver(FileWatch &watch, std::function<const Notebook &()> notebook,
                             QObject *parent)
    : QObject(parent)
    , m_watch(watch)
    , m_notebook(std::move(notebook))
{
}

void DocumentSaver::save(const QString &path, Compare compare, Then then)
{
    Order order{QFileInfo(path).absoluteFilePath(), compare, std::move(then)};
    order.isForDocument = isWatched(order.path);
    if (m_isBusy)
        m_waiting.append(std::move(order));
    else
        start(std::move(order));
}

bool DocumentSaver::isWatched(const QString &path) const
{
    return path == m_watch.path();
}

void DocumentSaver::start(Order order)
{
    if (order.isForDocument)
        order.path = m_watch.path(); // it waited for a save under another name
    const FileState expected
        = order.compare == Compare::Yes && isWatched(order.path) ? m_watch.known() : FileState();
    const Notebook &notebook = m_notebook();
    SavedVersion version{order.path, notebook.snapshot(), notebook.revision(), {}};
    if (isWatched(order.path))
        m_watch.suspend();
    m_isBusy = true;
    emit busyChanged();
    using Outcome = Result<FileState>;
    auto *watcher = new QFutureWatcher<Outcome>(this);
    watcher->setFuture(QtConcurrent::run([path = order.path, data = version.data, expected] {
        return NotebookFile::save(path, data, expected);
    }));
    connect(watcher, &QFutureWatcher<Outcome>::finished, this,
            [this, watcher, order = std::move(order), version = std::move(version)] {
                watcher->deleteLater();
                finish(order, version, watcher->result());
            });
}

void DocumentSaver::finish(const Order &order, SavedVersion version,
                           const Result<FileState> &result)
{
    m_isBusy = false;
    if (!result) {
        // What waited was asked for in the belief that this one succeeds.
        m_waiting.clear();
        if (isWatched(order.path))
            m_watch.resume();
        emit busyChanged();
        return emit failed(result.error(), order.then);
    }
    version.state = *result;
    emit saved(version);
    emit busyChanged();
    if (m_waiting.isEmpty()) {
        if (order.then)
            order.then();
        return;
    }
    // Who waits for the first save waits for the second too: nobody closes on half of what was
    // typed.
    Order next = m_waiting.takeFirst();
    next.then = [first = order.then, second = std::move(next.then)] {
        if (first)
            first();
        if (second)
            second();
    };
    start(std::move(next));
}

} // namespace sessionbook
