#include "Upload.h"

#include "pool/files/PoolDirectory.h"
#include "pool/files/RemoveTree.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QStringList namesOf(const QList<SessionFile> &files)
{
    QStringList names;
    for (const SessionFile &file : files)
        names.append(file.directory.isEmpty() ? file.name : file.directory + u'/' + file.name);
    return names;
}

} // namespace

class SessionDirectoryTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void pathsAreJoinedBelowTheRoot_data();
    void pathsAreJoinedBelowTheRoot();
    void pathsThatLeaveTheRootAreRefused();
    void uploadableNamesAreThoseOfTheService_data();
    void uploadableNamesAreThoseOfTheService();
    void uploadAppearsOnlyWhenWhole();
    void listingIsRecursiveOnDemand();
    void symbolicLinksAreNeverFollowed();
    void fifosAreNoFiles();
    void removingALinkKeepsItsTarget();
    void directoryIsNotReplacedByAFile();
    void treeWithoutPermissionsIsRemoved();
    void veryDeepTreeIsRemoved();
    void leftoversOfDeadPoolsAreRemoved();
    void lostSandboxesOfDeadPoolsAreKilled();

private:
    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<SessionDirectory> m_directory;
};

void SessionDirectoryTest::init()
{
    m_place = std::make_unique<QTemporaryDir>();
    auto created = SessionDirectory::create(m_place->filePath(u"session"_s));
    QVERIFY(created);
    m_directory = std::make_unique<SessionDirectory>(std::move(*created));
}

void SessionDirectoryTest::pathsAreJoinedBelowTheRoot_data()
{
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("path");
    QTest::newRow("plain") << u""_s << u"a.csv"_s << u"a.csv"_s;
    QTest::newRow("absolute name") << u""_s << u"/mnt/data/a.csv"_s << u"a.csv"_s;
    QTest::newRow("absolute directory") << u"/mnt/data"_s << u"a"_s << u"a"_s;
    QTest::newRow("directory below") << u"/mnt/data/x/"_s << u"a"_s << u"x/a"_s;
    QTest::newRow("relative directory") << u"x/y"_s << u"a"_s << u"x/y/a"_s;
    QTest::newRow("dots that mean here") << u"./x//."_s << u"a"_s << u"x/a"_s;
    QTest::newRow("other absolute paths stay below") << u"/etc"_s << u"passwd"_s << u"etc/passwd"_s;
    QTest::newRow("name that only begins like the root")
        << u"/mnt/database"_s << u"a"_s << u"mnt/database/a"_s;
}

void SessionDirectoryTest::pathsAreJoinedBelowTheRoot()
{
    QFETCH(QString, directory);
    QFETCH(QString, name);
    QTEST(*sessionPath(directory, name), "path");
}

void SessionDirectoryTest::pathsThatLeaveTheRootAreRefused()
{
    QVERIFY(!sessionPath(u".."_s, u"a"_s));
    QVERIFY(!sessionPath(u""_s, u"a/../../b"_s));
    QVERIFY(!sessionPath(u""_s, u"/mnt/data/../x"_s));
    QVERIFY(!sessionPath(u""_s, QString(1, QChar::Null)));
    QVERIFY(!sessionPath(u""_s, QString(256, u'a')));
}

void SessionDirectoryTest::uploadableNamesAreThoseOfTheService_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("all signs") << u"-_ .@$&=;,#%^()aZ09"_s << true;
    QTest::newRow("letters of other scripts") << u"häßlich 数据 данные.csv"_s << true;
    QTest::newRow("directory") << u"a b/c.txt"_s << true;
    QTest::newRow("dot in the directory") << u"a.b/c.txt"_s << false;
    for (const QChar sign : u"*?<>|\":'`~!+[]{}\\\t\n"_s)
        QTest::addRow("sign %d", sign.unicode()) << u"a"_s + sign << false;
    QTest::newRow("picture sign") << u"a\U0001F600"_s << false;
    QTest::newRow("nothing") << u""_s << false;
}

void SessionDirectoryTest::uploadableNamesAreThoseOfTheService()
{
    QFETCH(QString, path);
    QTEST(isUploadablePath(path), "accepted");
}

void SessionDirectoryTest::uploadAppearsOnlyWhenWhole()
{
    {
        auto abandoned = m_directory->beginUpload();
        QVERIFY(abandoned && abandoned->write("x", 1));
        QVERIFY(m_directory->list(u""_s, true)->isEmpty());
    }
    QVERIFY(QDir(m_directory->path() + "/incoming"_L1).isEmpty());
    QCOMPARE(upload(*m_directory, u"a/b.txt"_s, "whole")->sizeBytes, 5);
    QCOMPARE(upload(*m_directory, u"a/b.txt"_s, "replaced")->sizeBytes, 8);
    QVERIFY(QDir(m_directory->path() + "/incoming"_L1).isEmpty());
}

void SessionDirectoryTest::listingIsRecursiveOnDemand()
{
    QVERIFY(upload(*m_directory, u"b"_s, "1") && upload(*m_directory, u"a/c/d"_s, "1"));
    QCOMPARE(namesOf(*m_directory->list(u""_s, false)), QStringList({u"a"_s, u"b"_s}));
    QCOMPARE(namesOf(*m_directory->list(u""_s, true)),
             QStringList({u"a"_s, u"b"_s, u"a/c"_s, u"a/c/d"_s}));
    QCOMPARE(namesOf(*m_directory->list(u"a/c"_s, false)), QStringList({u"a/c/d"_s}));
    QCOMPARE(m_directory->list(u"none"_s, false).error().kind, ErrorKind::NotFound);
}

void SessionDirectoryTest::symbolicLinksAreNeverFollowed()
{
    QFile secret(m_place->filePath(u"secret"_s));
    QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("secret") == 6);
    const QDir data(m_directory->dataPath());
    QVERIFY(QFile::link(secret.fileName(), data.filePath(u"link"_s)));
    QVERIFY(QFile::link(m_place->path(), data.filePath(u"up"_s)));
    QVERIFY(!m_directory->open(u"link"_s));
    QVERIFY(!m_directory->open(u"up/secret"_s));
    QVERIFY(!m_directory->file(u"link"_s));
    QVERIFY(!m_directory->list(u"up"_s, false));
    QVERIFY(!m_directory->remove(u"up/secret"_s));
    QVERIFY(!upload(*m_directory, u"up/new"_s, "x"));
    QVERIFY(m_directory->list(u""_s, true)->isEmpty());
    QVERIFY(secret.exists() && !QFile::exists(m_place->filePath(u"new"_s)));
}

void SessionDirectoryTest::fifosAreNoFiles()
{
    const QByteArray fifo = (m_directory->dataPath() + "/fifo"_L1).toLocal8Bit();
    QCOMPARE(mkfifo(fifo.constData(), 0600), 0);
    QCOMPARE(m_directory->open(u"fifo"_s).error().kind, ErrorKind::NotFound);
    QVERIFY(m_directory->list(u""_s, false)->isEmpty());
}

void SessionDirectoryTest::removingALinkKeepsItsTarget()
{
    QVERIFY(QDir(m_place->path()).mkpath(u"precious/inside"_s));
    QVERIFY(QDir(m_directory->dataPath()).mkpath(u"tree"_s));
    QVERIFY(
        QFile::link(m_place->filePath(u"precious"_s), m_directory->dataPath() + "/tree/link"_L1));
    QVERIFY(QFile::link(m_place->filePath(u"precious"_s), m_directory->dataPath() + "/link"_L1));
    QVERIFY(m_directory->remove(u"tree"_s));
    QVERIFY(m_directory->remove(u"link"_s));
    QVERIFY(QDir(m_place->filePath(u"precious/inside"_s)).exists());
}

void SessionDirectoryTest::directoryIsNotReplacedByAFile()
{
    QVERIFY(upload(*m_directory, u"a/b"_s, "1"));
    QCOMPARE(upload(*m_directory, u"a"_s, "1").error().kind, ErrorKind::IsDirectory);
    QCOMPARE(m_directory->open(u"a"_s).error().kind, ErrorKind::IsDirectory);
}

void SessionDirectoryTest::treeWithoutPermissionsIsRemoved()
{
    QVERIFY(QDir(m_directory->dataPath()).mkpath(u"a/b/c"_s));
    for (const char *name : {"/a/b/c", "/a/b", "/a"})
        QCOMPARE(chmod((m_directory->dataPath().toLocal8Bit() + name).constData(), 0), 0);
    QVERIFY(m_directory->remove(u"a"_s));
    QVERIFY(m_directory->list(u""_s, false)->isEmpty());
}

void SessionDirectoryTest::veryDeepTreeIsRemoved()
{
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_directory->dataPath()));
    for (int i = 0; i < 400; ++i) {
        QCOMPARE(mkdir("deep-directory", 0700), 0);
        QCOMPARE(chdir("deep-directory"), 0);
    }
    QVERIFY(QDir::setCurrent(before));
    QVERIFY(m_directory->remove(u"deep-directory"_s));
    QVERIFY(m_directory->list(u""_s, false)->isEmpty());
}

void SessionDirectoryTest::leftoversOfDeadPoolsAreRemoved()
{
    const QString shared = m_place->filePath(u"pools"_s);
    QVERIFY(QDir().mkpath(shared + "/dead/sessions/1/data"_L1));
    const auto pool = PoolDirectory::create(shared);
    QVERIFY(pool);
    const auto other = PoolDirectory::create(shared);
    QVERIFY(other && QDir(pool->sessionsPath()).exists() && QDir(other->sessionsPath()).exists());
    QVERIFY(!QDir(shared + "/dead"_L1).exists());
}

void SessionDirectoryTest::lostSandboxesOfDeadPoolsAreKilled()
{
    const QString shared = m_place->filePath(u"pools"_s);
    const auto living = PoolDirectory::create(shared);
    QVERIFY(living);
    QVERIFY(QDir().mkpath(shared + "/dead/sessions"_L1));
    QProcess lost;
    QProcess kept;
    const auto start = [](QProcess &process, const QString &path) {
        process.start(u"bwrap"_s,
                      {u"--unshare-all"_s, u"--ro-bind"_s, u"/"_s, u"/"_s, u"--bind"_s, path,
                       u"/mnt"_s, u"sh"_s, u"-c"_s, u"echo; exec sleep 1000"_s});
        return process.waitForReadyRead(30000);
    };
    QVERIFY(start(lost, shared + "/dead/sessions"_L1));
    QVERIFY(start(kept, living->sessionsPath()));

    const auto next = PoolDirectory::create(shared);

    QVERIFY(next);
    QVERIFY(lost.waitForFinished(30000));
    QVERIFY(!QDir(shared + "/dead"_L1).exists());
    QCOMPARE(kept.state(), QProcess::Running);
    kept.kill();
    kept.waitForFinished();
}

QTEST_GUILESS_MAIN(SessionDirectoryTest)
#include "tst_sessiondirectory.moc"
