#pragma once

#include "rest/RestError.h"
#include "sessions/UploadPlan.h"

#include <QList>
#include <QObject>
#include <QPointer>

#include <memory>
#include <vector>

namespace sessionbook {

class SessionClient;

enum class UploadState { Waiting, Sending, Done, Failed, Cancelled };

struct Upload
{
    quint64 id = 0;
    QString localPath;
    QString remoteName;
    qint64 sizeBytes = 0;
    qint64 sentBytes = 0;
    UploadState state = UploadState::Waiting;
    bool waitsForRoom = false; ///< Sending, but the pool is full
    RestError error = {}; ///< for Failed
};

/// Sends files to a session, two at a time; each ends in exactly one uploadFinished(). Owned by the
/// window; deleting it aborts what is under way. A cancelled or failed upload leaves no partial
/// file in the session.
class UploadQueue : public QObject
{
    Q_OBJECT
public:
    explicit UploadQueue(QObject *parent = nullptr);
    ~UploadQueue() override;

    /// Uploads added later go to `session`; nullptr: they wait. What is under way stays with its
    /// own session.
    void setSession(SessionClient *session);
    quint64 add(const PlannedUpload &upload);
    void cancel(quint64 id);
    void cancelAll();
    /// Forgets the finished, failed and cancelled ones.
    void clearEnded();
    [[nodiscard]] QList<Upload> uploads() const;

signals:
    void uploadAdded(quint64 id);
    void uploadProgressed(quint64 id);
    void uploadFinished(quint64 id);

private:
    struct Entry;

    [[nodiscard]] Entry *find(quint64 id);
    void startWaiting();
    void startUpload(Entry &entry);
    void finish(quint64 id, UploadState state, const RestError &error);

    std::vector<std::unique_ptr<Entry>> m_entries;
    QPointer<SessionClient> m_session;
    quint64 m_lastId = 0;
};

} // namespace sessionbook
