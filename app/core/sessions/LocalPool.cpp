#include "sessions/LocalPool.h"

#include "base/Logging.h"
#include "base/ProcessDeparture.h"
#include "credentials/AccessToken.h"
#include "rest/RestClient.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTimer>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr auto longestStart = 30s;
constexpr auto longestEnd = 5s;
constexpr qsizetype longestAnnouncement = qsizetype{64} * 1024;
constexpr qsizetype longestLastWords = qsizetype{4} * 1024;

QString findProgram()
{
    const QString name = u"sessionbook-pool"_s;
    const QString here = QCoreApplication::applicationDirPath();
    for (const QString &path : {here + u'/' + name, here + u"/../libexec/sessionbook/"_s + name}) {
        if (QFileInfo(path).isExecutable())
            return path;
    }
    return QStandardPaths::findExecutable(name);
}

} // namespace

LocalPool::LocalPool(QString program, QObject *parent)
    : QObject(parent)
    , m_program(std::move(program))
{
}

LocalPool::~LocalPool()
{
    letGo();
}

QString LocalPool::program() const
{
    return m_program.isEmpty() ? findProgram() : m_program;
}

qint64 LocalPool::processId() const
{
    return m_process ? m_process->processId() : 0;
}

void LocalPool::start()
{
    if (m_state == State::Starting || m_state == State::Running)
        return;
    m_announcement.clear();
    m_lastWords.clear();
    m_error = {};
    setState(State::Starting);

    const int number = ++m_startNumber;
    QTimer::singleShot(longestStart, this, [this, number] {
        if (number == m_startNumber && m_state == State::Starting)
            fail(u"it did not say where it listens"_s);
    });
    m_process = std::make_unique<QProcess>();
    // A session of its own: Ctrl+C in our terminal is for us, and the pool must outlive it until
    // the cells are saved.
    m_process->setChildProcessModifier([] { ::setsid(); });
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this,
            &LocalPool::readAnnouncement);
    connect(m_process.get(), &QProcess::readyReadStandardError, this, &LocalPool::collectLastWords);
    connect(m_process.get(), &QProcess::finished, this, &LocalPool::processEnded);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(m_process->errorString());
    });
    // A missing program is reported like one that fails to start: from the event loop, by QProcess.
    const QString path = program();
    m_process->start(path.isEmpty() ? u"sessionbook-pool"_s : path, QStringList());
}

void LocalPool::stop()
{
    letGo();
    setState(State::Stopped);
}

void LocalPool::readAnnouncement()
{
    const QByteArray bytes = m_process->readAllStandardOutput();
    if (m_state != State::Starting)
        return; // nothing else is promised; reading keeps the pipe empty
    m_announcement += bytes;
    const qsizetype end = m_announcement.indexOf('\n');
    if (end < 0) {
        if (m_announcement.size() > longestAnnouncement)
            fail(u"it did not say where it listens"_s);
        return;
    }
    const QJsonObject said = QJsonDocument::fromJson(m_announcement.left(end)).object();
    m_announcement.clear();
    m_endpoint = QUrl(said.value("endpoint"_L1).toString(), QUrl::StrictMode);
    m_token = Secret(said.value("token"_L1).toString().toUtf8());
    if (!RestClient::maySendTokenTo(m_endpoint) || !RestClient::isLoopback(m_endpoint)
        || !isUsableToken(m_token))
        return fail(u"it said nothing usable about where it listens"_s);
    qCDebug(lcSessions) << "local pool at port" << m_endpoint.port();
    setState(State::Running);
}

void LocalPool::collectLastWords()
{
    m_lastWords += m_process->readAllStandardError();
    m_lastWords = m_lastWords.right(longestLastWords);
}

void LocalPool::processEnded()
{
    collectLastWords();
    const QString words = QString::fromUtf8(m_lastWords).trimmed();
    const QString exit = m_process->exitStatus() == QProcess::CrashExit
        ? u"it was killed or crashed"_s
        : u"it ended with exit code %1"_s.arg(m_process->exitCode());
    fail(words.isEmpty() ? exit : words);
}

void LocalPool::fail(const QString &detail)
{
    letGo();
    m_error = {.kind = ErrorKind::ProcessFailed, .detail = detail, .path = program()};
    setState(State::Failed);
}

// Closing its standard input asks the pool to end and to remove what it made; waiting for that here
// would block, and killing it would leave its directories behind. Only a pool that does not listen
// is killed, if we still run then.
void LocalPool::letGo()
{
    m_endpoint.clear();
    m_token = {};
    if (!m_process)
        return;
    m_process->disconnect(this);
    if (m_process->state() != QProcess::NotRunning) {
        QTimer::singleShot(longestEnd, m_process.get(), &QProcess::kill);
        m_process->closeReadChannel(QProcess::StandardOutput);
        m_process->closeReadChannel(QProcess::StandardError);
        m_process->closeWriteChannel();
    }
    letDepart(std::move(m_process));
}

void LocalPool::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    emit stateChanged(state);
}

} // namespace sessionbook
