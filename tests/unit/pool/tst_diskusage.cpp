#include "Upload.h"

#include "pool/files/DiskUsage.h"
#include "pool/files/RemoveTree.h"

#include "support/AsOrdinaryUser.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;

/// A directory of the user nobody where root runs the test, whom permissions bind.
class Place
{
public:
    Place()
    {
        chmod(encoded(), 0777);
        m_handle = FileDescriptor(open(encoded(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
    ~Place() { (void)removeTree(m_directory.path()); } // also what Qt may not

    [[nodiscard]] QByteArray path(const char *name = "") const
    {
        return m_directory.path().toLocal8Bit() + '/' + name;
    }
    [[nodiscard]] DiskUsage usage(qint64 maxEntries = 1000) const
    {
        return diskUsageOf(m_handle.get(), maxEntries);
    }
    void write(const char *name, qint64 bytes) const
    {
        const FileDescriptor file(open(path(name).constData(), O_WRONLY | O_CREAT, 0600));
        const QByteArray content(bytes, 'x');
        QCOMPARE(::write(file.get(), content.constData(), size_t(bytes)), ssize_t(bytes));
        fsync(file.get());
    }
    [[nodiscard]] int handle() const { return m_handle.get(); }

private:
    [[nodiscard]] const char *encoded()
    {
        m_encoded = m_directory.path().toLocal8Bit();
        return m_encoded.constData();
    }
    QTemporaryDir m_directory;
    QByteArray m_encoded;
    FileDescriptor m_handle;
};

ErrorKind kindOf(const Result<SessionFile> &result)
{
    return result ? ErrorKind::Internal : result.error().kind;
}

} // namespace

/// What the files of a session take, and that uploads stay within what they may.
class DiskUsageTest : public QObject
{
    Q_OBJECT

private slots:
    void filesBelowDirectoriesCount();
    void holesCountNothing();
    void namesOfOneFileCountOnce();
    void linksAreNotFollowed();
    void countingStopsBeyondTheMost();
    void deepNestingIsTold();
    void forbiddenDirectoriesAreMeasuredAndStayForbidden();
    void rootThatIsForbiddenIsMeasured();

    void uploadBeyondTheQuotaIsRefused();
    void uploadsUnderWayShareTheQuota();
    void uploadIsMeasuredAgainAtItsEnd();
    void uploadBeyondTheEntriesIsRefused();
    void uploadsLeaveTheReserve();
};

void DiskUsageTest::filesBelowDirectoriesCount()
{
    const Place place;
    mkdir(place.path("a").constData(), 0700);
    mkdir(place.path("a/b").constData(), 0700);
    place.write("a/b/c", MiB);
    const DiskUsage usage = place.usage();
    QCOMPARE(usage.entries, 3);
    QVERIFY(usage.bytes >= MiB && usage.bytes < 2 * MiB);
    QVERIFY(usage.isComplete);
    QCOMPARE(place.usage().bytes, usage.bytes);
}

void DiskUsageTest::holesCountNothing()
{
    const Place place;
    place.write("sparse", 1);
    QCOMPARE(truncate(place.path("sparse").constData(), 100 * MiB), 0);
    QVERIFY(place.usage().bytes < MiB);
}

void DiskUsageTest::namesOfOneFileCountOnce()
{
    const Place place;
    place.write("one", MiB);
    QCOMPARE(link(place.path("one").constData(), place.path("two").constData()), 0);
    QVERIFY(place.usage().bytes < 2 * MiB);
    QCOMPARE(place.usage().entries, 2);
}

void DiskUsageTest::linksAreNotFollowed()
{
    const Place outside;
    outside.write("large", MiB);
    const Place place;
    QCOMPARE(symlink(outside.path().constData(), place.path("link").constData()), 0);
    QCOMPARE(place.usage().entries, 1);
    QVERIFY(place.usage().bytes < MiB);
}

void DiskUsageTest::countingStopsBeyondTheMost()
{
    const Place place;
    for (int i = 0; i < 20; ++i)
        place.write(QByteArray::number(i).constData(), 0);
    QVERIFY(place.usage(20).isComplete);
    QVERIFY(!place.usage(19).isComplete);
    QCOMPARE(place.usage(5).entries, 6);
}

void DiskUsageTest::deepNestingIsTold()
{
    const Place place;
    FileDescriptor current(dup(place.handle()));
    for (int depth = 0; depth < 150; ++depth) {
        QCOMPARE(mkdirat(current.get(), "d", 0700), 0);
        current = FileDescriptor(openat(current.get(), "d", O_RDONLY | O_DIRECTORY));
    }
    QVERIFY(!place.usage().isComplete);
    QVERIFY(place.usage().entries > 90);
}

void DiskUsageTest::forbiddenDirectoriesAreMeasuredAndStayForbidden()
{
    const Place place;
    const AsOrdinaryUser ordinary;
    if (!ordinary.isOrdinary())
        QSKIP("root cannot step down here");
    // Changing its user has closed the process's own /proc to it, which real ordinary users see.
    prctl(PR_SET_DUMPABLE, 1);
    mkdir(place.path("closed").constData(), 0700);
    place.write("closed/large", MiB);
    for (const mode_t mode : {0, 0400, 0100}) {
        QCOMPARE(chmod(place.path("closed").constData(), mode), 0);
        QVERIFY(place.usage().bytes >= MiB);
        struct stat status
        {
        };
        QCOMPARE(stat(place.path("closed").constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, mode);
    }
}

void DiskUsageTest::rootThatIsForbiddenIsMeasured()
{
    const Place place;
    const AsOrdinaryUser ordinary;
    if (!ordinary.isOrdinary())
        QSKIP("root cannot step down here");
    // Changing its user has closed the process's own /proc to it, which real ordinary users see.
    prctl(PR_SET_DUMPABLE, 1);
    mkdir(place.path("root").constData(), 0700);
    place.write("root/large", MiB);
    const FileDescriptor root(open(place.path("root").constData(), O_RDONLY | O_DIRECTORY));
    QCOMPARE(chmod(place.path("root").constData(), 0), 0);
    QVERIFY(diskUsageOf(root.get(), 10).bytes >= MiB);
}

void DiskUsageTest::uploadBeyondTheQuotaIsRefused()
{
    const QTemporaryDir place;
    const auto directory = SessionDirectory::create(place.filePath(u"s"_s), {.bytes = MiB});
    QVERIFY(upload(*directory, u"fits"_s, QByteArray(MiB / 2, 'x')));
    QCOMPARE(kindOf(upload(*directory, u"more"_s, QByteArray(MiB, 'x'))), ErrorKind::DiskFull);
    QVERIFY(directory->file(u"fits"_s) && !directory->file(u"more"_s));
    QVERIFY(directory->remove(u"fits"_s));
    QVERIFY(upload(*directory, u"again"_s, QByteArray(MiB / 2, 'x')));
}

void DiskUsageTest::uploadsUnderWayShareTheQuota()
{
    const QTemporaryDir place;
    const auto directory = SessionDirectory::create(place.filePath(u"s"_s), {.bytes = MiB});
    const QByteArray half(MiB * 6 / 10, 'x');
    auto first = directory->beginUpload();
    auto second = directory->beginUpload();
    QVERIFY(first->write(half.constData(), size_t(half.size())));
    QVERIFY(!second->write(half.constData(), size_t(half.size())));
}

void DiskUsageTest::uploadIsMeasuredAgainAtItsEnd()
{
    const QTemporaryDir place;
    const auto directory = SessionDirectory::create(place.filePath(u"s"_s), {.bytes = MiB});
    const QByteArray half(MiB * 6 / 10, 'x');
    auto late = directory->beginUpload();
    QVERIFY(late->write(half.constData(), size_t(half.size())));
    // As the session itself does, whom no upload knows of.
    QFile file(directory->dataPath() + "/made"_L1);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(half) == half.size() && file.flush());
    fsync(file.handle());
    QCOMPARE(kindOf(directory->commit(std::move(*late), u"late"_s)), ErrorKind::DiskFull);
}

void DiskUsageTest::uploadBeyondTheEntriesIsRefused()
{
    const QTemporaryDir place;
    const auto directory = SessionDirectory::create(place.filePath(u"s"_s), {.entries = 2});
    QVERIFY(upload(*directory, u"a"_s, "1"));
    QVERIFY(upload(*directory, u"b"_s, "1"));
    QCOMPARE(kindOf(upload(*directory, u"c"_s, "1")), ErrorKind::DiskFull);
}

void DiskUsageTest::uploadsLeaveTheReserve()
{
    const QTemporaryDir place;
    constexpr qint64 MoreThanAnyDisk = 1LL << 60;
    const auto directory
        = SessionDirectory::create(place.filePath(u"s"_s), {.reserveBytes = MoreThanAnyDisk});
    QCOMPARE(kindOf(upload(*directory, u"a"_s, "1")), ErrorKind::DiskFull);
}

QTEST_GUILESS_MAIN(DiskUsageTest)
#include "tst_diskusage.moc"
