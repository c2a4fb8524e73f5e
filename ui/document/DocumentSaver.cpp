#include "document/DocumentSaver.h"

#include "notebook/Notebook.h"
#include "notebook/files/FileWatch.h"
#include "notebook/files/NotebookFile.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrent>

namespace sessionbook {

namespace {

DocumentSaver::Then inTurn(DocumentSaver::Then first, DocumentSaver::Then second)
{
    if (!first || !second)
        return first ? first : second;
    return [first = std::move(first), second = std::move(second)] {
        first();
        second();
    };
}

} // namespace

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
    if (!result)
        return fail(order, result.error());
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
    next.then = inTurn(order.then, std::move(next.then));
    start(std::move(next));
}

/// What waited for the same file was asked for in the belief that this one succeeds: it waits for
/// the other try. A save elsewhere has nothing to do with that.
void DocumentSaver::fail(const Order &order, const Error &error)
{
    Then then = order.then;
    for (const Order &waiting : std::exchange(m_waiting, {})) {
        if (waiting.isForDocument || waiting.path == order.path)
            then = inTurn(std::move(then), waiting.then);
        else
            m_waiting.append(waiting);
    }
    if (isWatched(order.path))
        m_watch.resume();
    emit busyChanged();
    emit failed(error, then);
    if (!m_isBusy && !m_waiting.isEmpty())
        start(m_waiting.takeFirst());
}

} // namespace sessionbook
