#pragma once

#include "sessions/SessionJob.h"

namespace sessionbook {

/// Fetches a small file of the session into memory, in one attempt: whoever polls asks again
/// anyway.
class SegmentJob : public SessionJob
{
    Q_OBJECT
public:
    /// `remoteName` is relative to /mnt/data.
    SegmentJob(const SessionPlace &place, const QString &remoteName, QObject *parent = nullptr);

    [[nodiscard]] Result<QByteArray, RestError> result() const;

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    QString m_remoteName;
    QByteArray m_bytes;
};

} // namespace sessionbook
