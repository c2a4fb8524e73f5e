#pragma once

#include "rest/RestJob.h"
#include "sessions/ExecutionReply.h"

#include <QJsonObject>

namespace sessionbook {

struct ExecuteOptions;

/// Runs code in a session. Asks a pool that can stream for a stream and reads whatever comes back: messages as they come, or
/// one reply at the end.
///
/// Back-pressure: reads a bounded piece each turn of the event loop, so a flood of output neither blocks the GUI thread nor
/// grows memory; the pool's writer waits. Never sent twice once it may have begun. Python errors are a reply, not an error.
class ExecuteCodeJob : public RestJob
{
    Q_OBJECT
public:
    ExecuteCodeJob(RestClient &client, const QString &identifier, const QString &code,
                   const ExecuteOptions &options, bool mayStream, QObject *parent = nullptr);

    [[nodiscard]] Result<ExecutionReply, RestError> result() const;

signals:
    /// One message of the stream extension: its "type" is "stream", "display_data", "update_display_data", "clear_output",
    /// "execute_result" or "error" (ARCHITECTURE §8). Checked to be an object with a type; nothing more.
    void messageReceived(const QJsonObject &message);
    /// The pool has begun: output will follow.
    void begun();

protected:
    Result<Request, RestError> request() override;
    void dataAvailable(QNetworkReply &reply) override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;
};

} // namespace sessionbook
