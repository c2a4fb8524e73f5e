#pragma once

#include "sessions/SessionJob.h"

#include <QSaveFile>

#include <memory>

namespace sessionbook {

/// Fetches a file of the session to this computer without holding it in memory. The local file
/// appears whole or not at all; an older one of the same name stays until then.
class DownloadFileJob : public SessionJob
{
    Q_OBJECT
public:
    /// `remoteName` is relative to /mnt/data and may hold directories.
    DownloadFileJob(const SessionPlace &place, const QString &remoteName, const QString &localPath,
                    QObject *parent = nullptr);
    ~DownloadFileJob() override;

    [[nodiscard]] const QString &localPath() const { return m_localPath; }
    [[nodiscard]] Result<void, RestError> result() const { return outcome(); }

protected:
    Result<Request, RestError> request() override;
    void dataAvailable(QNetworkReply &reply) override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    [[nodiscard]] RestError localFileError() const;

    QString m_remoteName;
    QString m_localPath;
    std::unique_ptr<QSaveFile> m_file;
};

} // namespace sessionbook
