#include "notebook/files/StateDirectory.h"
#include "support/AsOrdinaryUser.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

class StateDirectoryTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void liesWhereTheEnvironmentSays();
    void liesInTheHomeWhereTheEnvironmentSaysNothing();
    void testModeIsAnotherPlace();
    void isMadeForNobodyElse();
    void whatWasOpenToOthersIsClosed();
    void whatBelongsToSomebodyElseIsRefused();
    void whatCannotBeMadeIsAnError();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

void StateDirectoryTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_STATE_HOME", m_folder->path().toUtf8() + "/a/state");
    qputenv("HOME", m_folder->path().toUtf8());
}

void StateDirectoryTest::liesWhereTheEnvironmentSays()
{
    QCOMPARE(StateDirectory::path(), m_folder->filePath(u"a/state/sessionbook"_s));
    QVERIFY(!QFileInfo::exists(m_folder->filePath(u"a"_s)));
}

void StateDirectoryTest::liesInTheHomeWhereTheEnvironmentSaysNothing()
{
    for (const char *useless : {"", "not/absolute"}) {
        qputenv("XDG_STATE_HOME", useless);
        QCOMPARE(StateDirectory::path(), m_folder->filePath(u".local/state/sessionbook"_s));
    }
}

void StateDirectoryTest::testModeIsAnotherPlace()
{
    QStandardPaths::setTestModeEnabled(true);
    const QString path = StateDirectory::path();
    QStandardPaths::setTestModeEnabled(false);
    QCOMPARE(path, m_folder->filePath(u".qttest/state/sessionbook"_s));
}

void StateDirectoryTest::isMadeForNobodyElse()
{
    const auto journals = StateDirectory::subdirectory(u"journals"_s);
    QVERIFY(journals);
    QCOMPARE(*journals, m_folder->filePath(u"a/state/sessionbook/journals"_s));
    QCOMPARE(modeOf(*journals), mode_t(0700));
    QCOMPARE(modeOf(StateDirectory::path()), mode_t(0700));
    QCOMPARE(*StateDirectory::subdirectory(u"journals"_s), *journals);
}

void StateDirectoryTest::whatWasOpenToOthersIsClosed()
{
    QVERIFY(QDir().mkpath(StateDirectory::path()));
    QCOMPARE(::chmod(QFile::encodeName(StateDirectory::path()).constData(), 0755), 0);
    QVERIFY(StateDirectory::subdirectory(u"locks"_s));
    QCOMPARE(modeOf(StateDirectory::path()), mode_t(0700));
}

void StateDirectoryTest::whatBelongsToSomebodyElseIsRefused()
{
    if (::getuid() != 0)
        QSKIP("only root can own a directory and be another user");
    QVERIFY(QDir().mkpath(StateDirectory::path()));
    QCOMPARE(::chmod(QFile::encodeName(m_folder->path()).constData(), 0755), 0);
    QCOMPARE(::chmod(QFile::encodeName(StateDirectory::path()).constData(), 0777), 0);
    const AsOrdinaryUser user;
    const auto locks = StateDirectory::subdirectory(u"locks"_s);
    QVERIFY(!locks);
    QCOMPARE(locks.error().kind, ErrorKind::PermissionDenied);
    QCOMPARE(locks.error().path, StateDirectory::path());
}

void StateDirectoryTest::whatCannotBeMadeIsAnError()
{
    QFile file(m_folder->filePath(u"a"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto locks = StateDirectory::subdirectory(u"locks"_s);
    QVERIFY(!locks);
    QCOMPARE(locks.error().kind, ErrorKind::WriteFailed);
    QVERIFY(locks.error().detail.startsWith(u"mkdir: "_s));
}

QTEST_GUILESS_MAIN(StateDirectoryTest)
#include "tst_statedirectory.moc"
