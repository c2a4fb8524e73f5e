#pragma once

#include "BoundedText.h"
#include "ExecutionRequest.h"
#include "pool/kernel/WorkerProtocol.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <string>

namespace sessionbook {

enum class ExecutionStatus { NotStarted, Running, Succeeded, Failed, Canceled };

/// Why an execution did not succeed: a result of it, not an HTTP error.
struct ExecutionFailure
{
    /// PythonError, CommandStartError, KernelDied, SessionDeleted, SessionEnded, Timeout or
    /// Canceled
    QString code;
    QString message;
};

/// Figures of one execution for the timing headers.
struct ExecutionTimes
{
    double allocationMs = 0; ///< until a kernel was there and ready
    double queueMs = 0; ///< until the executions before it were done
    double overallMs = 0;
};

/// One execution as the API tells about it; a value.
///
/// Keeps of the outputs what the plain reply holds: the beginning of both streams and the last
/// result or picture.
class ExecutionRecord
{
public:
    ExecutionRecord() = default;
    ExecutionRecord(QString id, QString identifier, const ExecutionRequest &request);

    /// Takes in a Text or Output message.
    void add(const WorkerMessage &message);
    /// The failure is told in stderr as well, which is all that many clients read; a Python error's
    /// traceback is there already.
    void finish(ExecutionStatus status, std::optional<ExecutionFailure> failure,
                double milliseconds);
    void setStatus(ExecutionStatus status) { m_status = status; }
    void setExecutionCount(int count) { m_executionCount = count; }
    void setExitCode(int code) { m_exitCode = code; }
    void setKernelRestarted() { m_kernelRestarted = true; }
    /// Drops the fields of our own.
    void forgetExtensions()
    {
        m_executionCount.reset();
        m_kernelRestarted = false;
    }
    void setTimes(const ExecutionTimes &times) { m_times = times; }

    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] ExecutionStatus status() const { return m_status; }
    /// It is a command of a shell pool.
    [[nodiscard]] bool isCommand() const { return m_isCommand; }
    [[nodiscard]] bool hasEnded() const { return m_status > ExecutionStatus::Running; }
    [[nodiscard]] double milliseconds() const { return m_milliseconds; }
    /// Of one that has ended.
    [[nodiscard]] const ExecutionTimes &times() const { return m_times; }
    /// About how much memory it takes.
    [[nodiscard]] qint64 sizeBytes() const;
    /// SessionCodeExecutionResource, with our own fields executionCount and kernelRestarted. The
    /// status of a command that has ended is its exit code, -1 where it has none (PROTOCOL §10).
    [[nodiscard]] QJsonObject toJson() const;
    /// The same as text, written without a detour for what the streams hold, and with the digits of
    /// exactResult().
    [[nodiscard]] std::string toJsonText() const;
    /// The result's own digits where it is a number that QJsonValue tells otherwise: 1.0 is 1 to
    /// it. Empty for every other result. A JSON number, whatever the worker sent.
    [[nodiscard]] const QByteArray &exactResult() const { return m_exactResult; }

private:
    [[nodiscard]] QString statusText() const;
    [[nodiscard]] QJsonObject facts() const;
    [[nodiscard]] QJsonObject resultFacts() const;
    [[nodiscard]] QByteArray resultFactsText() const;
    void addFailure();
    void addResult(const QJsonObject &data, const QJsonObject &value);
    void addPicture(const QJsonObject &data);

    QString m_id;
    QString m_identifier;
    QString m_executionType;
    bool m_isCommand = false;
    int m_exitCode = 0;
    ExecutionStatus m_status = ExecutionStatus::NotStarted;
    std::optional<ExecutionFailure> m_failure;
    BoundedText m_stdout;
    BoundedText m_stderr;
    bool m_jupyterFormat = false;
    QJsonValue m_result;
    qint64 m_resultBytes = 0;
    QByteArray m_exactResult;
    double m_milliseconds = 0;
    ExecutionTimes m_times;
    std::optional<int> m_executionCount;
    bool m_kernelRestarted = false;
};

/// The plain encoding of a cell's value (PROTOCOL §5): `value` as the worker described it, `text`
/// its text/plain.
[[nodiscard]] QJsonValue encodedResult(const QJsonObject &value, const QString &text,
                                       bool jupyterFormat);
/// Text without ANSI escape sequences.
[[nodiscard]] QString withoutAnsi(const QString &text);

} // namespace sessionbook
