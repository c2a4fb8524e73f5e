#include "pool/sandbox/CgroupTree.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;

/// Runs in a child within the group; gives what waitpid() does.
int statusWithin(const SessionCgroup &group, const std::function<int()> &work)
{
    const int pid = fork();
    if (pid == 0) {
        const bool entered = write(group.entrance(), "0", 1) == 1;
        _exit(entered ? work() : 255);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return status;
}

int fill(size_t bytes)
{
    void *block = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    memset(block, 1, bytes);
    return 0;
}

/// How many children a process of one can have before the kernel refuses the next, 100 at most.
int forksUntilRefused()
{
    for (int count = 0; count < 100; ++count) {
        const int pid = fork();
        if (pid < 0)
            return count;
        if (pid == 0) {
            pause();
            _exit(0);
        }
    }
    return 100;
}

void put(const QTemporaryDir &directory, const QString &name, const QByteArray &content)
{
    QFile file(directory.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

} // namespace

/// Limits that the kernel keeps. Where it does not for this user, the word why is all there is.
class CgroupsTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup();
    void directoryThatIsNoGroupIsRefused();
    void groupWithoutControllersIsRefused();
    void sessionThatFillsItsMemoryIsKilledAndCounted();
    void sessionWithinItsMemoryIsLeftAlone();
    void tasksBeyondTheirNumberAreRefused();
    void processesEndWithTheirGroup();
    void groupsEndWithTheirTree();
    void whatAKilledPoolLeftIsRemoved();

private:
    std::unique_ptr<CgroupTree> m_tree;
    std::shared_ptr<SessionCgroup> m_session;

    [[nodiscard]] bool makeSession(const CgroupLimits &limits);
};

bool CgroupsTest::makeSession(const CgroupLimits &limits)
{
    auto tree = CgroupTree::create();
    if (!tree) {
        QTest::qSkip(qPrintable(u"no control groups to be had: %1 (%2)"_s.arg(tree.error().detail,
                                                                              tree.error().path)),
                     __FILE__, __LINE__);
        return false;
    }
    m_tree = std::move(*tree);
    auto session = m_tree->makeSession(limits);
    if (!session) {
        QTest::qFail(qPrintable(session.error().detail), __FILE__, __LINE__);
        return false;
    }
    m_session = *session;
    return true;
}

void CgroupsTest::cleanup()
{
    m_session.reset();
    m_tree.reset();
}

void CgroupsTest::directoryThatIsNoGroupIsRefused()
{
    const QTemporaryDir directory;
    const auto tree = CgroupTree::createIn(directory.path());
    QVERIFY(!tree);
    QVERIFY(tree.error().detail.contains("memory and pids"_L1));
    QVERIFY(QDir(directory.path()).isEmpty());
}

void CgroupsTest::groupWithoutControllersIsRefused()
{
    // As where cgroup v1 has them.
    const QTemporaryDir directory;
    put(directory, u"cgroup.controllers"_s, "cpu hugetlb pids\n");
    put(directory, u"cgroup.procs"_s, {});
    put(directory, u"cgroup.subtree_control"_s, {});
    const auto tree = CgroupTree::createIn(directory.path());
    QVERIFY(!tree);
    QVERIFY(tree.error().detail.contains("memory and pids"_L1));
    QVERIFY(QDir(directory.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
}

void CgroupsTest::sessionThatFillsItsMemoryIsKilledAndCounted()
{
    if (!makeSession({.memoryBytes = 32 * MiB, .tasks = 10}))
        return;
    QCOMPARE(m_session->outOfMemoryKills(), 0);
    const int status = statusWithin(*m_session, [] { return fill(64 * MiB); });
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    QCOMPARE(m_session->outOfMemoryKills(), 1);
}

void CgroupsTest::sessionWithinItsMemoryIsLeftAlone()
{
    if (!makeSession({.memoryBytes = 128 * MiB, .tasks = 10}))
        return;
    QCOMPARE(statusWithin(*m_session, [] { return fill(64 * MiB); }), 0);
    QCOMPARE(m_session->outOfMemoryKills(), 0);
}

void CgroupsTest::tasksBeyondTheirNumberAreRefused()
{
    if (!makeSession({.memoryBytes = 128 * MiB, .tasks = 5}))
        return;
    const int status = statusWithin(*m_session, forksUntilRefused);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 4);
}

void CgroupsTest::processesEndWithTheirGroup()
{
    if (!makeSession({.memoryBytes = 128 * MiB, .tasks = 10}))
        return;
    const int pid = fork();
    if (pid == 0) {
        (void)!write(m_session->entrance(), "0", 1);
        while (true)
            pause();
    }
    QTRY_VERIFY(readCgroupFile(u"/proc/%1/cgroup"_s.arg(pid)).contains("/session-1"));
    m_session.reset();
    int status = 0;
    waitpid(pid, &status, 0);
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    QVERIFY(QDir(m_tree->path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
}

void CgroupsTest::groupsEndWithTheirTree()
{
    if (!makeSession({.memoryBytes = 128 * MiB, .tasks = 10}))
        return;
    const QString path = m_tree->path();
    QVERIFY(QFileInfo::exists(path));
    m_session.reset();
    m_tree.reset();
    QVERIFY(!QFileInfo::exists(path));
}

void CgroupsTest::whatAKilledPoolLeftIsRemoved()
{
    if (!makeSession({.memoryBytes = 128 * MiB, .tasks = 10}))
        return;
    const QString alive = m_tree->path();
    const QString left = QFileInfo(alive).path() + "/sessionbook-left"_L1;
    QVERIFY(QDir().mkpath(left + "/session-7"_L1));
    const auto next = CgroupTree::create();
    QVERIFY(next);
    QVERIFY(!QFileInfo::exists(left));
    QVERIFY(QFileInfo::exists(alive));
}

QTEST_GUILESS_MAIN(CgroupsTest)
#include "tst_cgroups.moc"
