#pragma once

#include "sessions/SessionJob.h"

namespace sessionbook {

/// Gives the session a new kernel and keeps its files (an extension of our own pool).
class RestartSessionJob : public SessionJob
{
    Q_OBJECT
public:
    explicit RestartSessionJob(const SessionPlace &place, QObject *parent = nullptr);

    [[nodiscard]] Result<void, RestError> result() const { return outcome(); }

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;
};

} // namespace sessionbook
