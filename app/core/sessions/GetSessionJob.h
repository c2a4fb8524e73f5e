#pragma once

#include "sessions/SessionJob.h"

#include <QDateTime>

namespace sessionbook {

struct SessionInfo
{
    QString identifier;
    QDateTime createdAt;
    QDateTime lastAccessedAt;
    QDateTime expiresAt;

    bool operator==(const SessionInfo &) const = default;
};

/// Asks whether the session exists and until when. NotFound where there is none (yet, or any more).
class GetSessionJob : public SessionJob
{
    Q_OBJECT
public:
    GetSessionJob(RestClient &client, const QString &identifier, QObject *parent = nullptr);

    [[nodiscard]] Result<SessionInfo, RestError> result() const;

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    SessionInfo m_info;
};

} // namespace sessionbook
