#pragma once

#include "sessions/SessionInfo.h"
#include "sessions/SessionJob.h"

namespace sessionbook {

/// Asks whether the session exists and until when. NotFound where there is none (yet, or any more).
class GetSessionJob : public SessionJob
{
    Q_OBJECT
public:
    explicit GetSessionJob(const SessionPlace &place, QObject *parent = nullptr);

    [[nodiscard]] Result<SessionInfo, RestError> result() const;

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    SessionInfo m_info;
};

} // namespace sessionbook
