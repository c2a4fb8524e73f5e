#include "mainwindow/NotebookWindows.h"

#include "base/Clock.h"
#include "dialogs/Dialogs.h"
#include "mainwindow/MainWindow.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "mainwindow/SessionFarewell.h"
#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrent>

#include <sys/stat.h>

using namespace std::chrono_literals;

namespace sessionbook {

namespace {

/// A message that comes and goes sooner would only flicker.
constexpr auto unnoticedWait = 150ms;

/// Also by another name: a symbolic or a hard link.
bool isSameFile(const QString &path, const QString &canonical)
{
    if (QFileInfo(path).canonicalFilePath() == canonical)
        return true;
    struct stat one = {};
    struct stat other = {};
    return ::stat(QFile::encodeName(path).constData(), &one) == 0
        && ::stat(QFile::encodeName(canonical).constData(), &other) == 0
        && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

} // namespace

NotebookWindows::NotebookWindows(const ProgramServices &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_recovery(services)
    , m_unfinishedMerge(services.dialogs)
{
    connect(&m_recovery, &RecoveryFlow::recovered, this, &NotebookWindows::showRecovered);
    connect(&services.farewell, &SessionFarewell::becameIdle, this,
            &NotebookWindows::finishIfAllGone);
    connect(&m_openDocuments, &OpenDocuments::showRequested, this, [this](const QString &path) {
        if (auto *window = windowShowing(path))
            bringToFront(*window);
    });
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
    const auto note = [this, window] { m_openDocuments.note(window, window->document().path()); };
    connect(&window->document(), &NotebookController::notebookChanged, this, note);
    connect(&window->document(), &NotebookController::pathUsed, this, note);
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
    if (auto *window = windowShowing(path))
        return bringToFront(*window);
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
    if (loaded) {
        adopt(path, *loaded, Content::OfFile, origin);
        return;
    }
    if (auto *window = windowShowing(path)) // asked for twice
        return bringToFront(*window);
    if (!origin)
        origin = newWindow();
    if (loaded.error().kind == ErrorKind::InvalidJson)
        return openUnfinished(path, loaded.error(), *origin);
    origin->showOpenError(loaded.error());
}

MainWindow *NotebookWindows::adopt(const QString &path, const LoadedNotebook &loaded,
                                   Content content, MainWindow *origin)
{
    if (auto *window = windowShowing(path)) { // asked for twice
        bringToFront(*window);
        return nullptr;
    }
    if (const auto address = m_openDocuments.elsewhere(path)) {
        askAboutOpenElsewhere(path, loaded, content, *address, origin);
        return nullptr;
    }
    MainWindow *window = pristineOrNew(origin);
    window->document().adopt(path, loaded);
    if (content == Content::Unsaved)
        markUnsaved(window->document());
    m_recovery.offerFor(path, *window);
    return window;
}

void NotebookWindows::markUnsaved(NotebookController &document)
{
    document.notebook().markModified();
    // The file cannot be read as a notebook: the journal must hold all of it.
    document.journal().tellAll();
}

void NotebookWindows::askAboutOpenElsewhere(const QString &path, const LoadedNotebook &loaded,
                                            Content content, const QString &address,
                                            MainWindow *origin)
{
    if (!origin)
        origin = newWindow();
    m_services.dialogs.askAboutOpenElsewhere(
        origin, path, !address.isEmpty(),
        [this, path, loaded, content, address, origin](OpenElsewhereChoice choice) {
            const auto openCopy = [this, path, data = loaded.data, content, origin] {
                auto &document = pristineOrNew(origin)->document();
                document.adoptUnsaved(tr("%1 (Copy)").arg(QFileInfo(path).completeBaseName()),
                                      data);
                if (content == Content::Unsaved)
                    markUnsaved(document);
            };
            if (choice == OpenElsewhereChoice::OpenCopy)
                openCopy();
            else if (choice == OpenElsewhereChoice::GoToIt)
                OpenDocuments::askToShow(address, path, origin, openCopy);
        });
}

void NotebookWindows::bringToFront(MainWindow &window)
{
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.raise();
    window.activateWindow();
    QApplication::alert(&window); // where the desktop lets nobody take the focus
}

void NotebookWindows::openUnfinished(const QString &path, const Error &refusal, MainWindow &origin)
{
    using Outcome = Result<UnfinishedMerge::Outcome>;
    m_unfinishedMerge.open(
        path, refusal, origin, [this, path, origin = QPointer(&origin)](const Outcome &outcome) {
            if (!outcome) {
                if (origin)
                    origin->showOpenError(outcome.error());
                return;
            }
            auto *window = adopt(path, outcome->loaded, Content::Unsaved, origin);
            if (window && !outcome->wasAsked)
                window->messages().show(
                    {.key = QStringLiteral("merge"),
                     .tone = MessageTone::Info,
                     .text = tr("‘%1’ held an unfinished merge of git. No cell needed a choice; "
                                "save to finish it.")
                                 .arg(QFileInfo(path).fileName())});
        });
}

void NotebookWindows::openTour(MainWindow *origin)
{
    pristineOrNew(origin)->showTour();
}

/// In the window that shows the file, if nothing was changed there; where something was, or another
/// program shows the file, what is recovered becomes a document without a file, so that neither
/// writes over the other.
void NotebookWindows::showRecovered(const OrphanDocument &orphan, MainWindow *origin)
{
    RecoveredDocument document = orphan.document;
    MainWindow *window = document.path.isEmpty() ? nullptr : windowShowing(document.path);
    const bool isBusy = window
        ? window->document().hasUnsavedChanges()
        : !document.path.isEmpty() && m_openDocuments.elsewhere(document.path).has_value();
    if (isBusy) {
        document.name = tr("%1 (recovered)").arg(QFileInfo(document.path).completeBaseName());
        document = std::move(document).withoutFile();
        window = nullptr;
    }
    if (!window)
        window = pristineOrNew(origin);
    window->document().adoptRecovered(document, [journal = orphan.journal] { journal->remove(); });
    bringToFront(*window);
}

MainWindow *NotebookWindows::windowShowing(const QString &path) const
{
    const QString file = QFileInfo(path).canonicalFilePath();
    for (auto *window : windows())
        if (!file.isEmpty() && isSameFile(window->document().path(), file))
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
    m_confirmed.clear();
    confirmNext({m_windows.cbegin(), m_windows.cend()});
}

void NotebookWindows::confirmNext(QList<QPointer<MainWindow>> waiting)
{
    // A window may close itself while another one is asked about.
    waiting.removeIf([](const QPointer<MainWindow> &window) { return window.isNull(); });
    if (waiting.isEmpty())
        waiting = unconfirmed();
    if (waiting.isEmpty()) {
        for (auto *window : windows())
            window->closeWithoutAsking();
        return;
    }
    QPointer<MainWindow> next = waiting.takeFirst();
    next->confirmClose([this, next, waiting] {
        if (next)
            m_confirmed[next] = next->document().notebook().revision();
        confirmNext(waiting);
    });
}

/// Windows that are new, or in which something was typed while others were asked about.
QList<QPointer<MainWindow>> NotebookWindows::unconfirmed() const
{
    QList<QPointer<MainWindow>> found;
    for (auto *window : windows()) {
        const bool isUnsaved = window->document().hasUnsavedChanges();
        const auto confirmed = m_confirmed.constFind(window);
        if (isUnsaved
            && (confirmed == m_confirmed.cend()
                || *confirmed != window->document().notebook().revision()))
            found << window;
    }
    return found;
}

} // namespace sessionbook
