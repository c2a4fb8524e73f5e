#pragma once

#include <QJsonValue>
#include <QString>

#include <optional>

namespace sessionbook {

enum class ExecutionStatus { NotStarted, Running, Succeeded, Failed, Canceled };

/// The execution resource of the protocol (PROTOCOL §4) as far as a notebook needs it.
struct ExecutionReply
{
    QString id;
    ExecutionStatus status = ExecutionStatus::NotStarted;
    QString standardOutput;
    QString standardError;
    QJsonValue result; ///< executionResult; Undefined where absent (PROTOCOL §5 has the encodings)
    qint64 executionTimeMs = 0;
    QString errorCode; ///< such as "KernelDied" or "Timeout"; empty where there was none
    QString errorMessage;
    std::optional<int> exitCode = {}; ///< of a command; -1 where it has none of its own
    // Extensions of our own pool, absent on a plain one:
    std::optional<int> executionCount;
    bool streamed
        = false; ///< outputs came as messages; standardOutput, standardError and result repeat them
    bool kernelRestarted = false; ///< the kernel of the session was new: earlier state is gone

    /// The service ended it, as it took too long.
    [[nodiscard]] bool ranOutOfTime() const
    {
        return errorCode == QLatin1StringView("Timeout")
            || errorCode == QLatin1StringView("ExecutionTimeout");
    }
};

} // namespace sessionbook
