#include "notebook/files/DocumentLock.h"
#include "notebook/files/StateDirectory.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class DocumentLockTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void theHoldersAddressIsFound();
    void onlyOneHoldsIt();
    void releasingLeavesNothing();
    void linksLeadToTheSameLock();
    void anotherProcessIsSeen();
    void aKilledProcessHoldsNothing();
    void whereNoLockCanBeMadeNobodyHoldsIt();

private:
    [[nodiscard]] QString document() const { return m_folder->filePath(u"a.ipynb"_s); }
    /// Forks a process that holds the lock until it is killed.
    [[nodiscard]] pid_t startHolder() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void DocumentLockTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_STATE_HOME", m_folder->filePath(u"state"_s).toUtf8());
    QFile file(document());
    QVERIFY(file.open(QIODevice::WriteOnly));
}

pid_t DocumentLockTest::startHolder() const
{
    int ready[2] = {};
    if (::pipe(ready) != 0)
        return -1;
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // it outlives no test that fails
        const auto lock = DocumentLock::take(document(), u"child"_s);
        (void)!::write(ready[1], lock.isHeld() ? "y" : "n", 1);
        for (;;)
            ::pause();
    }
    char answer = 0;
    const bool isHeld = ::read(ready[0], &answer, 1) == 1 && answer == 'y';
    ::close(ready[0]);
    ::close(ready[1]);
    return isHeld ? child : -1;
}

void DocumentLockTest::theHoldersAddressIsFound()
{
    QVERIFY(!DocumentLock::holderOf(document()));
    const auto lock = DocumentLock::take(document(), u"/run/äddress"_s);
    QVERIFY(lock.isHeld());
    QCOMPARE(DocumentLock::holderOf(document()), u"/run/äddress"_s);
}

void DocumentLockTest::onlyOneHoldsIt()
{
    const auto first = DocumentLock::take(document(), u"first"_s);
    const auto second = DocumentLock::take(document(), u"second"_s);
    QVERIFY(!second.isHeld());
    QCOMPARE(DocumentLock::holderOf(document()), u"first"_s);
}

void DocumentLockTest::releasingLeavesNothing()
{
    auto lock = DocumentLock::take(document(), u"first"_s);
    auto moved = std::move(lock);
    QCOMPARE(DocumentLock::holderOf(document()), u"first"_s);
    moved.release();
    QVERIFY(!DocumentLock::holderOf(document()));
    QCOMPARE(QDir(StateDirectory::path() + u"/locks"_s).entryList(QDir::Files), QStringList());
    QVERIFY(DocumentLock::take(document(), u"second"_s).isHeld());
}

void DocumentLockTest::linksLeadToTheSameLock()
{
    QVERIFY(QFile::link(document(), m_folder->filePath(u"link.ipynb"_s)));
    const auto lock = DocumentLock::take(document(), u"first"_s);
    QCOMPARE(DocumentLock::holderOf(m_folder->filePath(u"link.ipynb"_s)), u"first"_s);
}

void DocumentLockTest::anotherProcessIsSeen()
{
    const pid_t child = startHolder();
    QVERIFY(child > 0);
    QCOMPARE(DocumentLock::holderOf(document()), u"child"_s);
    QVERIFY(!DocumentLock::take(document(), u"here"_s).isHeld());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

void DocumentLockTest::aKilledProcessHoldsNothing()
{
    const pid_t child = startHolder();
    QVERIFY(child > 0);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    QVERIFY(!DocumentLock::holderOf(document()));
    const auto lock = DocumentLock::take(document(), u"here"_s);
    QVERIFY(lock.isHeld());
    QCOMPARE(DocumentLock::holderOf(document()), u"here"_s);
}

void DocumentLockTest::whereNoLockCanBeMadeNobodyHoldsIt()
{
    qputenv("XDG_STATE_HOME", document().toUtf8()); // a file
    QVERIFY(!DocumentLock::take(document(), u"here"_s).isHeld());
    QVERIFY(!DocumentLock::holderOf(document()));
    QVERIFY(!DocumentLock::take(m_folder->filePath(u"absent"_s), u"here"_s).isHeld());
}

QTEST_GUILESS_MAIN(DocumentLockTest)
#include "tst_documentlock.moc"
