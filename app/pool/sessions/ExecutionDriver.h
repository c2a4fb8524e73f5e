#pragma once

#include "ExecutionControl.h"
#include "ExecutionRecord.h"

#include <chrono>
#include <memory>
#include <optional>

namespace sessionbook {

/// Where the outputs of a streamed execution go. Called in the thread that runs the execution; may
/// block, and then the session waits.
class OutputSink
{
public:
    virtual ~OutputSink() = default;
    /// False when nobody reads any more.
    virtual bool write(const WorkerMessage &output) = 0;
    [[nodiscard]] virtual bool isConnected() const = 0;
};

/// Runs one cell or command in a kernel that is ready, from the request to its end, and fills in
/// the record.
///
/// Lives in the calling thread and blocks it. Returns whether the kernel can run further cells.
class ExecutionDriver
{
public:
    ExecutionDriver(std::shared_ptr<KernelProcess> kernel, ExecutionControl &control,
                    ExecutionRecord &record, OutputSink *sink);

    /// `timeout` of zero: none.
    [[nodiscard]] bool run(const ExecutionRequest &request, std::chrono::seconds timeout);

private:
    void handle(const WorkerMessage &message);
    void handle(const KernelBabble &babble);
    void pass(const WorkerMessage &message);
    void finishCell(const QJsonObject &done);
    [[nodiscard]] ExecutionFailure ownFailure(const QJsonObject &error) const;
    void finishWithoutKernel();
    [[nodiscard]] std::optional<ExecutionFailure> ownStopFailure() const;
    [[nodiscard]] double elapsedMilliseconds() const;

    std::shared_ptr<KernelProcess> m_kernel;
    ExecutionControl &m_control;
    ExecutionRecord &m_record;
    OutputSink *m_sink;
    std::chrono::steady_clock::time_point m_started;
    bool m_finished = false;
    bool m_kernelUsable = true;
};

} // namespace sessionbook
