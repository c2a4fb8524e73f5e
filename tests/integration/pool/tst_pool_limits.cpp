#include "PoolProcess.h"

#include <future>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QJsonObject errorOf(const QJsonObject &reply)
{
    return reply["error"_L1]["error"_L1].toObject();
}

QString messageOf(const QJsonObject &reply)
{
    return errorOf(reply)["message"_L1].toString();
}

QString valueOf(const QJsonObject &reply)
{
    return reply["result"_L1]["executionResult"_L1].toVariant().toString();
}

constexpr size_t MiB = 1024 * 1024;

} // namespace

/// What a session may use of the machine: beyond it, it is stopped with a reason, and nobody else
/// notices.
class PoolLimitsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(); }

    void sessionThatFillsTheDiskIsEnded_data();
    void sessionThatFillsTheDiskIsEnded();
    void sessionThatLeavesTooMuchIsEnded();
    void uploadBeyondTheQuotaIsRefused();
    void filesInMemoryAreFew_data();
    void filesInMemoryAreFew();
    void processesBeyondTheirNumberAreStopped_data();
    void processesBeyondTheirNumberAreStopped();
    void memoryOfAllProcessesTogetherIsBounded_data();
    void memoryOfAllProcessesTogetherIsBounded();
    void memoryThatIsStoredAndMappedCountsOnce();
    void memoryThatForksShareCountsOnce();

private:
    [[nodiscard]] bool hasSession(const char *session) const
    {
        return m_pool->client()->Get(std::string("/session?identifier=") + session)->status == 200;
    }

    std::unique_ptr<PoolProcess> m_pool;
};

void PoolLimitsTest::initTestCase()
{
    m_pool = std::make_unique<PoolProcess>(QStringList{
        u"--data-quota"_s, u"64"_s, u"--max-processes"_s, u"64"_s, u"--memory"_s, u"1024"_s});
    QVERIFY2(m_pool->facts().contains("endpoint"_L1),
             m_pool->process().readAllStandardError().constData());
}

void PoolLimitsTest::sessionThatFillsTheDiskIsEnded_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("reason");
    const QString disk = u"took more than the 64 MB"_s;
    QTest::newRow("large files") << "import time\nfor i in range(9):\n"
                                    "  open(str(i), 'wb').write(bytes(16 << 20))\n"
                                    "time.sleep(600)"_ba
                                 << disk;
    QTest::newRow("files that are deleted but open")
        << "import os, time\nkept = []\nfor i in range(9):\n"
           "  kept.append(open('x', 'wb', 0)); os.unlink('x'); kept[-1].write(bytes(16 << 20))\n"
           "time.sleep(600)"_ba
        << disk;
    QTest::newRow("files where nobody may look")
        << "import os, time\nos.mkdir('closed')\nfor i in range(9):\n"
           "  open('closed/%d' % i, 'wb').write(bytes(16 << 20))\nos.chmod('closed', 0)\n"
           "time.sleep(600)"_ba
        << disk;
    QTest::newRow("very many files")
        << "import os, time\nfor i in range(100001): os.mknod(str(i))\ntime.sleep(600)"_ba
        << u"more than 100000 files"_s;
    QTest::newRow("very deep directories")
        << "import os, time\nfor i in range(500): os.mkdir('d'); os.chdir('d')\ntime.sleep(600)"_ba
        << u"nested too deeply"_s;
}

void PoolLimitsTest::sessionThatFillsTheDiskIsEnded()
{
    QFETCH(QByteArray, code);
    QFETCH(QString, reason);
    (void)m_pool->execute("calm = 1", {}, "neighbour");
    const QJsonObject reply = m_pool->execute(code, {}, "greedy");
    QCOMPARE(errorOf(reply)["code"_L1].toString(), u"SessionEnded"_s);
    QVERIFY2(messageOf(reply).contains(reason), qPrintable(messageOf(reply)));
    QVERIFY(!hasSession("greedy"));
    QCOMPARE(valueOf(m_pool->execute("calm", {}, "neighbour")), u"1"_s);
    QCOMPARE(valueOf(m_pool->execute("import os; os.listdir('.')", {}, "greedy")), u"[]"_s);
}

void PoolLimitsTest::sessionThatLeavesTooMuchIsEnded()
{
    // One file no larger than the quota, and one more: the cell is over before anybody looks.
    (void)m_pool->execute("for i in 'ab': open(i, 'wb').write(bytes(40 << 20))", {}, "leaving");
    QTRY_VERIFY_WITH_TIMEOUT(!hasSession("leaving"), 30000);
}

void PoolLimitsTest::uploadBeyondTheQuotaIsRefused()
{
    const auto client = m_pool->client();
    QCOMPARE(
        client->Post("/files?identifier=uploads", filePart("first", std::string(40 * MiB, 'x')))
            ->status,
        200);
    const auto refused
        = client->Post("/files?identifier=uploads", filePart("second", std::string(40 * MiB, 'x')));
    QCOMPARE(refused->status, 507);
    QCOMPARE(refused->get_header_value("x-ms-error-code"), std::string("InsufficientStorage"));
    QCOMPARE(client->Get("/files/second?identifier=uploads")->status, 404);
    QCOMPARE(client->Delete("/files/first?identifier=uploads")->status, 204);
    QCOMPARE(
        client->Post("/files?identifier=uploads", filePart("second", std::string(40 * MiB, 'x')))
            ->status,
        200);
}

void PoolLimitsTest::filesInMemoryAreFew_data()
{
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("tmp") << "/tmp"_ba;
    QTest::newRow("shared memory") << "/dev/shm"_ba;
}

void PoolLimitsTest::filesInMemoryAreFew()
{
    QFETCH(QByteArray, place);
    const QJsonObject reply = m_pool->execute(
        "import os\nfor i in range(60000): os.mknod('" + place + "/%d' % i)", {}, "tmp-files");
    QVERIFY2(messageOf(reply).contains("No space left"_L1), qPrintable(messageOf(reply)));
    QCOMPARE(valueOf(m_pool->execute("6*7", {}, "tmp-files")), u"42"_s);
}

void PoolLimitsTest::processesBeyondTheirNumberAreStopped_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("fork bomb") << "import subprocess\n"
                                  "subprocess.run(['bash', '-c', ':(){ :|:& };: ; sleep 60'])"_ba;
    QTest::newRow("forks") << "import os, time\nfor i in range(200):\n"
                              "  if os.fork() == 0: time.sleep(600)\ntime.sleep(60)"_ba;
    QTest::newRow("threads")
        << "import threading, time\nfor i in range(200):\n"
           "  threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
           "time.sleep(600)"_ba;
}

void PoolLimitsTest::processesBeyondTheirNumberAreStopped()
{
    QFETCH(QByteArray, code);
    (void)m_pool->execute("calm = 1; open('kept', 'w').write('there')", {}, "neighbour");
    (void)m_pool->execute("open('kept', 'w').write('there')", {}, "bomb");
    auto bomb = std::async(std::launch::async, [&] {
        return m_pool->execute(code, {{u"timeoutInSeconds"_s, 20}}, "bomb");
    });
    do
        QCOMPARE(valueOf(m_pool->execute("calm", {}, "neighbour")), u"1"_s);
    while (bomb.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready);
    const QJsonObject reply = bomb.get();
    // The kernel refuses further ones to an ordinary user, and to root nothing: then the pool steps
    // in.
    const QString code_ = errorOf(reply)["code"_L1].toString();
    if (code_ == "KernelDied"_L1)
        QVERIFY2(messageOf(reply).contains("more than 64 processes"_L1),
                 qPrintable(messageOf(reply)));
    else
        QVERIFY2(code_ == "Timeout"_L1 || code_ == "PythonError"_L1, qPrintable(messageOf(reply)));
    (void)m_pool->client()->Post("/session/restart?identifier=bomb");
    QCOMPARE(valueOf(m_pool->execute("open('kept').read()", {}, "bomb")), u"there"_s);
}

void PoolLimitsTest::memoryOfAllProcessesTogetherIsBounded_data()
{
    QTest::addColumn<QByteArray>("block");
    // No file is larger than the quota.
    QTest::newRow("private") << "bytearray(60 << 20)"_ba;
    QTest::newRow("shared, of no file") << "mmap.mmap(-1, 60 << 20)"_ba;
    QTest::newRow("shared, of a file without a name") << "mmap.mmap(file(), 60 << 20)"_ba;
}

void PoolLimitsTest::memoryOfAllProcessesTogetherIsBounded()
{
    QFETCH(QByteArray, block);
    const QJsonObject reply = m_pool->execute(
        "import mmap, os, time\n"
        "def file():\n"
        "  number = os.memfd_create('x'); os.truncate(number, 60 << 20); return number\n"
        "for i in range(6):\n"
        "  if os.fork() == 0:\n"
        "    blocks = ["
            + block
            + " for i in range(5)]\n"
              "    for block in blocks: block[:] = bytes(60 << 20)\n"
              "    os.closerange(3, 100)\n"
              "    time.sleep(600)\n"
              "time.sleep(60)",
        {}, "memory");
    QCOMPARE(errorOf(reply)["code"_L1].toString(), u"KernelDied"_s);
    QVERIFY2(messageOf(reply).contains("ran out of memory"_L1), qPrintable(messageOf(reply)));
}

void PoolLimitsTest::memoryThatIsStoredAndMappedCountsOnce()
{
    // Beyond the 1,024 MB if it counted twice; the addresses, 340 MB of them the libraries', stay
    // well below.
    const QJsonObject reply = m_pool->execute(
        "import time\nfrom multiprocessing.shared_memory import SharedMemory\n"
        "private = bytearray(40 << 20)\n"
        "blocks = [SharedMemory(create=True, size=60 << 20) for i in range(8)]\n"
        "for block in blocks:\n"
        "  for i in range(60): block.buf[i << 20:(i + 1) << 20] = bytes(1 << 20)\n"
        "time.sleep(2)\nfor block in blocks: block.close(); block.unlink()\n'all'",
        {}, "storing");
    QCOMPARE(valueOf(reply), u"all"_s);
}

void PoolLimitsTest::memoryThatForksShareCountsOnce()
{
    const QJsonObject reply
        = m_pool->execute("import os, time\nblock = bytearray(300 << 20)\nfor i in range(6):\n"
                          "  if os.fork() == 0:\n    time.sleep(2); os._exit(0)\n"
                          "for i in range(6): os.wait()\n'all'",
                          {}, "sharing");
    QCOMPARE(valueOf(reply), u"all"_s);
}

QTEST_GUILESS_MAIN(PoolLimitsTest)
#include "tst_pool_limits.moc"
