#pragma once

#include "sessions/SessionJob.h"

namespace sessionbook {

/// Deletes a file, or a directory with all in it. `remoteName` is relative to /mnt/data and may
/// hold directories.
class DeleteFileJob : public SessionJob
{
    Q_OBJECT
public:
    DeleteFileJob(const SessionPlace &place, const QString &remoteName, QObject *parent = nullptr);

    [[nodiscard]] Result<void, RestError> result() const { return outcome(); }

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    QString m_remoteName;
};

} // namespace sessionbook
