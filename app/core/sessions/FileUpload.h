#pragma once

#include "rest/RestError.h"
#include "sessions/UploadPlan.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace sessionbook {

class RestJob;
class SessionClient;

/// One upload from its first byte to its end: sends the file and, when that fails or is cancelled
/// with a part of it on the way, removes what the session may have of it. A full pool is asked
/// until it has room. finished() exactly once, from the event loop. Owned by UploadQueue.
class FileUpload : public QObject
{
    Q_OBJECT
public:
    /// `session` must live when start() is called; when it goes during the upload, that fails.
    FileUpload(SessionClient &session, const PlannedUpload &upload, QObject *parent = nullptr);
    ~FileUpload() override;

    void start();
    void cancel();
    /// Nothing after success; valid after finished().
    [[nodiscard]] const std::optional<RestError> &error() const { return m_error; }

signals:
    void progressed(qint64 sentBytes);
    /// The pool has no session free; it is sent when there is one.
    void waitingForRoom();
    void finished();

private:
    enum class State { New, Sending, Removing, Finished };

    void uploadEnded();
    [[nodiscard]] bool sessionMayHoldAPart() const;
    void removePart();
    void sessionGone();
    void finish();

    QPointer<SessionClient> m_session;
    PlannedUpload m_upload;
    State m_state = State::New;
    RestJob *m_job = nullptr; ///< the one under way
    bool m_hasSent = false;
    std::optional<RestError> m_error;
};

} // namespace sessionbook
