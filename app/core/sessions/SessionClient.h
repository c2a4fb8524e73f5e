#pragma once

#include "rest/RestClient.h"
#include "sessions/PoolAbilities.h"
#include "sessions/SessionJobs.h"

#include <QObject>
#include <QString>

namespace sessionbook {

/// One session in one pool: makes the jobs that talk to it. Owns no session: it comes to be with
/// the first request and ends by deleteSession() or by itself. Lives in the GUI thread; jobs are
/// parented to `owner` and not started.
class SessionClient : public QObject
{
    Q_OBJECT
public:
    SessionClient(RestClient &client, QString identifier, QObject *parent = nullptr);

    /// 4 to 128 characters the service accepts, unguessable: "sessionbook-" and a UUID.
    [[nodiscard]] static QString newIdentifier();

    [[nodiscard]] const QString &identifier() const { return m_place.identifier; }
    [[nodiscard]] RestClient &rest() const { return m_place.client; }
    /// For jobs that are made elsewhere.
    [[nodiscard]] const SessionPlace &place() const { return m_place; }
    [[nodiscard]] const PoolAbilities &abilities() const { return m_abilities; }
    /// What discovery answered. `version` is passed over, and `kind` once the pool was seen to take
    /// one: what its replies showed counts.
    void setAbilities(const PoolAbilities &abilities);
    /// What versionFound() told another time: asked for first, but by poolMetadata().
    void rememberVersion(const QString &apiVersion);
    /// "Send code exactly as written": no helper shall be in its kernels.
    void setSendsExactly(bool exactly) { m_sendsExactly = exactly; }
    /// Whether cells run through a helper in the kernel (app/core/helper): what a pool that streams
    /// does by itself.
    [[nodiscard]] bool takesHelper() const
    {
        return !m_abilities.stream && !m_sendsExactly && m_abilities.kind == PoolKind::Python;
    }

    virtual ExecuteCodeJob *executeCode(const QString &code, const ExecuteOptions &options,
                                        QObject *owner);
    /// nullptr where the pool cannot cancel.
    virtual CancelExecutionJob *cancelExecution(const QString &executionId, QObject *owner);
    /// nullptr where the pool cannot restart a kernel and keep the files.
    virtual RestartSessionJob *restartSession(QObject *owner);
    virtual DeleteSessionJob *deleteSession(QObject *owner);
    virtual PoolMetadataJob *poolMetadata(QObject *owner);
    virtual GetSessionJob *session(QObject *owner);
    virtual ListSessionsJob *listSessions(QObject *owner);

    virtual ListFilesJob *listFiles(QObject *owner);
    virtual UploadFileJob *uploadFile(const QString &localPath, const QString &remoteName,
                                      QObject *owner);
    virtual DownloadFileJob *downloadFile(const QString &remoteName, const QString &localPath,
                                          QObject *owner);
    virtual DeleteFileJob *deleteFile(const QString &remoteName, QObject *owner);

signals:
    void abilitiesChanged(const sessionbook::PoolAbilities &abilities);
    /// The pool took this version: worth remembering with it.
    void versionFound(const QString &apiVersion);

private:
    void followDialect();

    SessionPlace m_place;
    PoolAbilities m_abilities;
    bool m_sendsExactly = false;
};

} // namespace sessionbook
