#include "ExecutionDriver.h"

#include "StopFailure.h"

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

ExecutionDriver::ExecutionDriver(std::shared_ptr<KernelProcess> kernel, ExecutionControl &control,
                                 ExecutionRecord &record, OutputSink *sink)
    : m_kernel(std::move(kernel))
    , m_control(control)
    , m_record(record)
    , m_sink(sink)
    , m_started(Steady::now())
{
}

bool ExecutionDriver::run(const ExecutionRequest &request, std::chrono::seconds timeout)
{
    m_control.attach(m_kernel);
    if (!m_kernel->execute(request.command ? commandRequestLine(m_record.id(), *request.command)
                                           : executeRequestLine(m_record.id(), request.code)))
        finishWithoutKernel();
    while (!m_finished) {
        const KernelEvent event = m_kernel->nextEvent(100ms);
        if (const auto *message = std::get_if<WorkerMessage>(&event))
            handle(*message);
        else if (const auto *babble = std::get_if<KernelBabble>(&event))
            handle(*babble);
        else if (std::holds_alternative<KernelEnded>(event))
            finishWithoutKernel();
        else if (m_sink != nullptr && !m_sink->isConnected())
            m_sink = nullptr, m_control.stop(StopReason::ClientGone);
        if (timeout > 0s && Steady::now() - m_started > timeout
            && m_control.stopReason() == StopReason::None)
            m_control.stop(StopReason::Timeout);
        m_control.enforce();
    }
    m_control.end();
    return m_kernelUsable;
}

void ExecutionDriver::handle(const WorkerMessage &message)
{
    switch (message.type) {
    case WorkerMessage::Type::Ready:
        return;
    case WorkerMessage::Type::Busy:
        m_control.begin();
        return;
    case WorkerMessage::Type::Text:
    case WorkerMessage::Type::Output:
        pass(message);
        return;
    case WorkerMessage::Type::Done:
        if (message.content["id"_L1] == m_record.id())
            finishCell(message.content);
        return;
    }
}

void ExecutionDriver::handle(const KernelBabble &babble)
{
    pass(textMessage(
        TextStream::Stderr,
        babble.tooLong ? "[Output left out: it was larger than a message may be]\n"_ba
                       : "[Output left out: the session sent something that is no message]\n"_ba));
}

void ExecutionDriver::pass(const WorkerMessage &message)
{
    m_record.add(message);
    if (m_sink == nullptr || m_sink->write(message))
        return;
    m_sink = nullptr;
    m_control.stop(StopReason::ClientGone);
}

void ExecutionDriver::finishCell(const QJsonObject &done)
{
    m_finished = true;
    m_kernelUsable = !done["exiting"_L1].toBool();
    if (m_record.isCommand())
        m_record.setExitCode(done["exit_code"_L1].toInt(-1));
    else
        m_record.setExecutionCount(done["execution_count"_L1].toInt());
    const double milliseconds = done["milliseconds"_L1].toDouble(elapsedMilliseconds());
    if (done["status"_L1] == "ok"_L1) {
        m_record.finish(ExecutionStatus::Succeeded, std::nullopt, milliseconds);
        return;
    }
    const auto failure = ownStopFailure().value_or(ownFailure(done["error"_L1].toObject()));
    m_record.finish(statusOf(failure), failure, milliseconds);
}

ExecutionFailure ExecutionDriver::ownFailure(const QJsonObject &error) const
{
    const QString what = error["evalue"_L1].toString().left(4096);
    if (m_record.isCommand())
        return {u"CommandStartError"_s, what};
    return {u"PythonError"_s, u"%1: %2"_s.arg(error["ename"_L1].toString(u"Error"_s), what)};
}

void ExecutionDriver::finishWithoutKernel()
{
    m_finished = true;
    m_kernelUsable = false;
    const QString why = m_kernel->killReason();
    const QString who = m_record.isCommand() ? u"The shell of the session"_s
                                             : u"The Python process of the session"_s;
    const QString message = why.isEmpty()
        ? u"%1 ended with %2."_s.arg(who, m_kernel->exitReason().text())
        : u"%1 was ended because %2."_s.arg(who, why);
    const auto failure = ownStopFailure().value_or(ExecutionFailure{u"KernelDied"_s, message});
    m_record.finish(statusOf(failure), failure, elapsedMilliseconds());
}

std::optional<ExecutionFailure> ExecutionDriver::ownStopFailure() const
{
    auto failure = stopFailure(m_control);
    if (failure && !m_kernelUsable && sessionLivesOn(m_control.stopReason()))
        failure->message += m_record.isCommand() ? u" The session's background processes ended."_s
                                                 : u" The session's variables are lost."_s;
    return failure;
}

double ExecutionDriver::elapsedMilliseconds() const
{
    return std::chrono::duration<double, std::milli>(Steady::now() - m_started).count();
}

} // namespace sessionbook
