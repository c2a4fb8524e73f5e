#pragma once

#include "sessions/SessionJob.h"

namespace sessionbook {

/// Ends the session and frees its place in the pool. NotFound where there is none.
class DeleteSessionJob : public SessionJob
{
    Q_OBJECT
public:
    explicit DeleteSessionJob(const SessionPlace &place, QObject *parent = nullptr);

    [[nodiscard]] Result<void, RestError> result() const { return outcome(); }

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;
};

} // namespace sessionbook
