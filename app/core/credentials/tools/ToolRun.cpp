#include "credentials/tools/ToolRun.h"

#include "base/ProcessDeparture.h"

#include <QFileInfo>
#include <QObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTimer>

#include <csignal>
#include <memory>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

using Callback = std::function<void(Result<ToolResult, SourceFailure>)>;
using Failure = SourceFailure;

constexpr qint64 maximumOutput = qint64{256} * 1024;

QProcessEnvironment quietEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"AZURE_CORE_NO_COLOR"_s, u"true"_s);
    environment.insert(u"NO_COLOR"_s, u"1"_s);
    return environment;
}

// One run of the tool: a child of the one who waits, gone with the answer.
class ToolRun final : public QObject
{
public:
    ToolRun(QObject *context, Callback callback)
        : QObject(context)
        , m_callback(std::move(callback))
    {
        connect(m_process.get(), &QProcess::finished, this, &ToolRun::readResult);
        connect(m_process.get(), &QProcess::errorOccurred, this,
                [this](QProcess::ProcessError error) {
                    if (error == QProcess::FailedToStart)
                        answer(Failure::unavailable(u"it could not be started"_s));
                });
        connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &ToolRun::collect);
        connect(m_process.get(), &QProcess::readyReadStandardError, this, &ToolRun::collect);
    }

    ~ToolRun() override
    {
        m_process->disconnect(this);
        killAll();
        letDepart(std::move(m_process));
    }

    void start(const ToolCommand &command)
    {
        m_process->setProcessEnvironment(quietEnvironment());
        // It must not ask a person who cannot see it, nor load what lies in somebody's folder.
        m_process->setStandardInputFile(QProcess::nullDevice());
        m_process->setWorkingDirectory(u"/"_s);
        // `az` is a script that starts Python: a group of its own lets us end both.
        m_process->setChildProcessModifier([] { ::setpgid(0, 0); });
        QTimer::singleShot(command.timeout, this,
                           [this] { answer(Failure::unavailable(u"it took too long"_s)); });
        m_process->start(command.program, command.arguments);
    }

private:
    void collect()
    {
        m_output += m_process->readAllStandardOutput();
        m_errors += m_process->readAllStandardError();
        if (m_output.size() + m_errors.size() > maximumOutput)
            answer(Failure::unavailable(u"its output is too long"_s));
    }

    void readResult(int exitCode, QProcess::ExitStatus status)
    {
        collect();
        if (status != QProcess::NormalExit)
            return answer(Failure::unavailable(u"it crashed"_s));
        answer(ToolResult{exitCode, Secret(m_output), m_errors});
    }

    void answer(const Result<ToolResult, SourceFailure> &result)
    {
        if (!m_callback)
            return;
        deleteLater();
        std::exchange(m_callback, nullptr)(result);
    }

    void killAll()
    {
        const qint64 id = m_process->processId();
        if (id > 0)
            ::kill(-static_cast<pid_t>(id), SIGKILL);
    }

    Callback m_callback;
    std::unique_ptr<QProcess> m_process = std::make_unique<QProcess>();
    QByteArray m_output;
    QByteArray m_errors;
};

} // namespace

void runTool(const ToolCommand &command, QObject *context, Callback callback)
{
    ToolCommand found = command;
    if (!command.program.contains(u'/'))
        found.program = QStandardPaths::findExecutable(command.program);
    if (found.program.isEmpty())
        return callback(Failure::unavailable(u"%1 is not installed"_s.arg(command.program)));
    auto *run = new ToolRun(context, std::move(callback));
    run->start(found);
}

} // namespace sessionbook
