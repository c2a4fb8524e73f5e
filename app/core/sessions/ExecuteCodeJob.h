#pragma once

#include "sessions/ExecutionReply.h"
#include "sessions/MessageLines.h"
#include "sessions/SessionJob.h"

#include <QJsonObject>

#include <chrono>
#include <optional>

namespace sessionbook {

struct ExecuteOptions
{
    std::chrono::seconds timeout{0}; ///< of the execution, 0: as long as the pool allows
    QString operationId = {}; ///< our own name for the execution, so that it can be cancelled
                              ///< before its reply
    bool inEmptyKernel = false; ///< another kernel of the session, which has its own queue
};

/// Runs code in a session. Asks a pool that can stream for a stream and reads whatever comes back:
/// messages as they come, one reply at the end, or a reply that says "running", which is then asked
/// for until it is final.
///
/// Back-pressure: reads a bounded piece each turn of the event loop, so a flood of output neither
/// blocks the GUI thread nor grows memory; the pool's writer waits. Never sent twice once it may
/// have begun. Python errors are a reply, not an error.
class ExecuteCodeJob : public SessionJob
{
    Q_OBJECT
public:
    ExecuteCodeJob(RestClient &client, const QString &identifier, const QString &code,
                   const ExecuteOptions &options, bool mayStream, QObject *parent = nullptr);

    [[nodiscard]] Result<ExecutionReply, RestError> result() const;

signals:
    /// One message of the stream extension: its "type" is "stream", "display_data",
    /// "update_display_data", "clear_output", "execute_result" or "error" (ARCHITECTURE §8).
    /// Checked to be an object with a type; nothing more.
    void messageReceived(const QJsonObject &message);
    /// The pool has begun: output will follow. Only from a pool that streams.
    void begun();

protected:
    Result<Request, RestError> request() override;
    void replyStarted(QNetworkReply &reply) override;
    void dataAvailable(QNetworkReply &reply) override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    [[nodiscard]] QByteArray requestBody() const;
    [[nodiscard]] std::optional<RestError> takeLines();
    [[nodiscard]] std::optional<RestError> takeLine(const QByteArray &line);
    [[nodiscard]] std::optional<RestError>
    takeReply(const Result<ExecutionReply, RestError> &reply);
    [[nodiscard]] std::optional<RestError> pollAgain();

    QString m_code;
    ExecuteOptions m_options;
    bool m_mayStream;

    bool m_isStream = false;
    bool m_hasBegun = false;
    MessageLines m_lines;
    std::optional<ExecutionReply> m_reply; ///< final, or the one that names what to poll
    std::chrono::milliseconds m_pollDelay{0};
    std::optional<std::chrono::milliseconds> m_pollDeadline;
};

} // namespace sessionbook
