#pragma once

#include "document/DocumentSaver.h"
#include "document/OutsideChanges.h"
#include "notebook/files/FileWatch.h"
#include "notebook/files/NotebookFile.h"
#include "notebook/recovery/Journal.h"

#include <QDateTime>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

class QWidget;

namespace sessionbook {

class Notebook;
struct ProgramServices;
struct RecoveredDocument;

/// The life of one window's document: new, loaded, saved, closed with a question. Disk work happens
/// on worker threads.
///
/// Owns the Notebook; notebookChanged() comes before the old one goes. Nothing is ever lost by a
/// failure: the document stays as it is and failed() tells why.
class NotebookController : public QObject
{
    Q_OBJECT
public:
    NotebookController(const ProgramServices &services, QWidget &window, QObject *parent = nullptr);
    ~NotebookController() override;

    [[nodiscard]] Notebook &notebook() const { return *m_notebook; }
    [[nodiscard]] const QString &path() const { return m_path; } ///< empty: never saved
    [[nodiscard]] QString displayName() const;
    /// Never saved and not about to be, never touched: opening a file may take its place.
    [[nodiscard]] bool isPristine() const;
    [[nodiscard]] bool isSaving() const { return m_saver.isBusy(); }
    [[nodiscard]] const QDateTime &savedAt() const
    {
        return m_savedAt;
    } ///< invalid: not in this window
    /// What the file holds as far as we know.
    [[nodiscard]] const FileState &fileState() const { return m_watch.known(); }
    [[nodiscard]] DocumentSaver &saver() { return m_saver; }
    [[nodiscard]] OutsideChanges &outsideChanges() { return m_outside; }
    [[nodiscard]] Journal &journal() { return m_journal; }

    /// A file may take the place of a pristine document in a moment: saving that one does nothing
    /// meanwhile.
    void setAwaitingFile(bool awaiting) { m_isAwaitingFile = awaiting; }
    /// Shows what was loaded from `path`.
    void adopt(const QString &path, LoadedNotebook loaded);
    /// Shows it as a new document of this name that has no file yet.
    void adoptUnsaved(const QString &name, NotebookData data);
    /// Shows what was not saved when a program ended; it stays unsaved. `stored` is called when it
    /// is journalled anew.
    void adoptRecovered(const RecoveredDocument &document, std::function<void()> stored);

    /// Also while it is saved: what the document is then, the file will perhaps not be, though undo
    /// led back to what it held before.
    [[nodiscard]] bool hasUnsavedChanges();
    /// Takes text that is only on the screen into the notebook, so that isModified() is true of
    /// what is seen.
    void flushPendingEdits() { emit flushRequested(); }
    /// Saves where that needs no question: the document has a file, something to save, and nobody
    /// has to decide about an outside change.
    void saveUnasked();
    void save();
    void saveAs();
    /// The window became active: looks whether somebody changed the file, also where the file
    /// system does not tell.
    void checkFile() { m_watch.check(); }
    /// Asks about unsaved changes; `then` when the window may go. Not called when it was
    /// cancelled.
    void confirmClose(std::function<void()> then);
    /// What somebody else did to the file needs a decision: cell by cell where it is a notebook.
    /// `decided` is called when nothing is left to ask.
    void decideOutsideChange(const std::function<void()> &decided = {});

signals:
    /// Text that is only on the screen must go into the notebook now (connected directly).
    void flushRequested();
    void notebookChanged(sessionbook::Notebook *notebook);
    /// Name, path, modified or saved changed.
    void documentChanged();
    void failed(const sessionbook::Error &error);
    /// The document was just saved as a script, which has no place for the outputs it has.
    void outputsLeftOut();
    /// The file was saved or opened there: for the list of recent files.
    void pathUsed(const QString &path);

private:
    using Then = std::function<void()>;
    /// `base` is what the file holds where that is not `data`.
    void replaceNotebook(NotebookData data, const FileState &state,
                         const std::optional<NotebookData> &base = {});
    [[nodiscard]] JournaledFile journaledFile() const;
    void followNotebook();
    [[nodiscard]] bool hasNothingToSave() const { return m_isAwaitingFile && isPristine(); }
    void saveThen(Then then);
    void chooseThenSave(Then then);
    void takeSaved(const SavedVersion &version);
    void takeFailure(const Error &error, const Then &then);
    void takeChoices(const MergedNotebook &asked, const QList<MergeChoice> &choices,
                     const Then &decided);
    /// The file holds nothing that could be merged; `then` is called after a save.
    void askAboutOutsideChange(const Then &then);

    const ProgramServices &m_services;
    QWidget &m_window;
    std::unique_ptr<Notebook> m_notebook;
    QString m_path;
    QString m_name; ///< shown while there is no path
    QDateTime m_savedAt;
    bool m_isAwaitingFile = false;
    bool m_mayAsk = true; ///< the save was asked for by a person
    bool m_isFresh = true; ///< nothing was loaded into it
    FileWatch m_watch;
    OutsideChanges m_outside;
    DocumentSaver m_saver;
    Journal m_journal;
};

} // namespace sessionbook
