#include "credentials/CommandLineToolSource.h"

#include "base/ProcessDeparture.h"
#include "credentials/ToolOutput.h"

#include <QObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTimer>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qint64 maximumOutput = qint64{256} * 1024;

RestError noCredential(const QString &detail)
{
    return {RestError::Kind::NoCredential, 0, {}, detail};
}

// One run of the tool: a child of the one who waits, gone with the answer.
class ToolRun final : public QObject
{
public:
    ToolRun(QObject *context, CredentialSource::Callback callback)
        : QObject(context)
        , m_callback(std::move(callback))
    {
        connect(m_process.get(), &QProcess::finished, this, &ToolRun::readResult);
        connect(m_process.get(), &QProcess::errorOccurred, this,
                [this](QProcess::ProcessError error) {
                    if (error == QProcess::FailedToStart)
                        answer(noCredential(u"it could not be started"_s));
                });
        connect(m_process.get(), &QProcess::readyReadStandardOutput, this, [this] { collect(); });
        connect(m_process.get(), &QProcess::readyReadStandardError, this, [this] { collect(); });
    }

    ~ToolRun() override
    {
        m_process->disconnect(this);
        killAll();
        letDepart(std::move(m_process));
    }

    void start(const QString &program, std::chrono::milliseconds timeout)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"AZURE_CORE_NO_COLOR"_s, u"true"_s);
        m_process->setProcessEnvironment(environment);
        m_process->setStandardInputFile(
            QProcess::nullDevice()); // it must not ask a person who cannot see it
        // `az` is a script that starts Python: a group of its own lets us end both.
        m_process->setChildProcessModifier([] { ::setpgid(0, 0); });
        QTimer::singleShot(timeout, this, [this] { answer(noCredential(u"it took too long"_s)); });
        m_process->start(program,
                         {u"account"_s, u"get-access-token"_s, u"--resource"_s,
                          u"https://dynamicsessions.io"_s, u"--output"_s, u"json"_s});
    }

private:
    void collect()
    {
        m_output += m_process->readAllStandardOutput();
        m_errors += m_process->readAllStandardError();
        if (m_output.size() + m_errors.size() > maximumOutput)
            answer(noCredential(u"its output is too long"_s));
    }

    void readResult(int exitCode, QProcess::ExitStatus status)
    {
        collect();
        if (status != QProcess::NormalExit)
            return answer(noCredential(u"it crashed"_s));
        if (exitCode != 0)
            return answer(toolFailure(exitCode, m_errors));
        answer(readToolToken(m_output));
    }

    void answer(const Result<AccessToken, RestError> &result)
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

    CredentialSource::Callback m_callback;
    std::unique_ptr<QProcess> m_process = std::make_unique<QProcess>();
    QByteArray m_output;
    QByteArray m_errors;
};

} // namespace

CommandLineToolSource::CommandLineToolSource(QString program, std::chrono::milliseconds timeout)
    : m_program(std::move(program))
    , m_timeout(timeout)
{
}

QString CommandLineToolSource::name() const
{
    return u"Azure CLI"_s;
}

void CommandLineToolSource::fetch(QObject *context, Callback callback)
{
    const QString program
        = m_program.isEmpty() ? QStandardPaths::findExecutable(u"az"_s) : m_program;
    if (program.isEmpty())
        return callback(noCredential(u"az is not installed"_s));
    auto *run = new ToolRun(context, std::move(callback));
    run->start(program, m_timeout);
}

} // namespace sessionbook
