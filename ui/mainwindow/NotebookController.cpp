#include "mainwindow/NotebookController.h"

#include "dialogs/Dialogs.h"
#include "notebook/Notebook.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <QDir>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QStandardPaths>
#include <QWidget>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString withoutSuffix(const QString &fileName)
{
    return fileName.endsWith(u".ipynb"_s) ? fileName.chopped(6) : fileName;
}

} // namespace

NotebookController::NotebookController(Dialogs &dialogs, SettingsStore &settings, QWidget &window,
                                       QObject *parent)
    : QObject(parent)
    , m_dialogs(dialogs)
    , m_settings(settings)
    , m_window(window)
    , m_notebook(std::make_unique<Notebook>())
{
    connect(m_notebook.get(), &Notebook::modifiedChanged, this,
            &NotebookController::documentChanged);
}

NotebookController::~NotebookController() = default;

QString NotebookController::displayName() const
{
    if (!m_path.isEmpty())
        return withoutSuffix(QFileInfo(m_path).fileName());
    //: the name of a notebook that has no file yet
    return m_name.isEmpty() ? tr("Untitled") : m_name;
}

bool NotebookController::isPristine() const
{
    return m_isFresh && m_path.isEmpty() && m_notebook->revision() == 0
        && !m_notebook->isModified();
}

void NotebookController::adopt(const QString &path, LoadedNotebook loaded)
{
    m_path = QFileInfo(path).absoluteFilePath();
    m_name.clear();
    m_fileState = loaded.state;
    replaceNotebook(std::move(loaded.data));
    emit pathUsed(m_path);
}

void NotebookController::adoptUnsaved(const QString &name, NotebookData data)
{
    m_path.clear();
    m_name = name;
    m_fileState = {};
    replaceNotebook(std::move(data));
}

void NotebookController::replaceNotebook(NotebookData data)
{
    auto next = std::make_unique<Notebook>(std::move(data));
    m_isFresh = false;
    m_savedAt = {};
    std::swap(m_notebook, next); // the old one lives until everybody was told
    connect(m_notebook.get(), &Notebook::modifiedChanged, this,
            &NotebookController::documentChanged);
    emit notebookChanged(m_notebook.get());
    emit documentChanged();
}

void NotebookController::save()
{
    emit flushRequested();
    if (!hasNothingToSave())
        saveThen({});
}

void NotebookController::saveAs()
{
    emit flushRequested();
    if (!hasNothingToSave())
        chooseThenSave({});
}

void NotebookController::saveThen(Then then)
{
    emit flushRequested();
    if (m_path.isEmpty())
        return chooseThenSave(std::move(then));
    saveTo(m_path, m_fileState, std::move(then));
}

void NotebookController::chooseThenSave(Then then)
{
    const QString last = m_settings.value(settings::lastDirectory);
    const QString home = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString suggested = m_path.isEmpty()
        ? QDir(last.isEmpty() ? home : last).filePath(displayName() + u".ipynb"_s)
        : m_path;
    m_dialogs.askWhereToSave(&m_window,
                             {.title = tr("Save Notebook"),
                              .suggestedPath = suggested,
                              .filter = tr("Notebooks (*.ipynb);;All files (*)"),
                              .defaultSuffix = u"ipynb"_s},
                             [this, then = std::move(then)](const QString &path) {
                                 // The dialog asked before replacing a file, so what it holds is
                                 // not compared.
                                 if (!path.isEmpty())
                                     saveTo(path, {}, then);
                             });
}

void NotebookController::saveTo(const QString &path, const FileState &expected, Then then)
{
    if (m_isSaving) {
        m_waitingSave = WaitingSave{path, std::move(then)};
        return;
    }
    m_isSaving = true;
    emit documentChanged();
    using Outcome = Result<FileState>;
    auto *watcher = new QFutureWatcher<Outcome>(this);
    connect(watcher, &QFutureWatcher<Outcome>::finished, this,
            [this, watcher, path, then = std::move(then), revision = m_notebook->revision()] {
                watcher->deleteLater();
                saveEnded(path, revision, watcher->result(), then);
            });
    watcher->setFuture(QtConcurrent::run([path, data = m_notebook->snapshot(), expected] {
        return NotebookFile::save(path, data, expected);
    }));
}

void NotebookController::saveEnded(const QString &path, quint64 revision,
                                   const Result<FileState> &result, const Then &then)
{
    m_isSaving = false;
    if (!result) {
        m_waitingSave.reset();
        emit documentChanged();
        if (result.error().kind == ErrorKind::ChangedOutside)
            return askAboutOutsideChange(then);
        emit failed(result.error());
        return;
    }
    m_path = QFileInfo(path).absoluteFilePath();
    m_fileState = *result;
    m_savedAt = QDateTime::currentDateTime();
    m_settings.set(settings::lastDirectory, QFileInfo(m_path).path());
    if (m_notebook->revision() == revision) // what was typed while it was written is not saved yet
        m_notebook->markSaved();
    emit documentChanged();
    emit pathUsed(m_path);
    if (m_waitingSave)
        return saveAgain(then);
    if (then)
        then();
}

// Who waits for the first save waits for the second too: nobody closes on half of what was typed.
void NotebookController::saveAgain(const Then &then)
{
    const WaitingSave next = *std::exchange(m_waitingSave, std::nullopt);
    saveTo(next.path, next.path == m_path ? m_fileState : FileState(),
           [first = then, second = next.then] {
               if (first)
                   first();
               if (second)
                   second();
           });
}

void NotebookController::askAboutOutsideChange(const Then &then)
{
    m_dialogs.askAboutOutsideChange(&m_window, m_path, [this, then](OutsideChangeChoice choice) {
        if (choice == OutsideChangeChoice::Overwrite)
            saveTo(m_path, {}, then);
        else if (choice == OutsideChangeChoice::SaveAs)
            chooseThenSave(then);
        else if (choice == OutsideChangeChoice::Reload)
            reload();
    });
}

void NotebookController::reload()
{
    using Outcome = Result<LoadedNotebook>;
    auto *watcher = new QFutureWatcher<Outcome>(this);
    connect(watcher, &QFutureWatcher<Outcome>::finished, this, [this, watcher] {
        watcher->deleteLater();
        const Outcome loaded = watcher->result();
        if (loaded)
            adopt(m_path, *loaded);
        else
            emit failed(loaded.error());
    });
    watcher->setFuture(QtConcurrent::run([path = m_path] { return NotebookFile::load(path); }));
}

void NotebookController::confirmClose(Then then)
{
    emit flushRequested();
    if (!m_notebook->isModified())
        return then();
    m_dialogs.askToSaveChanges(&m_window, displayName(),
                               [this, then = std::move(then)](SaveChoice choice) {
                                   if (choice == SaveChoice::Save)
                                       saveThen(then);
                                   else if (choice == SaveChoice::Discard)
                                       then();
                               });
}

} // namespace sessionbook
