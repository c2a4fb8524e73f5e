#include "SessionBench.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RestError::Kind;

class FileJobsTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void listingIsRead();
    void oddListings_data();
    void oddListings();
    void nextPageIsFollowedOnTheSameHostOnly();
    void uploadSendsTheFileAndProgress();
    void uploadIntoADirectoryNamesItInTheQuery();
    void uploadThatArrivedShortIsAnError();
    void uploadIsRepeatedFromTheStart();
    void missingFileIsToldBeforeSending();
    void fileThatShrinksMeanwhileFailsTheUpload();
    void downloadWritesTheFile();
    void failedDownloadLeavesTheOldFile_data();
    void failedDownloadLeavesTheOldFile();
    void cancelledDownloadLeavesNothing();
    void downloadThatCannotBeWrittenIsTold();
    void namesAreEncoded();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_directory.filePath(name); }
    [[nodiscard]] QString fileWith(const QByteArray &bytes) const
    {
        QFile file(path(u"local"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        return file.fileName();
    }
    [[nodiscard]] static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : "(no file)"_ba;
    }
    QTemporaryDir m_directory;
};

void FileJobsTest::listingIsRead()
{
    FakeBench bench;
    bench.network.answerNext(
        {.body
         = R"({"value":[{"name":"a.csv","type":"File","sizeInBytes":7,"lastModifiedAt":"2024-11-11T09:05:02.4865293Z","directory":"."},)"
           R"({"name":"plots","type":"Directory","sizeInBytes":4096,"lastModifiedAt":"2024-11-11T09:05:02Z"},)"
           R"({"name":"b.png","type":"file","sizeInBytes":1,"directory":"/mnt/data/plots/"}],"nextLink":null})"});
    const std::unique_ptr<ListFilesJob> job(bench.session.listFiles(nullptr));
    job->start();
    QTRY_VERIFY(job->isFinished());

    const QDateTime time(QDate(2024, 11, 11), QTime(9, 5, 2, 486), Qt::UTC);
    const QDateTime wholeSecond(QDate(2024, 11, 11), QTime(9, 5, 2), Qt::UTC);
    const QList<SessionFile> expected{{u"a.csv"_s, {}, 7, time, false},
                                      {u"plots"_s, {}, 4096, wholeSecond, true},
                                      {u"b.png"_s, u"plots"_s, 1, {}, false}};
    QCOMPARE(*job->result(), expected);
}

void FileJobsTest::oddListings_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("count");
    QTest::newRow("empty") << R"({"value":[]})"_ba << 0;
    QTest::newRow("bare array") << R"([{"name":"a"}])"_ba << 1;
    QTest::newRow("entries of another kind")
        << R"({"value":[1,{"name":""},{"name":"../x"},{"name":".."},{"name":"a"}]})"_ba << 1;
    QTest::newRow("no list") << R"({"files":[]})"_ba << -1;
    QTest::newRow("text") << "files"_ba << -1;
}

void FileJobsTest::oddListings()
{
    QFETCH(QByteArray, body);
    QFETCH(int, count);
    FakeBench bench;
    bench.network.answerNext({.body = body});
    const std::unique_ptr<ListFilesJob> job(bench.session.listFiles(nullptr));
    job->start();
    QTRY_VERIFY(job->isFinished());
    if (count < 0)
        QCOMPARE(job->error()->kind, Kind::InvalidReply);
    else
        QCOMPARE(job->result()->size(), count);
}

void FileJobsTest::nextPageIsFollowedOnTheSameHostOnly()
{
    FakeBench bench;
    bench.network.answerNext(
        {.body
         = R"({"value":[{"name":"a"}],"nextLink":"https://pool.test/p/files?skip=1&identifier=x%2By"})"});
    bench.network.answerNext(
        {.body = R"({"value":[{"name":"b"}],"nextLink":"https://evil.test/p/files?skip=2"})"});
    const std::unique_ptr<ListFilesJob> job(bench.session.listFiles(nullptr));
    job->start();
    for (int i = 0; i < 5; ++i) {
        QCoreApplication::processEvents();
        bench.clock.advance(1ms);
    }
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->error()->kind, Kind::Insecure);
    QCOMPARE(bench.network.requests().size(), 2);
    QCOMPARE(bench.network.requests().last().url.toEncoded(),
             "https://pool.test/p/files?skip=1&identifier=x%2By"_ba);
}

void FileJobsTest::uploadSendsTheFileAndProgress()
{
    ServerBench bench;
    const QByteArray content(3'000'000, 'd');
    bench.server.next(
        ScriptedServer::answer(200, R"({"name":"data.csv","type":"","sizeInBytes":3000000})"));
    const std::unique_ptr<UploadFileJob> job(
        bench.session.uploadFile(fileWith(content), u"data.csv"_s, nullptr));
    QSignalSpy progress(job.get(), &RestJob::uploadProgressed);
    job->start();
    QTRY_VERIFY(job->isFinished());

    QVERIFY(!job->error());
    QCOMPARE(job->result()->name, u"data.csv"_s);
    const ReceivedRequest received = bench.server.received().first();
    QVERIFY(received.headers.value("content-type").startsWith("multipart/form-data; boundary="));
    QVERIFY(received.body.contains("name=\"file\"; filename=\"data.csv\""));
    QVERIFY(received.body.contains(content));
    QVERIFY(progress.count() > 0);
    QCOMPARE(progress.last().at(0), progress.last().at(1));
}

void FileJobsTest::uploadIntoADirectoryNamesItInTheQuery()
{
    FakeBench bench;
    bench.network.answerNext({.body = R"([{"name":"a.csv","sizeInBytes":3}])"});
    const std::unique_ptr<UploadFileJob> job(
        bench.session.uploadFile(fileWith("abc"), u"in/here/a.csv"_s, nullptr));
    job->start();
    QTRY_VERIFY(job->isFinished());
    QVERIFY(!job->error());
    QVERIFY(bench.network.requests().first().url.toEncoded().endsWith("&path=in%2Fhere"));
    QVERIFY(bench.network.requests().first().body.contains("filename=\"a.csv\""));
}

void FileJobsTest::uploadThatArrivedShortIsAnError()
{
    FakeBench bench;
    bench.network.answerNext({.body = R"({"name":"a","sizeInBytes":2})"});
    const std::unique_ptr<UploadFileJob> job(
        bench.session.uploadFile(fileWith("abc"), u"a"_s, nullptr));
    job->start();
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->error()->kind, Kind::InvalidReply);
}

void FileJobsTest::uploadIsRepeatedFromTheStart()
{
    FakeBench bench;
    bench.network.answerNext({.status = 0, .error = QNetworkReply::RemoteHostClosedError});
    bench.network.answerNext({.body = R"({"name":"a","sizeInBytes":3})"});
    const std::unique_ptr<UploadFileJob> job(
        bench.session.uploadFile(fileWith("abc"), u"a"_s, nullptr));
    job->start();
    QTRY_COMPARE(bench.network.openReplies(), 0);
    bench.clock.advance(1s);
    QTRY_VERIFY(job->isFinished());
    QVERIFY(!job->error());
    QVERIFY(bench.network.requests().last().body.contains("\r\n\r\nabc\r\n"));
}

void FileJobsTest::missingFileIsToldBeforeSending()
{
    FakeBench bench;
    const std::unique_ptr<UploadFileJob> job(
        bench.session.uploadFile(path(u"none"_s), u"a"_s, nullptr));
    job->start();
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->error()->kind, Kind::LocalFile);
    QVERIFY(bench.network.requests().isEmpty());
}

void FileJobsTest::fileThatShrinksMeanwhileFailsTheUpload()
{
    ServerBench bench;
    const QString local = fileWith(QByteArray(3'000'000, 'x'));
    const std::unique_ptr<UploadFileJob> job(bench.session.uploadFile(local, u"a"_s, nullptr));
    job->setRetryPolicy(RetryPolicy::never());
    job->start();
    QVERIFY(QFile::resize(local, 10));
    QTRY_VERIFY(job->isFinished());
    QVERIFY(job->error());
    QVERIFY(bench.server.received().isEmpty());
}

void FileJobsTest::downloadWritesTheFile()
{
    ServerBench bench;
    const QByteArray content = QByteArray("0123456789").repeated(1'000'000);
    bench.server.next(ScriptedServer::answer(200, content));
    const std::unique_ptr<DownloadFileJob> job(
        bench.session.downloadFile(u"a"_s, path(u"down"_s), nullptr));
    QSignalSpy progress(job.get(), &RestJob::downloadProgressed);
    job->start();
    QTRY_VERIFY(job->isFinished());
    QVERIFY(job->result().hasValue());
    QCOMPARE(contentOf(path(u"down"_s)), content);
    QVERIFY(progress.count() > 0);
}

void FileJobsTest::failedDownloadLeavesTheOldFile_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("not there") << "HTTP/1.1 404 X\r\nContent-Length: 2\r\n\r\nno"_ba;
    QTest::newRow("cut off") << "HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nhalf"_ba;
}

void FileJobsTest::failedDownloadLeavesTheOldFile()
{
    QFETCH(QByteArray, answer);
    ServerBench bench;
    const QString old = fileWith("old");
    bench.server.next(ScriptedServer::rawThenClose(answer));
    const std::unique_ptr<DownloadFileJob> job(bench.session.downloadFile(u"a"_s, old, nullptr));
    job->setRetryPolicy(RetryPolicy::never());
    job->start();
    QTRY_VERIFY(job->isFinished());
    QVERIFY(job->error());
    QCOMPARE(contentOf(old), "old"_ba);
}

void FileJobsTest::cancelledDownloadLeavesNothing()
{
    FakeBench bench;
    bench.network.answerNext({.body = "half", .staysOpen = true});
    QTemporaryDir directory;
    std::unique_ptr<DownloadFileJob> job(
        bench.session.downloadFile(u"a"_s, directory.filePath(u"down"_s), nullptr));
    QSignalSpy finished(job.get(), &RestJob::finished);
    job->start();
    QCoreApplication::processEvents();
    job->cancel();
    QTRY_COMPARE(finished.count(), 1);
    job.reset();
    QVERIFY(QDir(directory.path()).isEmpty());
}

void FileJobsTest::downloadThatCannotBeWrittenIsTold()
{
    FakeBench bench;
    const std::unique_ptr<DownloadFileJob> job(
        bench.session.downloadFile(u"a"_s, path(u"no/such/dir"_s), nullptr));
    job->start();
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->error()->kind, Kind::LocalFile);
}

void FileJobsTest::namesAreEncoded()
{
    FakeBench bench;
    bench.network.answerNext({.status = 204});
    const std::unique_ptr<DeleteFileJob> job(
        bench.session.deleteFile(u"sub dir/ä #1%20.csv"_s, nullptr));
    job->start();
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(
        bench.network.requests().first().url.toEncoded(),
        "https://pool.test/p/files/%C3%A4%20%231%2520.csv?api-version=2025-10-02-preview&identifier=my%20session&path=sub%20dir"_ba);
}

QTEST_GUILESS_MAIN(FileJobsTest)
#include "tst_filejobs.moc"
