#include "sessions/LocalPool.h"
#include "sessions/PoolConnection.h"
#include "sessions/SessionClient.h"
#include "sessions/UploadQueue.h"

#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RestError::Kind;

namespace {

constexpr int patience = 30000;

// What one run gave: its reply and the messages before it.
struct Run
{
    Result<ExecutionReply, RestError> result = RestError{};
    QList<QJsonObject> messages;

    [[nodiscard]] QString printed() const
    {
        QString text;
        for (const QJsonObject &message : messages) {
            if (message.value("type"_L1) == "stream"_L1)
                text += message.value("text"_L1).toString();
        }
        return text;
    }
    [[nodiscard]] QJsonObject first(QLatin1StringView type) const
    {
        for (const QJsonObject &message : messages) {
            if (message.value("type"_L1) == type)
                return message;
        }
        return {};
    }
};

} // namespace

/// The client's jobs against the real sessionbook-pool.
class ClientTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void poolTellsWhatItCan();
    void sixTimesSevenAsAStream();
    void sixTimesSevenPlainly();
    void outputArrivesWhileTheCodeRuns();
    void pythonErrorIsAReply();
    void cancelInterruptsAndKeepsVariables();
    void timeoutEndsTheCell();
    void deathOfTheKernelIsToldAndFilesStay();
    void restartForgetsVariablesAndKeepsFiles();
    void filesGoUpAndComeDown_data();
    void filesGoUpAndComeDown();
    void filesInDirectoriesAreListedAndFetched();
    void uploadQueueFillsTheSession();
    void missingFileIsNotFound();
    void endlessOutputIsBoundedAndCanBeCancelled();
    void deletedSessionIsGone();
    void wrongTokenIsUnauthorized();
    void killedPoolIsNoticedAndStartsAgain();

private:
    Run run(const QString &code, const ExecuteOptions &options = {});
    bool finish(RestJob &job);
    [[nodiscard]] QString fileWith(const QByteArray &bytes) const;

    QTemporaryDir m_directory;
    SystemClock m_clock;
    QNetworkAccessManager m_network;
    LocalPool m_pool{QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool")};
    std::unique_ptr<PoolConnection> m_connection;
    std::unique_ptr<SessionClient> m_session;
};

void ClientTest::initTestCase()
{
    m_pool.start();
    QTRY_VERIFY_WITH_TIMEOUT(m_pool.state() != LocalPool::State::Starting, patience);
    QVERIFY2(m_pool.state() == LocalPool::State::Running, qPrintable(m_pool.error().detail));
}

void ClientTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_connection = PoolConnection::toLocalPool(m_pool, m_network, m_clock);
    m_session
        = std::make_unique<SessionClient>(m_connection->rest(), SessionClient::newIdentifier());
    m_session->setAbilities({true, true, true, {}});
}

void ClientTest::cleanup()
{
    const std::unique_ptr<DeleteSessionJob> job(m_session->deleteSession(nullptr));
    job->setRetryPolicy(RetryPolicy::never());
    finish(*job);
    m_session.reset();
    m_connection.reset();
}

bool ClientTest::finish(RestJob &job)
{
    job.start();
    return QTest::qWaitFor([&] { return job.isFinished(); }, patience);
}

Run ClientTest::run(const QString &code, const ExecuteOptions &options)
{
    Run done;
    const std::unique_ptr<ExecuteCodeJob> job(m_session->executeCode(code, options, nullptr));
    connect(job.get(), &ExecuteCodeJob::messageReceived, this,
            [&](const QJsonObject &message) { done.messages.append(message); });
    if (finish(*job))
        done.result = job->result();
    return done;
}

QString ClientTest::fileWith(const QByteArray &bytes) const
{
    QFile file(m_directory.filePath(u"local"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
    return file.fileName();
}

void ClientTest::poolTellsWhatItCan()
{
    const std::unique_ptr<PoolMetadataJob> job(m_session->poolMetadata(nullptr));
    QVERIFY(finish(*job));
    const PoolAbilities abilities = *job->result();
    QVERIFY(abilities.stream && abilities.cancel && abilities.restart);
    QVERIFY(abilities.pythonVersion.startsWith(u"3."_s));
}

void ClientTest::sixTimesSevenAsAStream()
{
    const Run done = run(u"6*7"_s);
    QVERIFY2(done.result.hasValue(), done.result ? "" : qPrintable(done.result.error().detail));
    QCOMPARE(done.result->status, ExecutionStatus::Succeeded);
    QCOMPARE(done.result->result, QJsonValue(42));
    QCOMPARE(done.result->executionCount, 1);
    QVERIFY(done.result->streamed);
    QCOMPARE(done.first("execute_result"_L1).value("data"_L1).toObject().value("text/plain"_L1),
             u"42"_s);
}

void ClientTest::sixTimesSevenPlainly()
{
    m_session->setAbilities({});
    const Run done = run(u"print('hi'); 6*7"_s);
    QVERIFY(done.result.hasValue());
    QCOMPARE(done.result->result, QJsonValue(42));
    QCOMPARE(done.result->standardOutput, u"hi\n"_s);
    QVERIFY(!done.result->streamed);
    QVERIFY(done.messages.isEmpty());
}

void ClientTest::outputArrivesWhileTheCodeRuns()
{
    const std::unique_ptr<ExecuteCodeJob> job(m_session->executeCode(
        u"import time\nprint('now', flush=True)\ntime.sleep(1)"_s, {}, nullptr));
    QSignalSpy messages(job.get(), &ExecuteCodeJob::messageReceived);
    QSignalSpy begun(job.get(), &ExecuteCodeJob::begun);
    job->start();
    QTRY_COMPARE_WITH_TIMEOUT(messages.count(), 1, patience);
    QCOMPARE(begun.count(), 1);
    QVERIFY(!job->isFinished());
    QTRY_VERIFY(job->isFinished());
}

void ClientTest::pythonErrorIsAReply()
{
    const Run done = run(u"1/0"_s);
    QVERIFY(done.result.hasValue());
    QCOMPARE(done.result->status, ExecutionStatus::Failed);
    QCOMPARE(done.first("error"_L1).value("ename"_L1), u"ZeroDivisionError"_s);
    QVERIFY(!done.first("error"_L1).value("traceback"_L1).toArray().isEmpty());
}

void ClientTest::cancelInterruptsAndKeepsVariables()
{
    run(u"kept = 'yes'"_s);
    const std::unique_ptr<ExecuteCodeJob> sleeping(
        m_session->executeCode(u"import time\nprint('asleep', flush=True)\ntime.sleep(100)"_s,
                               {.operationId = u"sleep-1"_s}, nullptr));
    QSignalSpy messages(sleeping.get(), &ExecuteCodeJob::messageReceived);
    sleeping->start();
    QTRY_COMPARE_WITH_TIMEOUT(messages.count(), 1, patience);
    const std::unique_ptr<CancelExecutionJob> cancel(
        m_session->cancelExecution(u"sleep-1"_s, nullptr));
    QVERIFY(finish(*cancel));
    QVERIFY(cancel->result().hasValue());
    QTRY_VERIFY_WITH_TIMEOUT(sleeping->isFinished(), patience);
    QCOMPARE(sleeping->result()->status, ExecutionStatus::Canceled);
    QCOMPARE(run(u"kept"_s).result->result, u"yes"_s);
}

void ClientTest::timeoutEndsTheCell()
{
    const Run done = run(u"import time; time.sleep(100)"_s, {.timeout = 1s, .operationId = {}});
    QVERIFY(done.result.hasValue());
    QCOMPARE(done.result->status, ExecutionStatus::Failed);
    QCOMPARE(done.result->errorCode, u"Timeout"_s);
}

void ClientTest::deathOfTheKernelIsToldAndFilesStay()
{
    const Run dead
        = run(u"open('/mnt/data/kept.txt', 'w').write('x')\nprint('last words', flush=True)\n"
              "import os; os._exit(1)"_s);
    QVERIFY(dead.result.hasValue());
    QCOMPARE(dead.result->status, ExecutionStatus::Failed);
    QCOMPARE(dead.result->errorCode, u"KernelDied"_s);
    QCOMPARE(dead.printed(), u"last words\n"_s);

    const Run next = run(u"open('/mnt/data/kept.txt').read()"_s);
    QCOMPARE(next.result->result, u"x"_s);
    QVERIFY(next.result->kernelRestarted);
    QVERIFY(!run(u"1"_s).result->kernelRestarted);
}

void ClientTest::restartForgetsVariablesAndKeepsFiles()
{
    run(u"x = 1; open('/mnt/data/kept.txt', 'w').write('x')"_s);
    const std::unique_ptr<RestartSessionJob> restart(m_session->restartSession(nullptr));
    QVERIFY(finish(*restart));
    QVERIFY(restart->result().hasValue());
    const Run done = run(u"('x' in globals(), open('/mnt/data/kept.txt').read())"_s);
    QCOMPARE(done.result->result, u"(False, 'x')"_s);
    QCOMPARE(done.result->executionCount, 1);
}

void ClientTest::filesGoUpAndComeDown_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("plain") << u"data.csv"_s << "a,b\n1,2\n"_ba;
    QTest::newRow("empty") << u"empty.bin"_s << ""_ba;
    QTest::newRow("hash and percent") << u"a#b 100%41.csv"_s << "x"_ba;
    QTest::newRow("signs") << u"a-_ .@$&=;,^()1"_s << "x"_ba;
    QTest::newRow("unicode") << u"größe 数据 डेटा.csv"_s << "x"_ba;
    QTest::newRow("binary") << u"large.bin"_s
                            << QByteArray("\0\xff\r\n--sessionbook", 17).repeated(500'000);
}

void ClientTest::filesGoUpAndComeDown()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QVERIFY(UploadPlan::isNameAllowed(name));
    const std::unique_ptr<UploadFileJob> up(
        m_session->uploadFile(fileWith(content), name, nullptr));
    QVERIFY(finish(*up));
    QVERIFY2(up->result().hasValue(), up->error() ? qPrintable(up->error()->detail) : "");
    QCOMPARE(up->result()->name, name);

    const std::unique_ptr<ListFilesJob> list(m_session->listFiles(nullptr));
    QVERIFY(finish(*list));
    QCOMPARE(list->result()->size(), 1);
    QCOMPARE(list->result()->first().name, name);
    QCOMPARE(list->result()->first().sizeBytes, content.size());

    const std::unique_ptr<DownloadFileJob> down(
        m_session->downloadFile(name, m_directory.filePath(u"down"_s), nullptr));
    QVERIFY(finish(*down));
    QVERIFY2(down->result().hasValue(), down->error() ? qPrintable(down->error()->detail) : "");
    QFile file(down->localPath());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll() == content);

    const std::unique_ptr<DeleteFileJob> remove(m_session->deleteFile(name, nullptr));
    QVERIFY(finish(*remove));
    QVERIFY(remove->result().hasValue());
    const std::unique_ptr<ListFilesJob> after(m_session->listFiles(nullptr));
    QVERIFY(finish(*after));
    QVERIFY(after->result()->isEmpty());
}

void ClientTest::filesInDirectoriesAreListedAndFetched()
{
    run(u"import os; os.makedirs('/mnt/data/a b/c'); open('/mnt/data/a b/c/deep.txt', 'w').write('deep')"_s);
    const std::unique_ptr<ListFilesJob> list(m_session->listFiles(nullptr));
    QVERIFY(finish(*list));
    QStringList paths;
    const QList<SessionFile> files = *list->result();
    for (const SessionFile &file : files)
        paths += file.directory + u'/' + file.name + (file.isDirectory ? u"/"_s : QString());
    QVERIFY2(paths.contains(u"a b/c/deep.txt"_s), qPrintable(paths.join(u'\n')));
    QVERIFY(paths.contains(u"/a b/"_s));

    const QString local = m_directory.filePath(u"deep"_s);
    const std::unique_ptr<DownloadFileJob> down(
        m_session->downloadFile(u"a b/c/deep.txt"_s, local, nullptr));
    QVERIFY(finish(*down));
    QVERIFY2(down->result().hasValue(), down->error() ? qPrintable(down->error()->detail) : "");
}

void ClientTest::uploadQueueFillsTheSession()
{
    UploadQueue queue;
    queue.setSession(m_session.get());
    const QString path = fileWith("1,2\n");
    for (int i = 0; i < 5; ++i)
        queue.add({path, u"f%1.csv"_s.arg(i), 4, false});
    const auto allDone = [&] {
        return std::ranges::all_of(queue.uploads(),
                                   [](const Upload &u) { return u.state == UploadState::Done; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(allDone(), patience);
    QCOMPARE(run(u"import os; len(os.listdir('/mnt/data'))"_s).result->result, QJsonValue(5));
}

void ClientTest::missingFileIsNotFound()
{
    const std::unique_ptr<DeleteFileJob> job(m_session->deleteFile(u"none"_s, nullptr));
    QVERIFY(finish(*job));
    QCOMPARE(job->error()->kind, Kind::NotFound);
}

void ClientTest::endlessOutputIsBoundedAndCanBeCancelled()
{
    const std::unique_ptr<ExecuteCodeJob> job(m_session->executeCode(
        u"while True: print('x' * 200)"_s, {.operationId = u"flood"_s}, nullptr));
    qint64 bytes = 0;
    connect(job.get(), &ExecuteCodeJob::messageReceived, this, [&](const QJsonObject &message) {
        bytes += message.value("text"_L1).toString().size();
    });
    job->start();
    QTRY_VERIFY_WITH_TIMEOUT(bytes > 10'000'000, patience);
    const std::unique_ptr<CancelExecutionJob> cancel(
        m_session->cancelExecution(u"flood"_s, nullptr));
    QVERIFY(finish(*cancel));
    QTRY_VERIFY_WITH_TIMEOUT(job->isFinished(), patience);
    QVERIFY2(job->result().hasValue(), job->error() ? qPrintable(job->error()->detail) : "");
    QCOMPARE(job->result()->status, ExecutionStatus::Canceled);
}

void ClientTest::deletedSessionIsGone()
{
    run(u"1"_s);
    const std::unique_ptr<GetSessionJob> before(m_session->session(nullptr));
    QVERIFY(finish(*before));
    QCOMPARE(before->result()->identifier, m_session->identifier());
    QVERIFY(before->result()->createdAt.isValid());

    const std::unique_ptr<DeleteSessionJob> gone(m_session->deleteSession(nullptr));
    QVERIFY(finish(*gone));
    QVERIFY(gone->result().hasValue());
    const std::unique_ptr<GetSessionJob> after(m_session->session(nullptr));
    QVERIFY(finish(*after));
    QCOMPARE(after->error()->kind, Kind::NotFound);
}

void ClientTest::wrongTokenIsUnauthorized()
{
    const auto endpoint = SessionEndpoint::remote(m_pool.endpoint().toString(),
                                                  SessionEndpoint::Credential::TypedIn);
    const auto connection
        = PoolConnection::toRemotePool(*endpoint, Secret("wrong"), m_network, m_clock);
    const SessionClient session((*connection)->rest(), SessionClient::newIdentifier());
    PoolMetadataJob job(session.place());
    QVERIFY(finish(job));
    QCOMPARE(job.error()->kind, Kind::Unauthorized);
    QVERIFY(!job.error()->detail.contains(u"wrong"_s));
}

void ClientTest::killedPoolIsNoticedAndStartsAgain()
{
    const std::unique_ptr<ExecuteCodeJob> job(m_session->executeCode(
        u"print('on', flush=True)\nimport time; time.sleep(100)"_s, {}, nullptr));
    QSignalSpy messages(job.get(), &ExecuteCodeJob::messageReceived);
    job->start();
    QTRY_COMPARE_WITH_TIMEOUT(messages.count(), 1, patience);
    ::kill(static_cast<pid_t>(m_pool.processId()), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(job->isFinished(), patience);
    QCOMPARE(job->error()->kind, Kind::ConnectionLost);
    QTRY_COMPARE(m_pool.state(), LocalPool::State::Failed);

    job->disconnect();
    m_pool.start();
    QTRY_COMPARE_WITH_TIMEOUT(m_pool.state(), LocalPool::State::Running, patience);
    m_session.reset();
    init();
    QCOMPARE(run(u"6*7"_s).result->result, QJsonValue(42));
}

QTEST_GUILESS_MAIN(ClientTest)
#include "tst_client.moc"
