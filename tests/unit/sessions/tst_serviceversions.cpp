#include "SessionBench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RestError::Kind;

namespace {

const QString newest = u"2025-10-02-preview"_s;
const QString fourth = u"2025-02-02-preview"_s;
const QString third = u"2024-10-02-preview"_s;
const QString first = u"2024-02-02-preview"_s;

const QByteArray unsupported
    = R"({"error":{"code":"UnsupportedApiVersion","message":"The HTTP resource does not support the API version."}})";
const QByteArray done
    = R"({"id":"1","status":"Succeeded","result":{"stdout":"","stderr":"","executionResult":42}})";
const QByteArray wrappedDone
    = R"({"$id":"1","properties":{"$id":"2","status":"Success","stdout":"Hello world\n","stderr":"","result":"","executionTimeInMilliseconds":35}})";

QStringList askedVersions(const FakeBench &bench)
{
    QStringList versions;
    for (const SentRequest &request : bench.network.requests())
        versions += QUrlQuery(request.url).queryItemValue(u"api-version"_s);
    return versions;
}

QJsonObject bodyOf(const SentRequest &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

bool finish(RestJob &job)
{
    job.start();
    return QTest::qWaitFor([&] { return job.isFinished(); });
}

std::unique_ptr<ExecuteCodeJob> execute(FakeBench &bench)
{
    return std::unique_ptr<ExecuteCodeJob>(bench.session.executeCode(u"6*7"_s, {}, nullptr));
}

} // namespace

class ServiceVersionsTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void olderVersionIsAskedWhereOneIsRefused_data();
    void olderVersionIsAskedWhereOneIsRefused();
    void oldestVersionIsSpokenInItsOwnShape();
    void poolsOwnListIsFollowed();
    void poolThatRefusesAllIsAskedOnceForEach();
    void otherRefusalsAskForNoOtherVersion_data();
    void otherRefusalsAskForNoOtherVersion();
    void silentNotFoundMeansTheVersionUntilOneWasTaken();
    void silentNotFoundOfASeenSessionIsItsEnd();
    void firstRefusalIsToldWhereNoneHelped();
    void whatWasFoundIsKept();
    void rememberedVersionIsAskedFirstButByMetadata();
    void poolThatBecameNewerIsNoticed();
    void rememberedVersionThatIsGoneLeadsUpAgain();
    void unknownVersionIsNotRemembered();
    void sessionsAreManagedInAVersionThatCan();
    void whatAllVersionsWereRefusedForIsNotAskedAgain();
    void fieldsBelongToTheirVersion_data();
    void fieldsBelongToTheirVersion();
    void commandsGoToPoolsThatAskForThem();
    void codeGoesToPoolsThatAskForIt();
    void poolThatWantsNeitherIsAskedTwiceOnly();
    void whoHearsOfTheKindMayEndTheJob();
    void metadataTellsTheKind_data();
    void metadataTellsTheKind();
    void filesAreAskedForInTheShapeOfTheVersion();
    void directoriesAreListedOneByOneWhereTheyMustBe();
};

void ServiceVersionsTest::olderVersionIsAskedWhereOneIsRefused_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("error") << 400 << unsupported;
    QTest::newRow("ours")
        << 400
        << R"({"error":{"code":"UnsupportedApiVersionValue","message":"The api-version 'x' is not supported."}})"_ba;
    QTest::newRow("message") << 400 << R"({"message":"unknown api-version"})"_ba;
    QTest::newRow("problem details")
        << 400
        << R"({"type":"https://docs.api-versioning.org/problems#unsupported","title":"Unsupported API version","status":400})"_ba;
    QTest::newRow("text") << 400 << R"("api-version is not supported")"_ba;
    QTest::newRow("404 that says so") << 404 << unsupported;
    QTest::newRow("404 with nothing") << 404 << ""_ba;
    QTest::newRow("404 of a framework")
        << 404
        << R"({"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"traceId":"00-1"})"_ba;
    QTest::newRow("405") << 405 << ""_ba;
}

void ServiceVersionsTest::olderVersionIsAskedWhereOneIsRefused()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    FakeBench bench;
    bench.network.answerNext({.status = status, .body = body});
    bench.network.answerNext({.status = status, .body = body});
    bench.network.answerNext({.status = 202, .body = done});
    const auto job = execute(bench);
    QVERIFY(finish(*job)); // at once: the clock stands still
    QVERIFY(job->result());
    QCOMPARE(job->result()->result.toInt(), 42);
    QCOMPARE(askedVersions(bench), (QStringList{newest, fourth, third}));
}

void ServiceVersionsTest::oldestVersionIsSpokenInItsOwnShape()
{
    FakeBench bench;
    for (int i = 0; i < 3; ++i)
        bench.network.answerNext({.status = 400, .body = unsupported});
    bench.network.answerNext({.body = wrappedDone});
    const auto job = execute(bench);
    QVERIFY(finish(*job));
    QCOMPARE(job->result()->standardOutput, u"Hello world\n"_s);
    QCOMPARE(job->result()->status, ExecutionStatus::Succeeded);
    const SentRequest last = bench.network.requests().last();
    QCOMPARE(last.url.path(), u"/p/code/execute"_s);
    const QJsonObject properties = bodyOf(last)["properties"_L1].toObject();
    QCOMPARE(properties["code"_L1].toString(), u"6*7"_s);
    QCOMPARE(properties["timeoutInSeconds"_L1].toInt(), 220);
    QVERIFY(!properties.contains("outputStreamsMaxLength"_L1));
}

void ServiceVersionsTest::poolsOwnListIsFollowed()
{
    FakeBench bench;
    bench.network.answerNext(
        {.status = 400,
         .body = unsupported,
         .headers = {{"api-supported-versions", "2023-01-01, 2024-02-02-preview"}}});
    bench.network.answerNext({.body = wrappedDone});
    const auto job = execute(bench);
    QVERIFY(finish(*job));
    QCOMPARE(askedVersions(bench), (QStringList{newest, first}));
}

void ServiceVersionsTest::poolThatRefusesAllIsAskedOnceForEach()
{
    FakeBench bench;
    for (int i = 0; i < 8; ++i)
        bench.network.answerNext({.status = 400, .body = unsupported});
    const auto job = execute(bench);
    QVERIFY(finish(*job));
    QCOMPARE(job->error()->kind, Kind::BadRequest);
    QCOMPARE(askedVersions(bench), (QStringList{newest, fourth, third, first}));
}

void ServiceVersionsTest::otherRefusalsAskForNoOtherVersion_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("bad request") << 400 << R"({"message":"timeoutInSeconds is too large"})"_ba;
    QTest::newRow("forbidden") << 403 << ""_ba;
    QTest::newRow("file not found")
        << 404 << R"({"error":{"code":"FileNotFound","message":"There is no such file."}})"_ba;
    QTest::newRow("session not found") << 404 << R"({"message":"The session was deleted."})"_ba;
    QTest::newRow("execution unknown")
        << 404 << R"("No execution available for operation Id: 1")"_ba;
    QTest::newRow("conflict") << 409 << unsupported;
    QTest::newRow("fault") << 500 << unsupported;
}

void ServiceVersionsTest::otherRefusalsAskForNoOtherVersion()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    FakeBench bench;
    bench.network.answerNext({.status = status, .body = body});
    const auto job = execute(bench);
    QVERIFY(finish(*job));
    QVERIFY(job->error());
    QCOMPARE(askedVersions(bench), QStringList{newest});
}

/// A pool that took a version, and a name that is not there.
void ServiceVersionsTest::silentNotFoundMeansTheVersionUntilOneWasTaken()
{
    FakeBench bench;
    bench.network.answerNext({.body = R"({"value":[]})"});
    bench.network.answerNext({.status = 404});
    const std::unique_ptr<ListFilesJob> list(bench.session.listFiles(nullptr));
    QVERIFY(finish(*list));
    const std::unique_ptr<DeleteFileJob> remove(bench.session.deleteFile(u"a.csv"_s, nullptr));
    QVERIFY(finish(*remove));
    QCOMPARE(remove->error()->kind, Kind::NotFound);
    QCOMPARE(bench.network.requests().size(), 2);
}

/// It says that a pool is full before that only, whatever was asked of the pool since.
void ServiceVersionsTest::silentNotFoundOfASeenSessionIsItsEnd()
{
    FakeBench bench;
    bench.network.answerNext({.status = 202, .body = done});
    bench.network.answerNext({.body = R"({"sessions":[]})"});
    bench.network.answerNext({.status = 404});
    QVERIFY(finish(*execute(bench)));
    const std::unique_ptr<ListSessionsJob> list(bench.session.listSessions(nullptr));
    QVERIFY(finish(*list));

    const auto job = execute(bench);
    QVERIFY(finish(*job));

    QCOMPARE(job->error()->kind, Kind::NotFound);
    QCOMPARE(bench.network.requests().size(), 3);
}

void ServiceVersionsTest::firstRefusalIsToldWhereNoneHelped()
{
    FakeBench bench;
    bench.network.answerNext(
        {.status = 404,
         .body = R"({"error":{"code":"ResourceNotFound","message":"There is no such pool."}})"});
    for (int i = 0; i < 3; ++i)
        bench.network.answerNext({.status = 404});
    const std::unique_ptr<ListFilesJob> job(bench.session.listFiles(nullptr));
    QVERIFY(finish(*job));
    QCOMPARE(job->error()->detail, u"There is no such pool."_s);
    QCOMPARE(bench.network.requests().size(), 4);
    QCOMPARE(bench.session.abilities().version.name, newest); // nothing was learned
}

void ServiceVersionsTest::whatWasFoundIsKept()
{
    FakeBench bench;
    QSignalSpy found(&bench.session, &SessionClient::versionFound);
    bench.network.answerNext({.status = 400, .body = unsupported});
    bench.network.answerNext({.status = 400, .body = unsupported});
    bench.network.answerNext({.status = 202, .body = done});
    bench.network.answerNext({.status = 202, .body = done});
    QVERIFY(finish(*execute(bench)));
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().first().toString(), third);
    QCOMPARE(bench.session.abilities().version.name, third);
    QVERIFY(!bench.session.abilities().version.managesSessions);
    QVERIFY(finish(*execute(bench)));
    QCOMPARE(askedVersions(bench).last(), third);
    QCOMPARE(bench.network.requests().size(), 4);
}

void ServiceVersionsTest::rememberedVersionIsAskedFirstButByMetadata()
{
    FakeBench bench;
    bench.session.rememberVersion(third);
    bench.network.answerNext({.status = 400, .body = unsupported});
    bench.network.answerNext({.status = 400, .body = unsupported});
    bench.network.answerNext({.status = 202, .body = done});
    const std::unique_ptr<PoolMetadataJob> metadata(bench.session.poolMetadata(nullptr));
    QVERIFY(finish(*metadata));
    QVERIFY(metadata->error());
    QVERIFY(finish(*execute(bench)));
    // Metadata is in two versions only.
    QCOMPARE(askedVersions(bench), (QStringList{newest, fourth, third}));
}

void ServiceVersionsTest::poolThatBecameNewerIsNoticed()
{
    FakeBench bench;
    bench.session.rememberVersion(fourth);
    QSignalSpy found(&bench.session, &SessionClient::versionFound);
    bench.network.answerNext({.body = "{}"});
    const std::unique_ptr<PoolMetadataJob> metadata(bench.session.poolMetadata(nullptr));
    QVERIFY(finish(*metadata));
    QCOMPARE(askedVersions(bench), QStringList{newest});
    QCOMPARE(found.first().first().toString(), newest);
}

void ServiceVersionsTest::rememberedVersionThatIsGoneLeadsUpAgain()
{
    FakeBench bench;
    bench.session.rememberVersion(first);
    bench.network.answerNext({.status = 400, .body = unsupported});
    bench.network.answerNext({.status = 202, .body = done});
    QVERIFY(finish(*execute(bench)));
    QCOMPARE(askedVersions(bench), (QStringList{first, newest}));
}

void ServiceVersionsTest::unknownVersionIsNotRemembered()
{
    FakeBench bench;
    bench.session.rememberVersion(u"2031-01-01"_s);
    bench.session.rememberVersion(QString());
    QCOMPARE(bench.session.abilities().version.name, newest);
}

void ServiceVersionsTest::sessionsAreManagedInAVersionThatCan()
{
    FakeBench bench;
    bench.session.rememberVersion(third);
    bench.network.answerNext({.status = 204});
    const std::unique_ptr<DeleteSessionJob> job(bench.session.deleteSession(nullptr));
    QVERIFY(finish(*job));
    QVERIFY(job->result());
    QCOMPARE(askedVersions(bench), QStringList{newest});
}

void ServiceVersionsTest::whatAllVersionsWereRefusedForIsNotAskedAgain()
{
    FakeBench bench;
    for (int i = 0; i < 3; ++i)
        bench.network.answerNext({.status = 400, .body = unsupported});
    const std::unique_ptr<GetSessionJob> one(bench.session.session(nullptr));
    QVERIFY(finish(*one));
    QCOMPARE(bench.network.requests().size(), 2);
    const std::unique_ptr<GetSessionJob> again(bench.session.session(nullptr));
    QVERIFY(finish(*again));
    QCOMPARE(again->error()->kind, Kind::BadRequest);
    QCOMPARE(bench.network.requests().size(), 2);
    // But at each connection.
    const std::unique_ptr<PoolMetadataJob> metadata(bench.session.poolMetadata(nullptr));
    metadata->start();
    QTRY_COMPARE(bench.network.requests().size(), 4);
}

void ServiceVersionsTest::fieldsBelongToTheirVersion_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("setsLength");
    QTest::addColumn<bool>("hasEmptyKernel");
    QTest::newRow("newest") << newest << true << true;
    QTest::newRow("fourth") << fourth << false << false;
    QTest::newRow("third") << third << false << false;
}

void ServiceVersionsTest::fieldsBelongToTheirVersion()
{
    QFETCH(QString, version);
    FakeBench bench;
    bench.session.rememberVersion(version);
    bench.network.answerNext({.status = 202, .body = done});
    const std::unique_ptr<ExecuteCodeJob> job(
        bench.session.executeCode(u"1"_s, {.inEmptyKernel = true}, nullptr));
    QVERIFY(finish(*job));
    const QJsonObject body = bodyOf(bench.network.requests().first());
    QTEST(body.contains("outputStreamsMaxLength"_L1), "setsLength");
    QTEST(body["useEmptyKernel"_L1].toBool(), "hasEmptyKernel");
    QVERIFY(body.contains("timeoutInSeconds"_L1));
}

void ServiceVersionsTest::commandsGoToPoolsThatAskForThem()
{
    FakeBench bench;
    bench.network.answerNext(
        {.status = 400,
         .body
         = R"("no command provided in the request, at least one of the 'shellCommand' or 'ExecCommandAndArgs' fields should be provided")"});
    bench.network.answerNext(
        {.body
         = R"({"id":"1","identifier":"s","status":"2","result":{"stdout":"a\n","stderr":""}})"});
    bench.network.answerNext({.body = R"({"id":"2","status":"0","result":{"stdout":""}})"});
    const auto job = execute(bench);
    QVERIFY(finish(*job));
    QCOMPARE(job->result()->status, ExecutionStatus::Failed);
    QCOMPARE(job->result()->exitCode, 2);
    QCOMPARE(bench.session.abilities().kind, PoolKind::Shell);
    const QJsonObject body = bodyOf(bench.network.requests().last());
    QCOMPARE(body["shellCommand"_L1].toString(), u"6*7"_s);
    QVERIFY(!body.contains("code"_L1) && !body.contains("executionType"_L1));
    // From now on at once, whatever the metadata say.
    bench.session.setAbilities({.kind = PoolKind::Python});
    const auto next = execute(bench);
    QVERIFY(finish(*next));
    QCOMPARE(next->result()->exitCode, 0);
    QCOMPARE(bench.network.requests().size(), 3);
}

void ServiceVersionsTest::codeGoesToPoolsThatAskForIt()
{
    FakeBench bench;
    bench.session.setAbilities({.kind = PoolKind::Shell});
    bench.network.answerNext(
        {.status = 400, .body = R"("`Code` field is required in the request")"});
    bench.network.answerNext({.status = 202, .body = done});
    const auto job = execute(bench);
    QVERIFY(finish(*job));
    QCOMPARE(bodyOf(bench.network.requests().last())["code"_L1].toString(), u"6*7"_s);
    QCOMPARE(bench.session.abilities().kind, PoolKind::Python);
}

void ServiceVersionsTest::poolThatWantsNeitherIsAskedTwiceOnly()
{
    FakeBench bench;
    bench.network.answerNext({.status = 400, .body = R"("a 'shellCommand' is needed")"});
    bench.network.answerNext(
        {.status = 400, .body = R"("`Code` field is required in the request")"});
    const auto job = execute(bench);
    QVERIFY(finish(*job));
    QCOMPARE(job->error()->kind, Kind::BadRequest);
    QCOMPARE(bench.network.requests().size(), 2);
}

void ServiceVersionsTest::whoHearsOfTheKindMayEndTheJob()
{
    FakeBench bench;
    bench.network.answerNext({.status = 400, .body = R"("a 'shellCommand' is needed")"});
    const std::unique_ptr<ExecuteCodeJob> job(
        bench.session.executeCode(u"6*7"_s, {.asCodeOnly = true}, nullptr));
    connect(&bench.session, &SessionClient::abilitiesChanged, job.get(), &RestJob::cancel);
    const QSignalSpy finished(job.get(), &RestJob::finished);
    QVERIFY(finish(*job));
    QCoreApplication::processEvents();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(job->error()->kind, Kind::Cancelled);
}

void ServiceVersionsTest::metadataTellsTheKind_data()
{
    QTest::addColumn<QByteArray>("kernel");
    QTest::addColumn<PoolKind>("kind");
    QTest::newRow("a kernel") << R"(,"jupyterKernel":{"name":"IJavascript"})"_ba
                              << PoolKind::Python;
    QTest::newRow("none") << ""_ba << PoolKind::Shell;
}

void ServiceVersionsTest::metadataTellsTheKind()
{
    QFETCH(QByteArray, kernel);
    FakeBench bench;
    bench.network.answerNext(
        {.body = R"({"runtimes":[],"preInstalledPackages":[])" + kernel + "}"});
    const std::unique_ptr<PoolMetadataJob> job(bench.session.poolMetadata(nullptr));
    QVERIFY(finish(*job));
    QTEST(job->result()->kind, "kind");
}

void ServiceVersionsTest::filesAreAskedForInTheShapeOfTheVersion()
{
    FakeBench bench;
    bench.session.rememberVersion(first);
    const QTemporaryDir directory;
    QFile local(directory.filePath(u"x.csv"_s));
    QVERIFY(local.open(QIODevice::WriteOnly) && local.write("1234567") == 7);
    local.close();
    const QByteArray listed
        = R"({"$id":"1","value":[{"$id":"2","properties":{"$id":"3","filename":"x.csv","size":7,"lastModifiedTime":"2024-05-02T01:02:03.1234567Z"}}]})";
    bench.network.answerNext({.body = listed});
    bench.network.answerNext({.body = listed});
    bench.network.answerNext({.body = "1234567"});
    bench.network.answerNext({.status = 204});
    const std::unique_ptr<UploadFileJob> upload(
        bench.session.uploadFile(local.fileName(), u"plots/x.csv"_s, nullptr));
    const std::unique_ptr<ListFilesJob> list(bench.session.listFiles(nullptr));
    const std::unique_ptr<DownloadFileJob> download(bench.session.downloadFile(
        u"plots/x #1.csv"_s, directory.filePath(u"down.csv"_s), nullptr));
    const std::unique_ptr<DeleteFileJob> remove(
        bench.session.deleteFile(u"plots/x.csv"_s, nullptr));
    for (RestJob *job :
         std::initializer_list<RestJob *>{upload.get(), list.get(), download.get(), remove.get()})
        QVERIFY(finish(*job));
    QVERIFY(upload->result() && download->result() && remove->result());
    QCOMPARE(list->result()->first(),
             (SessionFile{.name = u"x.csv"_s,
                          .directory = {},
                          .sizeBytes = 7,
                          .modifiedAt = QDateTime(QDate(2024, 5, 2), QTime(1, 2, 3, 123), Qt::UTC),
                          .isDirectory = false}));
    QStringList asked;
    for (const SentRequest &request : bench.network.requests())
        asked += QString::fromLatin1(request.verb) + u' '
            + QString::fromLatin1(request.url.toEncoded(QUrl::RemoveQuery)).mid(17);
    QCOMPARE(asked,
             (QStringList{u"POST /p/files/upload"_s, u"GET /p/files"_s,
                          u"GET /p/files/content/plots/x%20%231.csv"_s,
                          u"DELETE /p/files/plots/x.csv"_s}));
    QVERIFY(bench.network.requests().first().body.contains(R"(filename="plots/x.csv")"));
    QVERIFY(!bench.network.requests().at(1).url.query().contains(u"recursive"_s));
}

void ServiceVersionsTest::directoriesAreListedOneByOneWhereTheyMustBe()
{
    FakeBench bench;
    bench.session.rememberVersion(third);
    bench.network.answerNext(
        {.body
         = R"({"value":[{"name":"data","type":"Directory"},{"name":"a.csv","type":""}],"nextLink":null})"});
    bench.network.answerNext(
        {.body
         = R"({"value":[{"name":"deep","type":"directory"},{"name":"b.csv","type":"File"}]})"});
    bench.network.answerNext({.body = R"({"value":[{"name":"c.csv","type":"file"}]})"});
    const std::unique_ptr<ListFilesJob> job(bench.session.listFiles(nullptr));
    job->start();
    while (!job->isFinished()) {
        bench.clock.advance(0ms);
        QCoreApplication::processEvents();
    }
    QStringList paths;
    const QList<SessionFile> files = *job->result();
    for (const SessionFile &file : files)
        paths += file.path();
    QCOMPARE(paths,
             (QStringList{u"data"_s, u"a.csv"_s, u"data/deep"_s, u"data/b.csv"_s,
                          u"data/deep/c.csv"_s}));
    QCOMPARE(QUrlQuery(bench.network.requests().last().url)
                 .queryItemValue(u"path"_s, QUrl::FullyDecoded),
             u"data/deep"_s);
}

QTEST_GUILESS_MAIN(ServiceVersionsTest)
#include "tst_serviceversions.moc"
