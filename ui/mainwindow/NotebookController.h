#pragma once

#include "notebook/files/NotebookFile.h"

#include <QDateTime>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

class QWidget;

namespace sessionbook {

class Dialogs;
class Notebook;
class SettingsStore;

/// The life of one window's document: new, loaded, saved, closed with a question. Disk work happens
/// on worker threads.
///
/// Owns the Notebook; notebookChanged() comes before the old one goes. Nothing is ever lost by a
/// failure: the document stays as it is and failed() tells why.
class NotebookController : public QObject
{
    Q_OBJECT
public:
    NotebookController(Dialogs &dialogs, SettingsStore &settings, QWidget &window,
                       QObject *parent = nullptr);
    ~NotebookController() override;

    [[nodiscard]] Notebook &notebook() const { return *m_notebook; }
    [[nodiscard]] const QString &path() const { return m_path; } ///< empty: never saved
    [[nodiscard]] QString displayName() const;
    /// Never saved, never touched: opening a file may take its place.
    [[nodiscard]] bool isPristine() const;
    [[nodiscard]] bool isSaving() const { return m_isSaving; }
    [[nodiscard]] const QDateTime &savedAt() const
    {
        return m_savedAt;
    } ///< invalid: not in this window

    /// A file may take the place of a pristine document in a moment: saving that one does nothing
    /// meanwhile.
    void setAwaitingFile(bool awaiting) { m_isAwaitingFile = awaiting; }
    /// Shows what was loaded from `path`.
    void adopt(const QString &path, LoadedNotebook loaded);
    /// Shows it as a new document of this name that has no file yet.
    void adoptUnsaved(const QString &name, NotebookData data);

    /// Takes text that is only on the screen into the notebook, so that isModified() is true of
    /// what is seen.
    void flushPendingEdits() { emit flushRequested(); }
    void save();
    void saveAs();
    /// Asks about unsaved changes; `then(true)` when the window may go. Not called when it was
    /// cancelled.
    void confirmClose(std::function<void()> then);

signals:
    /// Text that is only on the screen must go into the notebook now (connected directly).
    void flushRequested();
    void notebookChanged(sessionbook::Notebook *notebook);
    /// Name, path, modified or saved changed.
    void documentChanged();
    void failed(const sessionbook::Error &error);
    /// The file was saved or opened there: for the list of recent files.
    void pathUsed(const QString &path);

private:
    using Then = std::function<void()>;
    struct WaitingSave
    {
        QString path;
        Then then;
    };
    void replaceNotebook(NotebookData data);
    [[nodiscard]] bool hasNothingToSave() const { return m_isAwaitingFile && isPristine(); }
    void saveThen(Then then);
    void chooseThenSave(Then then);
    void saveTo(const QString &path, const FileState &expected, Then then);
    void saveEnded(const QString &path, quint64 revision, const Result<FileState> &result,
                   const Then &then);
    void saveAgain(const Then &then);
    void askAboutOutsideChange(const Then &then);
    void reload();

    Dialogs &m_dialogs;
    SettingsStore &m_settings;
    QWidget &m_window;
    std::unique_ptr<Notebook> m_notebook;
    QString m_path;
    QString m_name; ///< shown while there is no path
    FileState m_fileState;
    QDateTime m_savedAt;
    bool m_isSaving = false;
    std::optional<WaitingSave> m_waitingSave; ///< asked for while another was under way
    bool m_isAwaitingFile = false;
    bool m_isFresh = true; ///< nothing was loaded into it
};

} // namespace sessionbook
