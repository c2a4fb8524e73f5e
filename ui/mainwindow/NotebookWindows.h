#pragma once

#include "base/Error.h"
#include "document/OpenDocuments.h"
#include "document/ProgramServices.h"
#include "mainwindow/RecoveryFlow.h"
#include "document/UnfinishedMerge.h"
#include "notebook/files/NotebookFile.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>

namespace sessionbook {

class MainWindow;
class NotebookController;

/// The windows of the program, one for each notebook: makes them, finds the right one for a file,
/// ends the program in order.
///
/// A file is loaded before a window is made for it, so that one that cannot be read changes
/// nothing; one with conflict markers of git is asked about first. Windows delete themselves.
class NotebookWindows : public QObject
{
    Q_OBJECT
public:
    explicit NotebookWindows(const ProgramServices &services, QObject *parent = nullptr);
    ~NotebookWindows() override;

    MainWindow *newWindow();
    /// A window whose empty cell takes what is typed: in command mode the first letters of a
    /// newcomer's code would be commands.
    MainWindow *newNotebook();
    /// In the window that shows it already, in `origin` where that is pristine, else in a new one.
    /// Errors show in `origin`.
    void open(const QString &path, MainWindow *origin);
    void openTour(MainWindow *origin);
    /// Offers what programs left that ended before their notebooks were saved.
    void offerRecovery(MainWindow &origin) { m_recovery.offerAll(origin); }
    /// Closes all windows; asks first where work would be lost, and stops when one question is
    /// cancelled.
    void quit();
    [[nodiscard]] QList<MainWindow *> windows() const;

signals:
    /// The last window is gone and every session that can be ended has been.
    void finished();

private:
    /// `origin` waits for the file: shows so, unless that is over at once, with a way to give up.
    void showWait(const QString &path, MainWindow &origin, QObject &load);
    void opened(const QString &path, const Result<LoadedNotebook> &loaded, MainWindow *origin);
    /// Whether the file holds what is shown, or that was made of it and is not saved yet.
    enum class Content { OfFile, Unsaved };
    /// Returns the window that shows it now; null where one did already, or a question stands.
    MainWindow *adopt(const QString &path, const LoadedNotebook &loaded, Content content,
                      MainWindow *origin);
    static void markUnsaved(NotebookController &document);
    void askAboutOpenElsewhere(const QString &path, const LoadedNotebook &loaded, Content content,
                               const QString &address, MainWindow *origin);
    static void bringToFront(MainWindow &window);
    /// It was refused: perhaps git left it so.
    void openUnfinished(const QString &path, const Error &refusal, MainWindow &origin);
    [[nodiscard]] MainWindow *windowShowing(const QString &path) const;
    MainWindow *pristineOrNew(MainWindow *origin);
    void showRecovered(const OrphanDocument &orphan, MainWindow *origin);
    void finishIfAllGone();
    void confirmNext(QList<QPointer<MainWindow>> waiting);
    [[nodiscard]] QList<QPointer<MainWindow>> unconfirmed() const;

    const ProgramServices &m_services;
    RecoveryFlow m_recovery;
    OpenDocuments m_openDocuments;
    UnfinishedMerge m_unfinishedMerge;
    QHash<MainWindow *, quint64> m_confirmed; ///< on quitting: the revision that may be closed
    QList<MainWindow *> m_windows; ///< each takes itself out when it is destroyed
};

} // namespace sessionbook
