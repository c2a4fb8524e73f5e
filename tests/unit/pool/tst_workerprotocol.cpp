#include "pool/kernel/WorkerProtocol.h"

#include <QJsonDocument>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class WorkerProtocolTest : public QObject
{
    Q_OBJECT

private slots:
    void linesAreCutWhereverTheBytesAre();
    void longLinesAreSkippedWithoutBeingKept();
    void lineOfExactlyTheLimitIsKept();
    void onlyKnownFieldsPass();
    void textIsReadAlikeHoweverItIsWritten_data();
    void textIsReadAlikeHoweverItIsWritten();
    void onlyTheDisplayIdOfTransientPasses();
    void hostileMessagesAreRefused_data();
    void hostileMessagesAreRefused();
    void requestIsOneLine();
};

void WorkerProtocolTest::linesAreCutWhereverTheBytesAre()
{
    WorkerLineReader reader;
    QByteArrayList lines;
    const QByteArray bytes = "first\n\nthird\nrest";
    for (const char byte : bytes) {
        reader.append(QByteArrayView(&byte, 1));
        while (const auto line = reader.next())
            lines.append(line->bytes);
    }
    QCOMPARE(lines, QByteArrayList({"first", "", "third"}));
}

void WorkerProtocolTest::longLinesAreSkippedWithoutBeingKept()
{
    WorkerLineReader reader(8);
    for (int i = 0; i < 1000; ++i) {
        reader.append(QByteArray(100, 'x'));
        QVERIFY(!reader.next());
    }
    reader.append(QByteArrayView("tail\nnext\n"));
    const auto skipped = reader.next();
    QVERIFY(skipped && skipped->tooLong && skipped->bytes.isEmpty());
    const auto next = reader.next();
    QVERIFY(next && !next->tooLong);
    QCOMPARE(next->bytes, "next"_ba);
}

void WorkerProtocolTest::lineOfExactlyTheLimitIsKept()
{
    WorkerLineReader reader(4);
    reader.append(QByteArrayView("1234\n12345\n"));
    QCOMPARE(reader.next()->tooLong, false);
    QCOMPARE(reader.next()->tooLong, true);
}

void WorkerProtocolTest::onlyKnownFieldsPass()
{
    const auto message = parseWorkerMessage(
        R"({"type":"stream","name":"stdout","text":"x","id":"forged","status":"Succeeded"})");
    QCOMPARE(message->type, WorkerMessage::Type::Text);
    QCOMPARE(message->text, "x"_ba);
    QCOMPARE(message->content, QJsonObject());
    const auto result = parseWorkerMessage(
        R"({"type":"execute_result","execution_count":1,"data":{},"metadata":{},"value":{"kind":"int"}})");
    QVERIFY(!result->content.contains("value"_L1));
    QCOMPARE(result->value["kind"_L1].toString(), u"int"_s);
}

void WorkerProtocolTest::textIsReadAlikeHoweverItIsWritten_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("as the worker does")
        << R"({"type": "stream", "name": "stderr", "text": "a\"\\\n\u0000\u001b\u20ac"})"_ba;
    QTest::newRow("as others may")
        << R"({"text":"a\"\\\n\u0000\u001b\u20ac","name":"stderr","type":"stream"})"_ba;
}

void WorkerProtocolTest::textIsReadAlikeHoweverItIsWritten()
{
    QFETCH(QByteArray, line);
    const auto message = parseWorkerMessage(line);
    QVERIFY(message.has_value());
    QCOMPARE(message->type, WorkerMessage::Type::Text);
    QCOMPARE(message->stream, TextStream::Stderr);
    QCOMPARE(QString::fromUtf8(message->text), u"a\"\\\n\u0000\u001b\u20ac"_s);
}

void WorkerProtocolTest::onlyTheDisplayIdOfTransientPasses()
{
    const auto message = parseWorkerMessage(
        R"({"type":"display_data","data":{},"metadata":{},"transient":{"display_id":"d","x":1}})");
    QCOMPARE(message->content["transient"_L1].toObject(), (QJsonObject{{u"display_id"_s, u"d"_s}}));
}

void WorkerProtocolTest::hostileMessagesAreRefused_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("no JSON") << "{"_ba;
    QTest::newRow("no object") << "[1]"_ba;
    QTest::newRow("no type") << "{}"_ba;
    QTest::newRow("unknown type") << R"({"type":"reply"})"_ba;
    QTest::newRow("stream of another name") << R"({"type":"stream","name":"x","text":""})"_ba;
    QTest::newRow("stream of another name, in the worker's way")
        << R"({"type": "stream", "name": "x", "text": ""})"_ba;
    QTest::newRow("text that is no UTF-8")
        << "{\"type\": \"stream\", \"name\": \"stdout\", \"text\": \"\xff\"}"_ba;
    QTest::newRow("stream without text") << R"({"type":"stream","name":"stdout","text":1})"_ba;
    QTest::newRow("data is no object") << R"({"type":"display_data","data":[],"metadata":{}})"_ba;
    QTest::newRow("result without count")
        << R"({"type":"execute_result","data":{},"metadata":{}})"_ba;
    QTest::newRow("traceback of numbers")
        << R"({"type":"error","ename":"a","evalue":"b","traceback":[1]})"_ba;
    QTest::newRow("done without id") << R"({"type":"done","status":"ok"})"_ba;
    QTest::newRow("done with a status of its own")
        << R"({"type":"done","id":"1","status":"Canceled"})"_ba;
}

void WorkerProtocolTest::hostileMessagesAreRefused()
{
    QFETCH(QByteArray, line);
    QVERIFY(!parseWorkerMessage(line));
}

void WorkerProtocolTest::requestIsOneLine()
{
    const QByteArray line = executeRequestLine(u"id"_s, u"a\nb \u2028\u0000"_s);
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.endsWith('\n'));
    QCOMPARE(QJsonDocument::fromJson(line)["code"_L1].toString(), u"a\nb \u2028\u0000"_s);
}

QTEST_GUILESS_MAIN(WorkerProtocolTest)
#include "tst_workerprotocol.moc"
