#include "PoolProcess.h"

#include <QDir>
#include <QRandomGenerator>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <atomic>
#include <thread>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// So long all of it takes at least; SESSIONBOOK_KILL_SECONDS asks for more.
int secondsOfEach()
{
    bool isNumber = false;
    const int asked = qEnvironmentVariableIntValue("SESSIONBOOK_KILL_SECONDS", &isNumber);
    return isNumber ? std::max(asked, 1) : 12;
}

quint32 seed()
{
    bool isNumber = false;
    const int asked = qEnvironmentVariableIntValue("SESSIONBOOK_KILL_SEED", &isNumber);
    return isNumber ? quint32(asked) : 20261125U;
}

QString poolsPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
        + "/sessionbook/pools"_L1;
}

QStringList poolDirectories()
{
    return QDir(poolsPath()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

/// One process as /proc tells it.
struct ProcessFacts
{
    int pid = 0;
    int parent = 0;
    QByteArray command;
    bool isZombie = false;
};

std::optional<ProcessFacts> factsOf(int pid)
{
    QFile status(u"/proc/%1/stat"_s.arg(pid));
    QFile commandLine(u"/proc/%1/cmdline"_s.arg(pid));
    if (!status.open(QIODevice::ReadOnly) || !commandLine.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray text = status.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    return ProcessFacts{.pid = pid,
                        .parent = fields.value(1).toInt(),
                        .command = commandLine.readAll().replace('\0', ' '),
                        .isZombie = fields.value(0) == "Z"};
}

QList<ProcessFacts> allProcesses()
{
    QList<ProcessFacts> processes;
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        const auto facts = name.toInt() > 0 ? factsOf(name.toInt()) : std::nullopt;
        if (facts)
            processes.append(*facts);
    }
    return processes;
}

/// Everything that runs for a pool below this test's home: sandboxes name its directory, and what
/// runs in them descends from those.
QList<ProcessFacts> workers()
{
    const QByteArray mark = poolsPath().toLocal8Bit();
    const QList<ProcessFacts> processes = allProcesses();
    QSet<int> found;
    QList<ProcessFacts> ours;
    for (bool grown = true; grown;) {
        grown = false;
        for (const ProcessFacts &each : processes) {
            const bool isOurs = each.command.contains(mark) || found.contains(each.parent);
            if (!isOurs || found.contains(each.pid))
                continue;
            found.insert(each.pid);
            ours.append(each);
            grown = true;
        }
    }
    return ours;
}

/// Those that run something: not a bubblewrap that was caught half made and waits (see
/// killLostSandboxes()), which has neither a parent nor children.
QList<ProcessFacts> runningWorkers()
{
    const QList<ProcessFacts> all = workers();
    QSet<int> pids;
    QSet<int> parents;
    for (const ProcessFacts &each : all) {
        pids.insert(each.pid);
        parents.insert(each.parent);
    }
    QList<ProcessFacts> running = all;
    running.removeIf([&](const ProcessFacts &each) {
        return !pids.contains(each.parent) && !parents.contains(each.pid)
            && each.command.startsWith("bwrap ");
    });
    return running;
}

QByteArray list(const QList<ProcessFacts> &processes)
{
    QByteArray text;
    for (const ProcessFacts &each : processes)
        text += QByteArray::number(each.pid) + (each.isZombie ? " zombie " : " ")
            + each.command.left(300) + '\n';
    return text;
}

/// A pool under load: clients that execute, upload, make and delete sessions until told to stop.
/// Every answer they get must be a whole one, or none.
class Load
{
public:
    Load(const PoolProcess &pool, quint32 seed)
        : m_pool(pool)
    {
        for (quint32 i = 0; i < 4; ++i)
            m_threads.emplace_back([this, i, seed] { work(i, seed + i); });
    }
    ~Load() { stop(); }

    void stop()
    {
        m_stopping = true;
        for (std::thread &thread : m_threads)
            thread.join();
        m_threads.clear();
    }

    [[nodiscard]] int answers() const { return m_answers; }
    [[nodiscard]] QStringList complaints()
    {
        const std::lock_guard lock(m_mutex);
        return m_complaints;
    }

private:
    void work(quint32 number, quint32 seed)
    {
        QRandomGenerator random(seed);
        while (!m_stopping) {
            const auto client = m_pool.client();
            client->set_read_timeout(30);
            const std::string session = "identifier=load-" + std::to_string(number) + "-"
                + std::to_string(random.bounded(2));
            for (int i = 0; i < 20 && !m_stopping; ++i) {
                if (!request(*client, session, random))
                    break;
            }
            if (!m_stopping)
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }

    /// False when there was no answer.
    bool request(httplib::Client &client, const std::string &session, QRandomGenerator &random)
    {
        const std::string version = "api-version=2025-10-02-preview&";
        switch (random.bounded(5)) {
        case 0:
            return note(client.Delete("/session?" + version + session));
        case 1:
            return note(client.Post("/files?" + version + session,
                                    {{"file", std::string(300'000, 'u'), "up.bin", ""}}));
        case 2:
            return note(client.Get("/files?" + version + session));
        default:
            return note(client.Post("/executions?" + version + session,
                                    R"({"code":"import time; time.sleep(0.05); 6*7"})",
                                    "application/json"));
        }
    }

    bool note(const httplib::Result &reply)
    {
        if (!reply)
            return false;
        ++m_answers;
        const QByteArray body = QByteArray::fromStdString(reply->body);
        const QJsonObject json = QJsonDocument::fromJson(body).object();
        const QString code = json["error"_L1]["error"_L1]["code"_L1].toString(
            json["error"_L1]["code"_L1].toString());
        const QString message = json["error"_L1]["error"_L1]["message"_L1].toString(
            json["error"_L1]["message"_L1].toString());
        const bool isWell = reply->status < 300
            && (reply->status == 204 || json["status"_L1].toString() != "Failed"_L1);
        // What went wrong has a code and a sentence, and nothing else is meant by it.
        if (!isWell && (code.isEmpty() || message.isEmpty())) {
            const std::lock_guard lock(m_mutex);
            m_complaints.append(
                u"%1 %2"_s.arg(reply->status).arg(QString::fromUtf8(body.left(300))));
        }
        return true;
    }

    const PoolProcess &m_pool;
    std::atomic<bool> m_stopping = false;
    std::atomic<int> m_answers = 0;
    std::mutex m_mutex;
    QStringList m_complaints;
    std::vector<std::thread> m_threads;
};

/// A program that starts the pool as the desktop and the runner do, with a pipe as its input that
/// closes when it ends, however that ends. Waits until the pool has announced itself.
class Parent
{
public:
    explicit Parent(const QString &poolArguments)
    {
        // The shell holds the writing end of the pool's input until it is killed: it waits for a
        // line that never comes.
        const QString script
            = u"coproc POOL { exec '%1' --token secret %2; }; read -r line <&${POOL[0]}; "
              "echo \"$line\"; read -r never"_s.arg(
                  QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool"), poolArguments);
        m_process.start(u"bash"_s, {u"-c"_s, script});
        while (m_process.state() != QProcess::NotRunning && !m_process.canReadLine())
            m_process.waitForReadyRead(10000);
        m_facts = QJsonDocument::fromJson(m_process.readLine()).object();
    }
    ~Parent() { kill(); }

    void kill()
    {
        m_process.kill();
        m_process.waitForFinished(10000);
    }
    [[nodiscard]] int poolPid() const { return m_facts["pid"_L1].toInt(); }
    [[nodiscard]] bool poolAnswers() const
    {
        httplib::Client client(m_facts["endpoint"_L1].toString().toStdString());
        client.set_default_headers({{"Authorization", "Bearer secret"}});
        client.set_read_timeout(30);
        return bool(client.Get("/metadata?api-version=2025-10-02-preview"));
    }

private:
    QProcess m_process;
    QJsonObject m_facts;
};

bool isRunning(int pid)
{
    const auto facts = factsOf(pid);
    return facts && !facts->isZombie;
}

} // namespace

/// kill -9 at any moment: no process and no directory stays, and clients are told.
class PoolKillsTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup();

    void killedWorkerIsTold_data();
    void killedWorkerIsTold();
    void killedWorkersAtAnyMoment();
    void killedPoolAtAnyMoment();
    void poolEndsWithItsParent();
    void detachedPoolOutlivesItsParent();

private:
    void pauseAtRandom(int mostMilliseconds) { QTest::qWait(m_random.bounded(mostMilliseconds)); }

    QRandomGenerator m_random{seed()};
};

void PoolKillsTest::cleanup()
{
    QTRY_VERIFY2_WITH_TIMEOUT(runningWorkers().isEmpty(), list(runningWorkers()).constData(),
                              20000);
    // The next pool removes whatever an earlier one had to leave.
    {
        const PoolProcess next;
        QVERIFY(!next.facts().isEmpty());
        QCOMPARE(poolDirectories().size(), 1);
    }
    QCOMPARE(poolDirectories(), QStringList());
    QTRY_VERIFY2_WITH_TIMEOUT(workers().isEmpty(), list(workers()).constData(), 20000);
}

void PoolKillsTest::killedWorkerIsTold_data()
{
    QTest::addColumn<int>("depth");
    QTest::newRow("bubblewrap") << 0;
    QTest::newRow("process 1 of the sandbox") << 1;
    QTest::newRow("Python") << 2;
}

void PoolKillsTest::killedWorkerIsTold()
{
    QFETCH(int, depth);
    const PoolProcess pool({u"--ready"_s, u"0"_s});
    QVERIFY(!pool.facts().isEmpty());
    QJsonObject reply;
    std::thread cell([&] {
        reply = pool.execute("open('/mnt/data/begun', 'w').close()\nimport time\ntime.sleep(100)");
    });
    const auto client = pool.client();
    const auto hasBegun = [&] {
        const auto file
            = client->Get("/files/begun?api-version=2025-10-02-preview&identifier=test-session");
        return file && file->status == 200;
    };
    const bool begun = QTest::qWaitFor(hasBegun, 30000);

    int victim = pool.facts()["pid"_L1].toInt();
    for (int i = 0; i <= depth; ++i) {
        for (const ProcessFacts &each : workers()) {
            if (each.parent == victim) {
                victim = each.pid;
                break;
            }
        }
    }
    ::kill(victim, SIGKILL);
    cell.join();
    QVERIFY(begun);
    QCOMPARE(reply["status"_L1].toString(), u"Failed"_s);
    QCOMPARE(reply["error"_L1]["error"_L1]["code"_L1].toString(), u"KernelDied"_s);
    QVERIFY(!reply["error"_L1]["error"_L1]["message"_L1].toString().isEmpty());
    // The session goes on with a new kernel and its files.
    const QJsonObject next = pool.execute("import os; os.path.exists('/mnt/data/begun')");
    QCOMPARE(next["result"_L1]["executionResult"_L1], QJsonValue(true));
    QVERIFY(next["kernelRestarted"_L1].toBool());
}

void PoolKillsTest::killedWorkersAtAnyMoment()
{
    const PoolProcess pool;
    QVERIFY(!pool.facts().isEmpty());
    Load load(pool, seed());
    QElapsedTimer time;
    time.start();
    int kills = 0;
    while (time.elapsed() < secondsOfEach() * 1000) {
        pauseAtRandom(200);
        const auto victims = workers();
        if (victims.isEmpty())
            continue;
        ::kill(victims.at(m_random.bounded(int(victims.size()))).pid, SIGKILL);
        ++kills;
    }
    load.stop();
    QCOMPARE(load.complaints(), QStringList());
    QVERIFY(kills > 0 && load.answers() > 0);
    // And it still works.
    QCOMPARE(pool.execute("6*7", {}, "afterwards")["result"_L1]["executionResult"_L1],
             QJsonValue(42));
    // Of those that died nothing is left, not even a zombie.
    const auto zombies = [] {
        QList<ProcessFacts> dead = workers();
        erase_if(dead, [](const ProcessFacts &each) { return !each.isZombie; });
        return dead;
    };
    QTRY_VERIFY2_WITH_TIMEOUT(zombies().isEmpty(), list(zombies()).constData(), 20000);
    qInfo("%d kills, %d answers", kills, load.answers());
}

void PoolKillsTest::killedPoolAtAnyMoment()
{
    QElapsedTimer time;
    time.start();
    int rounds = 0;
    for (; rounds == 0 || time.elapsed() < secondsOfEach() * 1000; ++rounds) {
        PoolProcess pool;
        QVERIFY2(!pool.facts().isEmpty(), pool.process().readAllStandardError().constData());
        // Whatever the pool before it left is gone; what it has is its own.
        QCOMPARE(poolDirectories().size(), 1);
        Load load(pool, seed() + quint32(rounds) * 100);
        pauseAtRandom(2500);
        ::kill(int(pool.facts()["pid"_L1].toInt()), SIGKILL);
        pool.process().waitForFinished(10000);
        load.stop();
        QCOMPARE(load.complaints(), QStringList());
        QTRY_VERIFY2_WITH_TIMEOUT(workers().isEmpty(), list(workers()).constData(), 20000);
    }
    qInfo("%d pools killed", rounds);
}

void PoolKillsTest::poolEndsWithItsParent()
{
    QElapsedTimer time;
    time.start();
    int rounds = 0;
    for (; rounds == 0 || time.elapsed() < secondsOfEach() * 500; ++rounds) {
        Parent parent({});
        QVERIFY(parent.poolPid() > 0);
        QVERIFY(parent.poolAnswers());
        pauseAtRandom(1000);
        parent.kill();
        QTRY_VERIFY_WITH_TIMEOUT(!isRunning(parent.poolPid()), 20000);
        QCOMPARE(poolDirectories(), QStringList());
        QTRY_VERIFY2_WITH_TIMEOUT(workers().isEmpty(), list(workers()).constData(), 20000);
    }
    qInfo("%d parents killed", rounds);
}

void PoolKillsTest::detachedPoolOutlivesItsParent()
{
    Parent parent(u"--detach"_s);
    QVERIFY(parent.poolPid() > 0);
    parent.kill();
    QVERIFY(isRunning(parent.poolPid()));
    QVERIFY(parent.poolAnswers());
    ::kill(parent.poolPid(), SIGTERM);
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(parent.poolPid()), 20000);
}

QTEST_GUILESS_MAIN(PoolKillsTest)
#include "tst_pool_kills.moc"
