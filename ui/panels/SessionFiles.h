#pragma once

#include "dialogs/Dialogs.h"
#include "panels/FileRow.h"
#include "sessions/SessionClient.h"

#include <QObject>
#include <QPointer>
#include <QSet>

#include <memory>

class QTemporaryDir;
class QWidget;

namespace sessionbook {

/// The files of one window's session: lists them, sends, fetches and deletes. Everything is a job;
/// nothing blocks.
///
/// Owned by the window; forgets what it knows when the session changes. Failures of single files
/// become rows with a reason, in a full pool both listing and uploads wait; everything else comes
/// by failed() and unreachable().
class SessionFiles : public QObject
{
    Q_OBJECT
public:
    SessionFiles(Dialogs &dialogs, QWidget &window, QObject *parent = nullptr);
    ~SessionFiles() override;

    /// nullptr: no session; uploads wait for the next one.
    void setSession(SessionClient *session);
    [[nodiscard]] bool canUpload() const { return m_session != nullptr; }

    [[nodiscard]] QList<FileRow> rows() const;
    [[nodiscard]] QStringList names() const;

    void refresh();
    /// Checks (UploadPlan), asks about files that exist, queues; what cannot go becomes a row with
    /// its reason.
    void upload(const QStringList &localPaths);
    void download(const QString &name, const QString &localPath);
    void remove(const QStringList &names);
    /// An upload is stopped, a problem's row goes.
    void cancel(const FileRow &row);
    /// Downloads into a temporary directory that lives as long as this; ends in fetchedForDrag() or
    /// failed().
    void fetchForDrag(const QString &name);

signals:
    void changed();
    void uploaded(const QString &remoteName);
    /// The same, with where it came from.
    void sent(const QString &localPath, const QString &remoteName, qint64 sizeBytes);
    void removed(const QString &remoteName);
    void downloaded(const QString &name, const QString &localPath);
    void fetchedForDrag(const QString &localPath);
    void failed(const QString &message);
    /// Nobody answers at the pool's address.
    void unreachable(const sessionbook::RestError &error);

private:
    void planUploads(const QStringList &localPaths);
    void enqueue(const QList<PlannedUpload> &uploads, ConflictChoice choice);
    void listed();
    void uploadEnded(quint64 id);
    void fetch(const QString &name, const QString &localPath, std::function<void()> whenDone);

    Dialogs &m_dialogs;
    QWidget &m_window;
    QPointer<SessionClient> m_session;
    UploadQueue m_uploads;
    QList<SessionFile> m_files;
    QList<RefusedUpload> m_refused;
    QSet<quint64> m_dismissed; ///< failed uploads whose rows were taken away
    QPointer<ListFilesJob> m_listing;
    QStringList
        m_waitingForList; ///< paths whose conflicts cannot be known before the first listing
    bool m_isListed = false;
    bool m_waitsForRoom = false; ///< the listing, in a full pool
    bool m_refreshAgain = false;
    std::unique_ptr<QTemporaryDir> m_dragDirectory;
};

} // namespace sessionbook
