#include "mainwindow/NotebookWindows.h"

#include "base/Clock.h"
#include "mainwindow/MainWindow.h"
#include "mainwindow/NotebookController.h"
#include "mainwindow/SessionFarewell.h"
#include "notebookview/NotebookView.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrent>

using namespace std::chrono_literals;

namespace sessionbook {

namespace {

/// A message that comes and goes sooner would only flicker.
constexpr auto unnoticedWait = 150ms;

} // namespace

NotebookWindows::NotebookWindows(const ProgramServices &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_recovery(services)
{
    connect(&m_recovery, &RecoveryFlow::recovered, this, &NotebookWindows::showRecovered);
    connect(&services.farewell, &SessionFarewell::becameIdle, this,
            &NotebookWindows::finishIfAllGone);
}

NotebookWindows::~NotebookWindows()
{
    for (const auto &window : windows()) {
        window->disconnect(this);
        delete window;
    }
}

QList<MainWindow *> NotebookWindows::windows() const
{
    return m_windows;
}

MainWindow *NotebookWindows::newWindow()
{
    auto *window = new MainWindow(m_services);
    m_windows << window;
    connect(window, &MainWindow::newWindowRequested, this, &NotebookWindows::newNotebook);
    connect(window, &MainWindow::openRequested, this,
            [this, window](const QString &path) { open(path, window); });
    connect(window, &MainWindow::tourRequested, this, [this, window] { openTour(window); });
    connect(window, &MainWindow::quitRequested, this, &NotebookWindows::quit);
    connect(window, &QObject::destroyed, this, [this, window] {
        m_windows.removeOne(window); // only the address: it is no MainWindow any more
        finishIfAllGone();
    });
    window->show();
    return window;
}

MainWindow *NotebookWindows::newNotebook()
{
    auto *window = newWindow();
    window->view().enterEditMode();
    return window;
}

void NotebookWindows::open(const QString &path, MainWindow *origin)
{
    if (auto *window = windowShowing(path)) {
        window->raise();
        window->activateWindow();
        return;
    }
    using Outcome = Result<LoadedNotebook>;
    auto *watcher = new QFutureWatcher<Outcome>(this);
    connect(watcher, &QFutureWatcher<Outcome>::finished, this,
            [this, watcher, path, origin = QPointer(origin)] {
                watcher->deleteLater();
                opened(path, watcher->result(), origin);
                if (origin)
                    origin->endOpening(path);
            });
    if (origin)
        showWait(path, *origin, *watcher);
    watcher->setFuture(QtConcurrent::run([path] { return NotebookFile::load(path); }));
}

void NotebookWindows::showWait(const QString &path, MainWindow &origin, QObject &load)
{
    origin.beginOpening(path);
    auto giveUp = [path, load = QPointer(&load), origin = QPointer(&origin)] {
        delete load; // what the worker thread reads is thrown away
        if (origin)
            origin->endOpening(path);
    };
    m_services.clock.callAfter(unnoticedWait, &load, [path, giveUp, origin = QPointer(&origin)] {
        if (origin && origin->isOpening(path))
            origin->showOpening(path, giveUp);
    });
}

void NotebookWindows::opened(const QString &path, const Result<LoadedNotebook> &loaded,
                             MainWindow *origin)
{
    if (auto *window = windowShowing(path)) // asked for twice
        return window->raise();
    if (loaded) {
        MainWindow *window = pristineOrNew(origin);
        window->document().adopt(path, *loaded);
        return m_recovery.offerFor(path, *window);
    }
    if (!origin)
        origin = newWindow();
    origin->showOpenError(loaded.error());
}

void NotebookWindows::openTour(MainWindow *origin)
{
    pristineOrNew(origin)->showTour();
}

/// In the window that shows the file, if nothing was changed there; where something was, what is
/// recovered becomes a document without a file, so that neither writes over the other.
void NotebookWindows::showRecovered(const OrphanDocument &orphan, MainWindow *origin)
{
    RecoveredDocument document = orphan.document;
    MainWindow *window = document.path.isEmpty() ? nullptr : windowShowing(document.path);
    if (window && window->document().hasUnsavedChanges()) {
        document.name = tr("%1 (recovered)").arg(window->document().displayName());
        document = std::move(document).withoutFile();
        window = nullptr;
    }
    if (!window)
        window = pristineOrNew(origin);
    window->document().adoptRecovered(document, [journal = orphan.journal] { journal->remove(); });
    window->raise();
    window->activateWindow();
}

MainWindow *NotebookWindows::windowShowing(const QString &path) const
{
    const QString file = QFileInfo(path).canonicalFilePath();
    for (auto *window : windows())
        if (!file.isEmpty() && QFileInfo(window->document().path()).canonicalFilePath() == file)
            return window;
    return nullptr;
}

MainWindow *NotebookWindows::pristineOrNew(MainWindow *origin)
{
    if (!origin)
        return newWindow();
    origin->document().flushPendingEdits();
    return origin->document().isPristine() ? origin : newWindow();
}

void NotebookWindows::finishIfAllGone()
{
    if (m_windows.isEmpty() && !m_services.farewell.isBusy())
        emit finished();
}

void NotebookWindows::quit()
{
    confirmNext({m_windows.cbegin(), m_windows.cend()});
}

void NotebookWindows::confirmNext(QList<QPointer<MainWindow>> waiting)
{
    // A window may close itself while another one is asked about.
    waiting.removeIf([](const QPointer<MainWindow> &window) { return window.isNull(); });
    if (waiting.isEmpty()) {
        for (auto *window : windows())
            window->closeWithoutAsking();
        return;
    }
    MainWindow *next = waiting.takeFirst();
    next->confirmClose([this, waiting] { confirmNext(waiting); });
}

} // namespace sessionbook
