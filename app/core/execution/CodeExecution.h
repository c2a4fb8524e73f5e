#pragma once

#include "base/Result.h"
#include "rest/RestError.h"
#include "sessions/ExecutionReply.h"

#include <QJsonObject>
#include <QObject>

#include <chrono>

namespace sessionbook {

/// One execution of code in a session, by whichever way the pool allows: ends in exactly one
/// finished(), always from the event loop. Deleting it drops its requests and emits nothing.
class CodeExecution : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void start() = 0;
    /// Ends the waiting, whatever the session goes on doing: finished() as Cancelled.
    virtual void cancel() = 0;
    /// KeyboardInterrupt in the code. May be repeated: code may catch the first one.
    virtual void interrupt() = 0;
    /// After finished().
    [[nodiscard]] virtual Result<ExecutionReply, RestError> result() const = 0;

signals:
    /// One message of the stream extension (ARCHITECTURE §8); checked to be an object with a type,
    /// nothing more.
    void messageReceived(const QJsonObject &message);
    /// It has not begun, for this reason, and is tried again after `delay`.
    void waiting(const sessionbook::RestError &why, std::chrono::milliseconds delay);
    /// An interrupt() could not reach the code, which goes on: only the end of the session stops
    /// it.
    void interruptFailed();
    void finished();
};

} // namespace sessionbook
