#pragma once

#include "rest/MultipartBody.h"
#include "sessions/SessionFile.h"
#include "sessions/SessionJob.h"

#include <memory>

namespace sessionbook {

/// Sends a file into the session, replacing one of the same name, without holding it in memory;
/// repeated from the start after a passing fault. Succeeds only when the service says that it has
/// as many bytes as were sent.
class UploadFileJob : public SessionJob
{
    Q_OBJECT
public:
    /// `remoteName` is relative to /mnt/data and may hold directories.
    UploadFileJob(const SessionPlace &place, const QString &localPath, const QString &remoteName,
                  QObject *parent = nullptr);
    ~UploadFileJob() override;

    [[nodiscard]] Result<SessionFile, RestError> result() const;

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    QString m_localPath;
    QString m_remoteName;
    std::unique_ptr<MultipartBody> m_body;
    SessionFile m_uploaded;
};

} // namespace sessionbook
