#include "SessionBench.h"
#include "sessions/ExecutionReplyReader.h"
#include "sessions/SessionFileReader.h"
#include "sessions/SessionInfoReader.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The examples of the service's published description, where they lie beside the checkout.
QString examplesPath()
{
    return QStringLiteral(SESSIONBOOK_SHARED_DIR) + u"/protocol/spec"_s;
}

/// The body that an example's 200 has.
QByteArray exampleBody(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonValue body
        = QJsonDocument::fromJson(file.readAll()).object()["responses"_L1]["200"_L1]["body"_L1];
    return QJsonDocument(body.toObject()).toJson();
}

void addExamples(const QString &namePattern)
{
    QTest::addColumn<QString>("path");
    QDirIterator files(examplesPath(), {namePattern}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        QTest::newRow(qPrintable(path.section(u'/', -3))) << path;
    }
}

template<class Job> bool finish(Job &job, FakeBench &bench)
{
    job.start();
    return QTest::qWaitFor([&] {
        bench.clock.advance(0ms);
        return job.isFinished();
    });
}

QByteArray sessionNamed(const char *name)
{
    return QByteArray(R"({"identifier":")") + name
        + R"(","createdAt":"2026-11-26T10:00:00.1234567Z","lastAccessedAt":"2026-11-26T10:01:00Z",)"
          R"("expireAt":"2026-11-26T10:05:00.1234567Z"})";
}

} // namespace

/// What the service answers, as recorded and as described (PROTOCOL).
class ServiceRepliesTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void describedExecutionsAreRead_data() { addExamples(u"CodeExecution_*.json"_s); }
    void describedExecutionsAreRead();
    void describedFilesAreRead_data() { addExamples(u"SessionResourceFiles_List*.json"_s); }
    void describedFilesAreRead();
    void describedUploadIsRead_data() { addExamples(u"SessionResourceFiles_Upload.json"_s); }
    void describedUploadIsRead();
    void describedSessionsAreRead_data() { addExamples(u"ListSessions_Get.json"_s); }
    void describedSessionsAreRead();
    void executionsOfEveryGenerationAreRead_data();
    void executionsOfEveryGenerationAreRead();
    void exitCodesAreRead_data();
    void exitCodesAreRead();
    void recordedUploadIsRead();
    void sessionsAreListedPageByPage();
    void sessionsThatEndedAreTold();
    void listOfSessionsIsBounded();
    void nextPageOnAnotherHostIsRefused();
    void oddListsOfSessionsAreRefused();
};

void ServiceRepliesTest::describedExecutionsAreRead()
{
    if (!QTest::currentDataTag())
        QSKIP("the description is not beside the checkout");
    QFETCH(QString, path);
    const auto reply = readExecutionReply(exampleBody(path));
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().detail));
    QCOMPARE(reply->status == ExecutionStatus::Running, path.contains("Running"_L1));
    QCOMPARE(reply->exitCode.has_value(), path.contains("Shell"_L1));
    if (!path.contains("Running"_L1))
        QCOMPARE(reply->status, ExecutionStatus::Succeeded);
}

void ServiceRepliesTest::describedFilesAreRead()
{
    if (!QTest::currentDataTag())
        QSKIP("the description is not beside the checkout");
    QFETCH(QString, path);
    const auto page = readFilePage(exampleBody(path));
    QVERIFY(page && page->files.size() >= 2 && page->nextLink.isEmpty());
    QCOMPARE(std::ranges::count(page->files, u"testfile.yaml"_s, &SessionFile::name), 1);
    QVERIFY(std::ranges::any_of(page->files, &SessionFile::isDirectory));
    QVERIFY(std::ranges::all_of(page->files,
                                [](const SessionFile &file) { return file.modifiedAt.isValid(); }));
}

void ServiceRepliesTest::describedUploadIsRead()
{
    if (!QTest::currentDataTag())
        QSKIP("the description is not beside the checkout");
    QFETCH(QString, path);
    const auto file = readUploadedFile(exampleBody(path));
    QVERIFY(file);
    QCOMPARE(file->sizeBytes, 4);
}

void ServiceRepliesTest::describedSessionsAreRead()
{
    if (!QTest::currentDataTag())
        QSKIP("the description is not beside the checkout");
    QFETCH(QString, path);
    const auto page = readSessionPage(exampleBody(path));
    QVERIFY(page);
    QCOMPARE(page->sessions.first().identifier, u"testid1"_s);
    QCOMPARE(page->sessions.first().etag, u"9334cb07-aafd-45a0-90bd-448080a91f57"_s);
}

void ServiceRepliesTest::executionsOfEveryGenerationAreRead_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ExecutionStatus>("status");
    QTest::addColumn<QString>("out");
    QTest::addColumn<QJsonValue>("value");
    // The first two were recorded from the service (PROTOCOL §3, §4).
    QTest::newRow("2024-02-02, recorded")
        << R"({"$id":"1","properties":{"$id":"2","status":"Success","stdout":"Hello world\n","stderr":"","result":"","executionTimeInMilliseconds":35}})"_ba
        << ExecutionStatus::Succeeded << u"Hello world\n"_s << QJsonValue(u""_s);
    QTest::newRow("2024-10-02, recorded")
        << R"({"$id":"1","id":"g","identifier":"s","executionType":"synchronous","status":"Succeeded","result":{"$id":"2","stdout":"Hello world\n","stderr":"","executionResult":"","executionTimeInMilliseconds":7}})"_ba
        << ExecutionStatus::Succeeded << u"Hello world\n"_s << QJsonValue(u""_s);
    QTest::newRow("old container")
        << R"({"properties":{"$id":"g","status":"Success","stdout":"a","stderr":"","executionResult":42,"executionTimeInMilliseconds":9}})"_ba
        << ExecutionStatus::Succeeded << u"a"_s << QJsonValue(42);
    QTest::newRow("old failure")
        << R"({"properties":{"status":"Failure","stdout":"","stderr":"ValueError: x","result":""}})"_ba
        << ExecutionStatus::Failed << u""_s << QJsonValue(u""_s);
    QTest::newRow("old picture")
        << R"({"properties":{"status":"Success","stdout":"","stderr":"","result":{"type":"image"}}})"_ba
        << ExecutionStatus::Succeeded << u""_s << QJsonValue(QJsonObject{{u"type"_s, u"image"_s}});
    QTest::newRow("with what the container adds")
        << R"({"id":"1","status":"Succeeded","sessionId":"x","rawResult":{"stdout":"no"},"result":{"stdout":"yes","executionResult":null}})"_ba
        << ExecutionStatus::Succeeded << u"yes"_s << QJsonValue(QJsonValue::Null);
}

void ServiceRepliesTest::executionsOfEveryGenerationAreRead()
{
    QFETCH(QByteArray, body);
    const auto reply = readExecutionReply(body);
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().detail));
    QTEST(reply->status, "status");
    QTEST(reply->standardOutput, "out");
    QTEST(reply->result, "value");
}

void ServiceRepliesTest::exitCodesAreRead_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<ExecutionStatus>("read");
    QTest::addColumn<std::optional<int>>("exitCode");
    using Code = std::optional<int>;
    QTest::newRow("good") << R"("0")"_ba << ExecutionStatus::Succeeded << Code(0);
    QTest::newRow("bad") << R"("127")"_ba << ExecutionStatus::Failed << Code(127);
    QTest::newRow("none of its own") << R"("-1")"_ba << ExecutionStatus::Failed << Code(-1);
    QTest::newRow("number") << "3"_ba << ExecutionStatus::Failed << Code(3);
    QTest::newRow("word and number")
        << R"("Failed","exitCode":4)"_ba << ExecutionStatus::Failed << Code(4);
    QTest::newRow("word") << R"("Failed")"_ba << ExecutionStatus::Failed << Code();
}

void ServiceRepliesTest::exitCodesAreRead()
{
    QFETCH(QByteArray, status);
    const auto reply = readExecutionReply(R"({"id":"1","status":)" + status + "}");
    QVERIFY(reply);
    QTEST(reply->status, "read");
    QTEST(reply->exitCode, "exitCode");
}

void ServiceRepliesTest::recordedUploadIsRead()
{
    const auto file = readUploadedFile(
        R"({"$id":"1","name":"cert.txt","type":"","contentType":"","sizeInBytes":7,"lastModifiedAt":"2024-11-11T09:05:02.4865293Z"})");
    QCOMPARE(file->name, u"cert.txt"_s);
    QCOMPARE(file->sizeBytes, 7);
    QVERIFY(!file->isDirectory);
    QCOMPARE(file->modifiedAt, QDateTime(QDate(2024, 11, 11), QTime(9, 5, 2, 486), Qt::UTC));
}

void ServiceRepliesTest::sessionsAreListedPageByPage()
{
    FakeBench bench;
    bench.network.answerNext(
        {.body = R"({"sessions":[)" + sessionNamed("one")
             + R"(],"nextLink":"/p/listSessions?api-version=2025-10-02-preview&skip=1"})"});
    bench.network.answerNext({.body = R"({"sessions":[{"odd":1},)" + sessionNamed("two") + "]}"});
    const std::unique_ptr<ListSessionsJob> job(bench.session.listSessions(nullptr));
    QVERIFY(finish(*job, bench));
    const auto listing = job->result();
    QVERIFY(listing && listing->isComplete && listing->ended.isEmpty());
    QCOMPARE(listing->sessions.size(), 2);
    QCOMPARE(listing->sessions.last().identifier, u"two"_s);
    QCOMPARE(listing->sessions.last().expiresAt,
             QDateTime(QDate(2026, 11, 26), QTime(10, 5, 0, 123), Qt::UTC));
    const QUrl last = bench.network.requests().last().url;
    QCOMPARE(QUrlQuery(last).queryItemValue(u"skip"_s), u"1"_s);
    QVERIFY(!QUrlQuery(last).hasQueryItem(u"identifier"_s));
}

void ServiceRepliesTest::sessionsThatEndedAreTold()
{
    FakeBench bench;
    bench.network.answerNext(
        {.body
         = R"({"sessions":[],"endedSessions":[{"identifier":"gone","endedAt":"2026-11-26T10:05:00Z","endReason":{"code":"SessionEnded","message":"Too long idle."}}]})"});
    const std::unique_ptr<ListSessionsJob> job(bench.session.listSessions(nullptr));
    QVERIFY(finish(*job, bench));
    const QList<EndedSessionInfo> expected{
        {.identifier = u"gone"_s,
         .endedAt = QDateTime(QDate(2026, 11, 26), QTime(10, 5), Qt::UTC),
         .code = u"SessionEnded"_s,
         .message = u"Too long idle."_s}};
    QCOMPARE(job->result()->ended, expected);
}

void ServiceRepliesTest::listOfSessionsIsBounded()
{
    FakeBench bench;
    const QByteArray page
        = R"({"sessions":[)" + sessionNamed("again") + R"(],"nextLink":"?skip=0"})";
    for (int i = 0; i < 300; ++i)
        bench.network.answerNext({.body = page});
    const std::unique_ptr<ListSessionsJob> job(bench.session.listSessions(nullptr));
    QVERIFY(finish(*job, bench));
    QVERIFY(job->result() && !job->result()->isComplete);
    QCOMPARE(bench.network.requests().size(), 100);
}

void ServiceRepliesTest::nextPageOnAnotherHostIsRefused()
{
    FakeBench bench;
    bench.network.answerNext({.body = R"({"sessions":[)" + sessionNamed("one")
                                  + R"(],"nextLink":"https://evil.test/listSessions?skip=1"})"});
    const std::unique_ptr<ListSessionsJob> job(bench.session.listSessions(nullptr));
    QVERIFY(finish(*job, bench));
    QCOMPARE(job->error()->kind, RestError::Kind::Insecure);
}

void ServiceRepliesTest::oddListsOfSessionsAreRefused()
{
    for (const char *body : {"", "[]", "{}", R"({"sessions":{}})", R"({"sessions":7)"}) {
        const auto page = readSessionPage(body);
        QVERIFY2(!page, body);
        QCOMPARE(page.error().kind, RestError::Kind::InvalidReply);
    }
}

QTEST_GUILESS_MAIN(ServiceRepliesTest)
#include "tst_servicereplies.moc"
