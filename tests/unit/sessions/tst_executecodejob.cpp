#include "SessionBench.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RestError::Kind;

namespace {

const QList<std::pair<QByteArray, QByteArray>> streamHeaders{
    {"Content-Type", "application/x-ndjson; charset=utf-8"}};
const QByteArray wireStreamHeaders = "Content-Type: application/x-ndjson\r\n";
const QByteArray lastLine
    = R"({"type":"reply","id":"1","status":"Succeeded","result":{"stdout":"","stderr":"","executionResult":""}})"
      "\n";

std::unique_ptr<ExecuteCodeJob> started(const SessionPlace &place, bool mayStream,
                                        const ExecuteOptions &options = {})
{
    auto job = std::make_unique<ExecuteCodeJob>(place, u"6*7"_s, options, mayStream);
    job->start();
    return job;
}

} // namespace

class ExecuteCodeJobTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void requestSaysEverythingThePoolNeeds();
    void withoutATimeoutThePoolsLongestIsAsked();
    void plainReplyIsRead_data();
    void plainReplyIsRead();
    void pythonErrorIsAReply();
    void runningReplyIsPolledUntilFinal();
    void runningReplyWithoutAnIdIsRefused();
    void pollingEndsWithTheTimeout();
    void messagesArriveInOrderHoweverTheyAreCut();
    void lastLineNeedsNoEnd();
    void streamThatEndsEarlyIsALostConnection();
    void garbageInTheStreamIsAnInvalidReply_data();
    void garbageInTheStreamIsAnInvalidReply();
    void plainAnswerToAStreamRequestWorks();
    void nothingComesAfterCancelFromASlot();
    void jobMayBeDeletedFromAMessage();
    void floodDoesNotBlockEventLoop();
    void slowReaderHoldsTheSenderBack();
};

void ExecuteCodeJobTest::requestSaysEverythingThePoolNeeds()
{
    FakeBench bench;
    bench.network.answerNext({.body = lastLine, .headers = streamHeaders});
    const auto job
        = started(bench.session.place(), true, {.timeout = 90s, .operationId = u"op-1"_s});
    QTRY_VERIFY(job->isFinished());

    const SentRequest sent = bench.network.requests().first();
    QCOMPARE(sent.verb, "POST"_ba);
    QCOMPARE(
        sent.url.toEncoded(),
        "https://pool.test/p/executions?api-version=2025-10-02-preview&identifier=my%20session"_ba);
    QCOMPARE(sent.header("operation-id"), "op-1"_ba);
    QVERIFY(sent.header("Accept").contains("application/x-ndjson"));
    const QJsonObject body = QJsonDocument::fromJson(sent.body).object();
    QCOMPARE(body.value("code"_L1), u"6*7"_s);
    QCOMPARE(body.value("timeoutInSeconds"_L1), 90);
    QVERIFY(body.value("outputStreamsMaxLength"_L1).toInt() > 4096);
}

void ExecuteCodeJobTest::withoutATimeoutThePoolsLongestIsAsked()
{
    FakeBench bench;
    const auto plain = started(bench.session.place(), false);
    const auto streaming = started(bench.session.place(), true);
    const auto timeoutOf = [&](int index) {
        const QByteArray body = bench.network.requests().at(index).body;
        return QJsonDocument::fromJson(body).object().value("timeoutInSeconds"_L1).toInt();
    };
    QCOMPARE(timeoutOf(0), 220);
    QVERIFY(timeoutOf(1) >= 86400);
    bench.clock.advance(23h);
    QVERIFY(plain->isFinished());
    QVERIFY(!streaming->isFinished());
}

void ExecuteCodeJobTest::plainReplyIsRead_data()
{
    QTest::addColumn<int>("httpStatus");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<ExecutionStatus>("expected");
    QTest::newRow("200") << 200 << "Succeeded"_ba << ExecutionStatus::Succeeded;
    QTest::newRow("201") << 201 << "succeeded"_ba << ExecutionStatus::Succeeded;
    QTest::newRow("202") << 202 << "Success"_ba << ExecutionStatus::Succeeded;
    QTest::newRow("failed") << 202 << "Failed"_ba << ExecutionStatus::Failed;
    QTest::newRow("canceled") << 202 << "Canceled"_ba << ExecutionStatus::Canceled;
}

void ExecuteCodeJobTest::plainReplyIsRead()
{
    QFETCH(int, httpStatus);
    QFETCH(QByteArray, status);
    QFETCH(ExecutionStatus, expected);
    FakeBench bench;
    bench.network.answerNext(
        {.status = httpStatus,
         .body = R"({"$id":"1","id":"e1","status":")" + status
             + R"(","result":{"$id":"2","stdout":"out","stderr":"err","executionResult":42,)"
               R"("executionTimeInMilliseconds":7},"executionCount":3,"kernelRestarted":true})"});
    const auto job = started(bench.session.place(), false);
    QTRY_VERIFY(job->isFinished());

    const ExecutionReply reply = *job->result();
    QCOMPARE(reply.status, expected);
    QCOMPARE(reply.id, u"e1"_s);
    QCOMPARE(reply.standardOutput, u"out"_s);
    QCOMPARE(reply.standardError, u"err"_s);
    QCOMPARE(reply.result, QJsonValue(42));
    QCOMPARE(reply.executionTimeMs, 7);
    QCOMPARE(reply.executionCount, 3);
    QVERIFY(reply.kernelRestarted);
    QVERIFY(!reply.streamed);
}

void ExecuteCodeJobTest::pythonErrorIsAReply()
{
    FakeBench bench;
    bench.network.answerNext(
        {.body
         = R"({"status":"Failed","error":{"error":{"code":"KernelDied","message":"exit 1"}}})"});
    const auto job = started(bench.session.place(), false);
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->result()->errorCode, u"KernelDied"_s);
    QCOMPARE(job->result()->errorMessage, u"exit 1"_s);
    QVERIFY(job->result()->result.isUndefined());
}

void ExecuteCodeJobTest::runningReplyIsPolledUntilFinal()
{
    FakeBench bench;
    bench.network.answerNext(
        {.status = 202, .body = R"({"id":"e 1","status":"NotStarted","result":{"stdout":"e1"}})"});
    bench.network.answerNext({.status = 503});
    bench.network.answerNext({.body = R"({"id":"e 1","status":"Running"})"});
    bench.network.answerNext(
        {.body = R"({"id":"e 1","status":"Succeeded","result":{"stdout":"done"}})"});
    const auto job = started(bench.session.place(), false);
    for (int i = 0; i < 20 && !job->isFinished(); ++i) {
        QCoreApplication::processEvents();
        bench.clock.advance(1s);
    }
    QVERIFY(job->isFinished());
    QCOMPARE(job->result()->standardOutput, u"done"_s);
    QCOMPARE(bench.network.requests().size(), 4);
    const SentRequest poll = bench.network.requests().last();
    QCOMPARE(poll.verb, "GET"_ba);
    QCOMPARE(poll.url.path(QUrl::FullyEncoded), u"/p/executions/e%201"_s);
}

void ExecuteCodeJobTest::runningReplyWithoutAnIdIsRefused()
{
    FakeBench bench;
    bench.network.answerNext({.status = 202, .body = R"({"id":"../session","status":"Running"})"});
    const auto job = started(bench.session.place(), false);
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->error()->kind, Kind::InvalidReply);
}

void ExecuteCodeJobTest::pollingEndsWithTheTimeout()
{
    FakeBench bench;
    for (int i = 0; i < 200; ++i)
        bench.network.answerNext({.status = 202, .body = R"({"id":"e1","status":"Running"})"});
    const auto job = started(bench.session.place(), false, {.timeout = 10s, .operationId = {}});
    for (int i = 0; i < 100 && !job->isFinished(); ++i) {
        QCoreApplication::processEvents();
        bench.clock.advance(1s);
    }
    QVERIFY(job->isFinished());
    QCOMPARE(job->error()->kind, Kind::Timeout);
}

void ExecuteCodeJobTest::messagesArriveInOrderHoweverTheyAreCut()
{
    const QByteArray all = R"({"type":"status","execution_state":"busy","id":"1"})"
                           "\n"
                           R"({"type":"stream","name":"stdout","text":"ä\n"})"
                           "\n\n"
                           R"({"type":"execute_result","data":{"text/plain":"42"}})"
                           "\n"
        + lastLine;
    for (qsizetype piece = 1; piece < all.size(); piece += 7) {
        FakeBench bench;
        bench.network.answerNext({.headers = streamHeaders, .staysOpen = true});
        const auto job = started(bench.session.place(), true);
        QSignalSpy begun(job.get(), &ExecuteCodeJob::begun);
        QSignalSpy messages(job.get(), &ExecuteCodeJob::messageReceived);
        QCoreApplication::processEvents();
        for (qsizetype at = 0; at < all.size(); at += piece)
            bench.network.continueLast(all.mid(at, piece));
        bench.network.finishLast();
        QTRY_VERIFY(job->isFinished());

        QCOMPARE(begun.count(), 1);
        QCOMPARE(messages.count(), 2);
        QCOMPARE(messages.at(0).first().toJsonObject().value("text"_L1), u"ä\n"_s);
        QCOMPARE(messages.at(1).first().toJsonObject().value("type"_L1), u"execute_result"_s);
        QVERIFY(job->result()->streamed);
    }
}

void ExecuteCodeJobTest::lastLineNeedsNoEnd()
{
    FakeBench bench;
    bench.network.answerNext({.body = lastLine.trimmed(), .headers = streamHeaders});
    const auto job = started(bench.session.place(), true);
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->result()->status, ExecutionStatus::Succeeded);
}

void ExecuteCodeJobTest::streamThatEndsEarlyIsALostConnection()
{
    FakeBench bench;
    bench.network.answerNext(
        {.body = "{\"type\":\"status\",\"id\":\"1\"}\n{\"type\":\"stre", .headers = streamHeaders});
    const auto job = started(bench.session.place(), true);
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->error()->kind, Kind::ConnectionLost);
    bench.clock.advance(1min);
    QCOMPARE(bench.network.requests().size(), 1);
}

void ExecuteCodeJobTest::garbageInTheStreamIsAnInvalidReply_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("text") << "hello\n"_ba;
    QTest::newRow("array") << "[1]\n"_ba;
    QTest::newRow("no type") << "{\"name\":1}\n"_ba;
    QTest::newRow("type of another kind") << "{\"type\":1}\n"_ba;
    QTest::newRow("reply without status") << "{\"type\":\"reply\"}\n"_ba;
    QTest::newRow("unknown status") << "{\"type\":\"reply\",\"status\":\"Odd\"}\n"_ba;
}

void ExecuteCodeJobTest::garbageInTheStreamIsAnInvalidReply()
{
    QFETCH(QByteArray, line);
    FakeBench bench;
    bench.network.answerNext({.body = line, .headers = streamHeaders, .staysOpen = true});
    const auto job = started(bench.session.place(), true);
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->error()->kind, Kind::InvalidReply);
    QCOMPARE(bench.network.openReplies(), 0);
}

void ExecuteCodeJobTest::plainAnswerToAStreamRequestWorks()
{
    FakeBench bench;
    bench.network.answerNext(
        {.status = 202, .body = lastLine, .headers = {{"Content-Type", "application/json"}}});
    const auto job = started(bench.session.place(), true);
    QTRY_VERIFY(job->isFinished());
    QVERIFY(!job->result()->streamed);
}

void ExecuteCodeJobTest::nothingComesAfterCancelFromASlot()
{
    FakeBench bench;
    const QByteArray message = "{\"type\":\"stream\",\"text\":\"x\"}\n";
    bench.network.answerNext({.body = message.repeated(100) + lastLine, .headers = streamHeaders});
    const auto job = started(bench.session.place(), true);
    int count = 0;
    connect(job.get(), &ExecuteCodeJob::messageReceived, this, [&] {
        if (++count == 3)
            job->cancel();
    });
    QTRY_VERIFY(job->isFinished());
    QCOMPARE(job->error()->kind, Kind::Cancelled);
    QCOMPARE(count, 3);
}

void ExecuteCodeJobTest::jobMayBeDeletedFromAMessage()
{
    FakeBench bench;
    bench.network.answerNext(
        {.body = "{\"type\":\"stream\"}\n{\"type\":\"stream\"}\n", .headers = streamHeaders});
    auto job = started(bench.session.place(), true);
    int count = 0;
    connect(job.get(), &ExecuteCodeJob::messageReceived, this, [&] {
        ++count;
        job.reset();
    });
    QTRY_VERIFY(!job);
    QTest::qWait(10);
    QCOMPARE(count, 1);
}

void ExecuteCodeJobTest::floodDoesNotBlockEventLoop()
{
    ServerBench bench;
    const QByteArray line
        = "{\"type\":\"stream\",\"name\":\"stdout\",\"text\":\"" + QByteArray(200, 'x') + "\"}\n";
    constexpr qint64 count = 50'000;
    bench.server.next(ScriptedServer::flood(wireStreamHeaders, line, count, lastLine));
    const auto job = started(bench.session.place(), true);
    qint64 messages = 0;
    qint64 inThisTurn = 0;
    qint64 mostInATurn = 0;
    connect(job.get(), &ExecuteCodeJob::messageReceived, this, [&] {
        ++messages;
        mostInATurn = std::max(mostInATurn, ++inThisTurn);
    });
    // A timer of no length fires once a turn: it is what typing and painting would wait for.
    QTimer turns;
    connect(&turns, &QTimer::timeout, this, [&] { inThisTurn = 0; });
    turns.start(0);
    QTRY_VERIFY_WITH_TIMEOUT(job->isFinished(), 60000);

    QVERIFY(job->result().hasValue());
    QCOMPARE(messages, count);
    QVERIFY2(mostInATurn * line.size() < 2 * 1024 * 1024, qPrintable(QString::number(mostInATurn)));
}

void ExecuteCodeJobTest::slowReaderHoldsTheSenderBack()
{
    // The server counts what the client's machine has taken; a reader that stops must stop it.
    ServerBench bench;
    qint64 poured = 0;
    const QByteArray line
        = "{\"type\":\"stream\",\"text\":\"" + QByteArray(64 * 1024, 'x') + "\"}\n";
    bench.server.next([&](QTcpSocket &socket) {
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + wireStreamHeaders
                     + "\r\n");
        const auto pour = [&socket, &poured, line] {
            while (socket.bytesToWrite() < 256 * 1024 && poured < 200 * 1024 * 1024) {
                socket.write(QByteArray::number(line.size(), 16) + "\r\n" + line + "\r\n");
                poured += line.size();
            }
        };
        connect(&socket, &QTcpSocket::bytesWritten, &socket, pour);
        pour();
    });
    const auto job = started(bench.session.place(), true);
    qint64 taken = 0;
    connect(job.get(), &ExecuteCodeJob::messageReceived, this, [&] {
        taken += line.size();
        QTest::qSleep(5); // a reader that takes its time over each message
    });
    QTRY_VERIFY_WITH_TIMEOUT(taken > 20 * 1024 * 1024, 60000);
    QVERIFY2(poured - taken < 24 * 1024 * 1024, qPrintable(u"%1 ahead"_s.arg(poured - taken)));
}

QTEST_GUILESS_MAIN(ExecuteCodeJobTest)
#include "tst_executecodejob.moc"
