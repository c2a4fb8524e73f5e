#include "notebook/files/FileFingerprint.h"
#include "notebook/files/FileStamp.h"

#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace sessionbook;

namespace {

constexpr qint64 second = 1'000'000'000;

struct stat statusOf(qint64 modifiedSeconds, qint64 changedSeconds)
{
    struct stat status = {};
    status.st_dev = 1;
    status.st_ino = 2;
    status.st_size = 3;
    status.st_mtim.tv_sec = modifiedSeconds;
    status.st_ctim.tv_sec = changedSeconds;
    return status;
}

} // namespace

class FileFingerprintTest : public QObject
{
    Q_OBJECT

private slots:
    void tellsContentsApart();
    void partsGiveTheFingerprintOfTheWhole();
    void anEmptyFileIsNotNoFile();
    void survivesBeingWritten();
    void whatIsNoFingerprintIsRefused_data();
    void whatIsNoFingerprintIsRefused();
    void aStampIsCertainWhenTheClockMovedOnSinceTheChange();
    void aStampOfAnotherComputerIsNeverCertain();
    void onlyAnEqualAndCertainStampProvesAnything();
    void aRealFileIsToldByItsStamp();
};

void FileFingerprintTest::tellsContentsApart()
{
    const auto a = FileFingerprint::of("print(1)");
    QCOMPARE(a, FileFingerprint::of("print(1)"));
    QVERIFY(a != FileFingerprint::of("print(2)"));
    QCOMPARE(a.sizeBytes, 8);
}

void FileFingerprintTest::partsGiveTheFingerprintOfTheWhole()
{
    QByteArray whole;
    FingerprintTaker taker;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray part = QByteArray::number(i).repeated(i % 7);
        whole += part;
        taker.add(part);
    }
    QCOMPARE(taker.fingerprint(), FileFingerprint::of(whole));
}

void FileFingerprintTest::anEmptyFileIsNotNoFile()
{
    QVERIFY(FileFingerprint().isNull());
    QVERIFY(!FileFingerprint::of({}).isNull());
    QCOMPARE(FingerprintTaker().fingerprint(), FileFingerprint::of({}));
}

void FileFingerprintTest::survivesBeingWritten()
{
    for (const auto &content : {QByteArray(), QByteArray("x"), QByteArray(5000, 'y')}) {
        const auto fingerprint = FileFingerprint::of(content);
        QCOMPARE(FileFingerprint::fromText(fingerprint.toText()), fingerprint);
    }
    const FileFingerprint small = {1, 2, 3};
    QCOMPARE(small.toText(), QByteArray("00000000000000010000000000000002-3"));
    QCOMPARE(FileFingerprint().toText(), QByteArray());
}

void FileFingerprintTest::whatIsNoFingerprintIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("short") << QByteArray("0000000000000001");
    QTest::newRow("no size") << QByteArray("00000000000000010000000000000002-");
    QTest::newRow("negative") << QByteArray("00000000000000010000000000000002--1");
    QTest::newRow("letters") << QByteArray("0000000000000001000000000000000x-3");
    QTest::newRow("upper case") << QByteArray("000000000000000A0000000000000002-3");
    QTest::newRow("more") << QByteArray("00000000000000010000000000000002-3 ");
}

void FileFingerprintTest::whatIsNoFingerprintIsRefused()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!FileFingerprint::fromText(text));
}

void FileFingerprintTest::aStampIsCertainWhenTheClockMovedOnSinceTheChange()
{
    QVERIFY(!FileStamp::of(statusOf(100, 100), 100 * second, true).isCertain);
    QVERIFY(!FileStamp::of(statusOf(100, 100), 102 * second - 1, true).isCertain);
    QVERIFY(FileStamp::of(statusOf(100, 100), 102 * second, true).isCertain);
    // The time of modification can be set back, that of the inode cannot.
    QVERIFY(!FileStamp::of(statusOf(50, 100), 101 * second, true).isCertain);
    // A clock that was set back.
    QVERIFY(!FileStamp::of(statusOf(500, 500), 102 * second, true).isCertain);
}

void FileFingerprintTest::aStampOfAnotherComputerIsNeverCertain()
{
    QVERIFY(!FileStamp::of(statusOf(100, 100), 1000 * second, false).isCertain);
}

void FileFingerprintTest::onlyAnEqualAndCertainStampProvesAnything()
{
    const auto certain = FileStamp::of(statusOf(100, 100), 200 * second, true);
    const auto racy = FileStamp::of(statusOf(100, 100), 100 * second, true);
    QVERIFY(certain.provesSame(certain));
    QVERIFY(certain.provesSame(racy)); // what counts is when the known content was read
    QVERIFY(!racy.provesSame(certain));
    QVERIFY(!certain.provesSame(FileStamp::of(statusOf(100, 101), 200 * second, true)));
    QVERIFY(!certain.provesSame(FileStamp::of(statusOf(101, 100), 200 * second, true)));
    QVERIFY(!FileStamp().provesSame(FileStamp()));
}

void FileFingerprintTest::aRealFileIsToldByItsStamp()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    const FileStamp before = FileStamp::of(file.handle());
    QVERIFY(!before.isCertain); // just made
    QVERIFY(before.inode != 0);
    QVERIFY(before.isSameFile(FileStamp::of(file.handle())));
    file.write("x");
    QVERIFY(file.flush());
    QCOMPARE(FileStamp::of(file.handle()).sizeBytes, 1);
    QVERIFY(!FileStamp::of(-1).isCertain);
    QVERIFY(!FileStamp::of(-1).isSameFile(FileStamp::of(-1)));
}

QTEST_GUILESS_MAIN(FileFingerprintTest)
#include "tst_filefingerprint.moc"
