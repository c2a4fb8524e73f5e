#pragma once

#include "sessions/SessionJob.h"

namespace sessionbook {

/// Interrupts a running execution (an extension of our own pool): the code gets a
/// KeyboardInterrupt, the execution ends as Canceled. NotFound where it has ended already.
class CancelExecutionJob : public SessionJob
{
    Q_OBJECT
public:
    CancelExecutionJob(const SessionPlace &place, const QString &executionId,
                       QObject *parent = nullptr);

    [[nodiscard]] Result<void, RestError> result() const { return outcome(); }

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    QString m_executionId;
};

} // namespace sessionbook
