#include "document/NotebookController.h"

#include "dialogs/Dialogs.h"
#include "document/ProgramServices.h"
#include "notebook/Notebook.h"
#include "notebook/files/NotebookCodec.h"
#include "notebook/recovery/RecoveredDocument.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString withoutSuffix(const QString &fileName)
{
    return fileName.endsWith(u".ipynb"_s) ? fileName.chopped(6) : fileName;
}

/// What a reader of the file sees of what was saved: a script keeps no outputs.
NotebookData asInFile(const SavedVersion &version)
{
    const DocumentFormat format = documentFormatOf(version.path);
    if (format == DocumentFormat::Notebook)
        return version.data;
    QByteArray bytes;
    for (const ByteSlice &piece : NotebookCodec::write(version.data, format))
        bytes += piece.view();
    const auto read = NotebookCodec::read(bytes, format);
    return read ? *read : version.data;
}

bool isScript(const QString &path)
{
    return documentFormatOf(path) == DocumentFormat::PercentScript;
}

} // namespace

NotebookController::NotebookController(const ProgramServices &services, QWidget &window,
                                       QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_window(window)
    , m_notebook(std::make_unique<Notebook>())
    , m_watch(services.clock)
    , m_outside(m_watch, [this]() -> Notebook & { return *m_notebook; })
    , m_saver(m_watch, [this]() -> const Notebook & { return *m_notebook; })
{
    followNotebook();
    connect(&m_saver, &DocumentSaver::busyChanged, this, [this] {
        if (m_saver.isBusy()) // the snapshot was taken just now
            m_journal.beginSave();
    });
    connect(&m_saver, &DocumentSaver::busyChanged, this, &NotebookController::documentChanged);
    connect(&m_saver, &DocumentSaver::saved, this, &NotebookController::takeSaved);
    connect(&m_saver, &DocumentSaver::failed, this, &NotebookController::takeFailure);
    connect(&m_outside, &OutsideChanges::fileLost, &m_journal, &Journal::tellAll);
    connect(&m_outside, &OutsideChanges::flushRequested, this, &NotebookController::flushRequested);
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
    return m_isFresh && m_path.isEmpty() && m_notebook->revision() == 0 && !m_notebook->isModified()
        && !m_saver.isBusy();
}

void NotebookController::adopt(const QString &path, LoadedNotebook loaded)
{
    m_path = QFileInfo(path).absoluteFilePath();
    m_name.clear();
    replaceNotebook(std::move(loaded.data), loaded.state);
    emit pathUsed(m_path);
}

void NotebookController::adoptUnsaved(const QString &name, NotebookData data)
{
    m_path.clear();
    m_name = name;
    replaceNotebook(std::move(data), {});
}

void NotebookController::adoptRecovered(const RecoveredDocument &document,
                                        std::function<void()> stored)
{
    m_path = document.path;
    m_name = document.name;
    replaceNotebook(document.data, {.fingerprint = document.fingerprint}, document.baseData);
    m_notebook->markModified();
    m_journal.followUnsaved(*m_notebook, journaledFile(), document.baseCells,
                            document.baseCellCount);
    connect(&m_journal, &Journal::stored, this, std::move(stored), Qt::SingleShotConnection);
    m_watch.check(); // it may have become another file meanwhile
    if (!m_path.isEmpty())
        emit pathUsed(m_path);
}

JournaledFile NotebookController::journaledFile() const
{
    return {.path = m_path,
            .name = m_name,
            .fingerprint = m_watch.known().fingerprint,
            .content = m_outside.base().origin.text};
}

void NotebookController::replaceNotebook(NotebookData data, const FileState &state,
                                         const std::optional<NotebookData> &base)
{
    auto next = std::make_unique<Notebook>(std::move(data));
    m_isFresh = false;
    m_savedAt = {};
    std::swap(m_notebook, next); // the old one lives until everybody was told
    m_watch.watch(m_path, state);
    m_outside.begin(base ? *base : m_notebook->snapshot());
    followNotebook();
    emit notebookChanged(m_notebook.get());
    emit documentChanged();
}

void NotebookController::followNotebook()
{
    m_journal.follow(*m_notebook, journaledFile());
    connect(m_notebook.get(), &Notebook::modifiedChanged, this,
            &NotebookController::documentChanged);
    // Queued: what the file is now is known when all of the step is done.
    connect(
        m_notebook.get(), &Notebook::rebased, this,
        [this] { m_journal.followRebased(*m_notebook, journaledFile(), m_outside.base().cells); },
        Qt::QueuedConnection);
}

bool NotebookController::hasUnsavedChanges()
{
    flushPendingEdits();
    return m_notebook->isModified() || m_saver.isBusy();
}

void NotebookController::saveUnasked()
{
    if (m_path.isEmpty() || m_saver.isBusy() || m_outside.isUnresolved())
        return;
    emit flushRequested();
    if (!m_notebook->isModified())
        return;
    m_mayAsk = false;
    m_saver.save(m_path, DocumentSaver::Compare::Yes, {});
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
    m_mayAsk = true;
    if (m_outside.isUnresolved() && m_outside.theirs())
        return decideOutsideChange([this, then] { saveThen(then); });
    if (m_outside.isUnresolved())
        return askAboutOutsideChange(then);
    m_saver.save(m_path, DocumentSaver::Compare::Yes, std::move(then));
}

void NotebookController::chooseThenSave(Then then)
{
    const QString last = m_services.settings.value(settings::lastDirectory);
    const QString home = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString suggested = m_path.isEmpty()
        ? QDir(last.isEmpty() ? home : last).filePath(displayName() + u".ipynb"_s)
        : m_path;
    m_services.dialogs.askWhereToSave(&m_window,
                                      {.title = tr("Save Notebook"),
                                       .suggestedPath = suggested,
                                       .filter = tr("Notebooks (*.ipynb);;Python scripts "
                                                    "(*.py);;All files (*)"),
                                       .defaultSuffix = u"ipynb"_s},
                                      [this, then = std::move(then)](const QString &path) {
                                          // The dialog asked before replacing a file, so what it
                                          // holds is not compared.
                                          if (!path.isEmpty())
                                              m_saver.save(path, DocumentSaver::Compare::No, then);
                                      });
}

void NotebookController::takeSaved(const SavedVersion &version)
{
    const bool becomesScript = isScript(version.path) && !isScript(m_path);
    m_path = version.path;
    m_savedAt = QDateTime::currentDateTime();
    m_services.settings.set(settings::lastDirectory, QFileInfo(m_path).path());
    m_watch.watch(m_path, version.state);
    m_outside.begin(asInFile(version));
    m_notebook->setFormat(documentFormatOf(m_path));
    // What was typed while it was written is not saved yet.
    if (m_notebook->revision() == version.revision)
        m_notebook->markSaved();
    else
        m_notebook->markModified(); // also where undo led back to what the file held before
    m_journal.saved(journaledFile());
    emit documentChanged();
    emit pathUsed(m_path);
    if (becomesScript && m_notebook->hasUnkeptOutputs())
        emit outputsLeftOut();
}

void NotebookController::takeFailure(const Error &error, const Then &then)
{
    m_journal.saveFailed();
    if (error.kind != ErrorKind::ChangedOutside)
        return emit failed(error);
    // What can be merged is merged, and then there is nothing to ask.
    m_outside.settle([this, then] {
        if (m_mayAsk || !m_outside.isUnresolved())
            saveThen(then);
    });
}

void NotebookController::decideOutsideChange(const Then &decided)
{
    emit flushRequested();
    const auto merged = m_outside.mergedNow();
    if (!merged)
        return askAboutOutsideChange(decided);
    if (!merged->hasConflicts()) { // what stood against each other was taken back
        m_outside.resolve(*merged, {});
        return decided ? decided() : void();
    }
    m_services.dialogs.askToMerge(
        &m_window,
        {.documentName = QFileInfo(m_path).fileName(),
         .merged = *merged,
         .oursName = tr("This Window"),
         .theirsName = tr("On Disk")},
        [this, decided, asked = *merged](const QList<MergeChoice> &choices) {
            if (!choices.isEmpty())
                takeChoices(asked, choices, decided);
        });
}

/// Runs may have ended meanwhile, and the file may have changed again.
void NotebookController::takeChoices(const MergedNotebook &asked, const QList<MergeChoice> &choices,
                                     const Then &decided)
{
    const auto merged = m_outside.mergedNow();
    if (!m_outside.isUnresolved() || !merged)
        return;
    if (!merged->asksTheSame(asked))
        return decideOutsideChange(decided);
    m_outside.resolve(*merged, choices);
    if (decided)
        decided();
}

void NotebookController::askAboutOutsideChange(const Then &then)
{
    m_services.dialogs.askAboutOutsideChange(
        &m_window, m_path, [this, then](OutsideChangeChoice choice) {
            if (choice == OutsideChangeChoice::Overwrite)
                m_saver.save(m_path, DocumentSaver::Compare::No, then);
            else if (choice == OutsideChangeChoice::SaveAs)
                chooseThenSave(then);
            else if (choice == OutsideChangeChoice::Reload && m_outside.loss())
                emit failed(*m_outside.loss());
            else if (choice == OutsideChangeChoice::Reload)
                m_outside.takeTheirs();
        });
}

void NotebookController::confirmClose(Then then)
{
    if (!hasUnsavedChanges())
        return then();
    m_services.dialogs.askToSaveChanges(&m_window, displayName(),
                                        [this, then = std::move(then)](SaveChoice choice) {
                                            // What was typed while it was saved is asked about,
                                            // too.
                                            if (choice == SaveChoice::Save)
                                                saveThen([this, then] { confirmClose(then); });
                                            else if (choice == SaveChoice::Discard)
                                                then();
                                        });
}

} // namespace sessionbook
