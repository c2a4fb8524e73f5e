#pragma once

#include "sessions/ExecutionReply.h"
#include "sessions/MessageLines.h"
#include "sessions/PoolDialect.h"
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
    /// Another kernel of the session, which has its own queue: see ServiceVersion::hasEmptyKernel.
    bool inEmptyKernel = false;
    /// Never as a command: a pool of shells refuses it, and is known as one from then on.
    bool asCodeOnly = false;
    bool waitsForRoom = false; ///< in a full pool; else it gives up after a few tries
    /// How long it waits then; nothing: until cancelled.
    std::optional<std::chrono::seconds> longestWait = std::nullopt;
};

/// Runs code in a session, or the same text as a command in a session of a shell pool. Asks a pool
/// that can stream for a stream and reads whatever comes back: messages as they come, one reply at
/// the end, or a reply that says "running", which is then asked for until it is final.
///
/// Back-pressure: reads a bounded piece each turn of the event loop, so a flood of output neither
/// blocks the GUI thread nor grows memory; the pool's writer waits. Never sent twice once it may
/// have begun; while the pool is full, it has not, and waiting() tells of each next try. Python
/// errors and exit codes are a reply, not an error.
class ExecuteCodeJob : public SessionJob
{
    Q_OBJECT
public:
    ExecuteCodeJob(const SessionPlace &place, const QString &code, const ExecuteOptions &options,
                   bool mayStream, QObject *parent = nullptr);

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
    std::optional<RestError> judged(const RestError &error, const QNetworkReply &reply) override;

private:
    [[nodiscard]] QByteArray requestBody();
    [[nodiscard]] QJsonObject codeFields();
    [[nodiscard]] QJsonObject commandFields() const;
    [[nodiscard]] std::chrono::seconds timeout() const;
    [[nodiscard]] std::optional<RestError> takeLines();
    [[nodiscard]] std::optional<RestError> takeLine(const QByteArray &line);
    [[nodiscard]] std::optional<RestError>
    takeReply(const Result<ExecutionReply, RestError> &reply);
    [[nodiscard]] std::optional<RestError> pollAgain();

    QString m_code;
    ExecuteOptions m_options;
    bool m_mayStream;
    PoolKind m_kind;
    bool m_hasChangedKind = false;

    bool m_isStream = false;
    bool m_hasBegun = false;
    MessageLines m_lines;
    std::optional<ExecutionReply> m_reply; ///< final, or the one that names what to poll
    std::chrono::milliseconds m_pollDelay{0};
    std::optional<std::chrono::milliseconds> m_pollDeadline;
};

} // namespace sessionbook
