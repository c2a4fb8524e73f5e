#include "PoolProcess.h"

#include "pool/sandbox/CgroupTree.h"

#include <QDir>

#include <signal.h>
#include <unistd.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;

QString messageOf(const QJsonObject &reply)
{
    return reply["error"_L1]["error"_L1]["message"_L1].toString();
}

/// The groups of sessions that the pool's processes are in, as directories.
QStringList groupsOf(const QString &tree)
{
    QStringList groups;
    const QDir directory(tree);
    const QStringList sessions = directory.entryList({u"session-*"_s}, QDir::Dirs);
    for (const QString &session : sessions) {
        const QString path = directory.filePath(session);
        if (!readCgroupFile(path + "/cgroup.procs"_L1).trimmed().isEmpty())
            groups.append(path);
    }
    return groups;
}

/// The pool's tree is the one that was not there before.
QStringList treesBeside(const QString &tree)
{
    const QDir directory = QFileInfo(tree).dir();
    QStringList trees;
    for (const QString &name : directory.entryList({u"sessionbook-*"_s}, QDir::Dirs)) {
        if (directory.filePath(name) != tree)
            trees.append(directory.filePath(name));
    }
    return trees;
}

} // namespace

/// Sessions in control groups of their own, where this user may make them.
class PoolCgroupsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void everySessionHasItsGroup();
    void kernelsOfASessionShareItsGroup();
    void sessionThatRunsOutOfMemoryIsToldSo();
    void forkBombIsStopped();
    void groupEndsWithItsSession();
    void groupsEndWithTheirPool();

private:
    static void rootIsWarned();

    std::unique_ptr<CgroupTree> m_neighbour; ///< to know where trees lie
    std::unique_ptr<PoolProcess> m_pool;
    QString m_tree;
};

void PoolCgroupsTest::initTestCase()
{
    auto neighbour = CgroupTree::create();
    if (!neighbour) {
        rootIsWarned();
        QSKIP(qPrintable(u"no control groups to be had: %1 (%2)"_s.arg(neighbour.error().detail,
                                                                       neighbour.error().path)));
    }
    m_neighbour = std::move(*neighbour);
    m_pool = std::make_unique<PoolProcess>(
        QStringList{u"--memory"_s, u"512"_s, u"--max-processes"_s, u"64"_s, u"--ready"_s, u"0"_s});
    const QStringList trees = treesBeside(m_neighbour->path());
    QCOMPARE(trees.size(), 1);
    m_tree = trees.constFirst();
}

/// Nothing of the kernel's holds a fork bomb where a pool is root's and has no groups.
void PoolCgroupsTest::rootIsWarned()
{
    PoolProcess pool({u"--ready"_s, u"0"_s});
    pool.process().closeWriteChannel();
    pool.process().waitForFinished(15000);
    QCOMPARE(pool.process().readAllStandardError().contains("runs as root"), geteuid() == 0);
}

void PoolCgroupsTest::cleanupTestCase()
{
    m_pool.reset();
    m_neighbour.reset();
}

void PoolCgroupsTest::everySessionHasItsGroup()
{
    for (const char *session : {"first", "second"})
        (void)m_pool->execute("1", {}, session);
    const QStringList groups = groupsOf(m_tree);
    QCOMPARE(groups.size(), 2);
    for (const QString &group : groups) {
        QCOMPARE(readCgroupFile(group + "/memory.max"_L1).trimmed().toLongLong(), 512 * MiB);
        QCOMPARE(readCgroupFile(group + "/pids.max"_L1).trimmed().toLongLong(), 3 * (64 + 4));
    }
    (void)m_pool->client()->Delete("/session?identifier=second");
}

void PoolCgroupsTest::kernelsOfASessionShareItsGroup()
{
    (void)m_pool->execute("1", {}, "first");
    const auto before = readCgroupFile(groupsOf(m_tree).value(0) + "/cgroup.procs"_L1).count('\n');
    (void)m_pool->execute("1", {{u"executionType"_s, u"Asynchronous"_s}}, "first");
    QTRY_VERIFY(readCgroupFile(groupsOf(m_tree).value(0) + "/cgroup.procs"_L1).count('\n')
                > before);
    QCOMPARE(groupsOf(m_tree).size(), 1);
}

void PoolCgroupsTest::sessionThatRunsOutOfMemoryIsToldSo()
{
    (void)m_pool->execute("calm = 1", {}, "first");
    (void)m_pool->execute("1", {}, "greedy");
    const QJsonObject reply = m_pool->execute("import os\nblocks = []\nwhile True:\n"
                                              "  blocks.append(os.memfd_create('x'))\n"
                                              "  os.write(blocks[-1], bytes(32 << 20))",
                                              {}, "greedy");
    QVERIFY2(messageOf(reply).contains("it ran out of memory: it may use 512 MB"_L1),
             qPrintable(messageOf(reply)));
    const QJsonObject calm = m_pool->execute("calm", {}, "first");
    QCOMPARE(calm["result"_L1]["executionResult"_L1].toInt(), 1);
    for (const QString &group : groupsOf(m_tree))
        QVERIFY(readCgroupFile(group + "/memory.peak"_L1).trimmed().toLongLong() <= 512 * MiB);
}

void PoolCgroupsTest::forkBombIsStopped()
{
    (void)m_pool->execute("import subprocess\n"
                          "subprocess.run(['bash', '-c', ':(){ :|:& };: ; sleep 5'])",
                          {{u"timeoutInSeconds"_s, 20}}, "bomb");
    for (const QString &group : groupsOf(m_tree))
        QVERIFY(readCgroupFile(group + "/pids.current"_L1).trimmed().toLongLong() <= 3 * (64 + 4));
    const QJsonObject calm = m_pool->execute("1", {}, "first");
    QCOMPARE(calm["result"_L1]["executionResult"_L1].toInt(), 1);
}

void PoolCgroupsTest::groupEndsWithItsSession()
{
    for (const char *session : {"first", "greedy", "bomb"})
        (void)m_pool->client()->Delete(std::string("/session?identifier=") + session);
    QTRY_VERIFY_WITH_TIMEOUT(QDir(m_tree).entryList({u"session-*"_s}, QDir::Dirs).isEmpty(), 20000);
}

void PoolCgroupsTest::groupsEndWithTheirPool()
{
    (void)m_pool->execute("1", {}, "first");
    QVERIFY(!groupsOf(m_tree).isEmpty());
    m_pool.reset();
    QVERIFY(!QFileInfo::exists(m_tree));
    // Killed, it cannot tidy up; the next one does.
    PoolProcess killed;
    const QString left = treesBeside(m_neighbour->path()).value(0);
    kill(int(killed.process().processId()), SIGKILL);
    killed.process().waitForFinished();
    QVERIFY(QFileInfo::exists(left));
    const PoolProcess next;
    QVERIFY(!QFileInfo::exists(left));
}

QTEST_GUILESS_MAIN(PoolCgroupsTest)
#include "tst_pool_cgroups.moc"
