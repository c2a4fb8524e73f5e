#include "pool/sessions/ExecutionRecord.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

ExecutionRecord recordFor(const ExecutionRequest &request)
{
    return {u"id"_s, u"session"_s, request};
}

ExecutionRequest requestKeeping(qint64 streamLength)
{
    ExecutionRequest request;
    request.streamLength = streamLength;
    return request;
}

void addText(ExecutionRecord &record, TextStream stream, const QString &text)
{
    record.add(textMessage(stream, text.toUtf8()));
}

QJsonObject finished(ExecutionRecord &record)
{
    record.finish(ExecutionStatus::Succeeded, std::nullopt, 1.4);
    return record.toJson()["result"_L1].toObject();
}

} // namespace

class ExecutionRecordTest : public QObject
{
    Q_OBJECT

private slots:
    void resultsAreEncoded_data();
    void resultsAreEncoded();
    void streamsAreCutAtTheirLength();
    void cutNeverSplitsACharacter();
    void lengthCountsCharactersNotBytes();
    void textOfTheReplyIsItsJson();
    void lastPictureIsTheResult();
    void tracebackGoesToStderrWithoutColours();
    void runningExecutionHasNoResult();
    void failureHasTheShapeOfTheService();
    void failureIsToldInStderr();
};

void ExecutionRecordTest::resultsAreEncoded_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QJsonValue>("plain");
    QTest::addColumn<QJsonValue>("jupyter");
    const QJsonValue null(QJsonValue::Null);
    QTest::newRow("int") << u"int"_s << u"-7"_s << QJsonValue(-7) << QJsonValue(u"-7"_s);
    QTest::newRow("64 bits") << u"int"_s << u"9007199254740993"_s
                             << QJsonValue(qint64(9007199254740993))
                             << QJsonValue(u"9007199254740993"_s);
    QTest::newRow("more than 64 bits")
        << u"int"_s << u"99999999999999999999"_s << QJsonValue(u"99999999999999999999"_s)
        << QJsonValue(u"99999999999999999999"_s);
    QTest::newRow("float") << u"float"_s << u"2.5"_s << QJsonValue(2.5) << QJsonValue(u"2.5"_s);
    QTest::newRow("nan") << u"float"_s << u"nan"_s << null << QJsonValue(u"nan"_s);
    QTest::newRow("infinity") << u"float"_s << u"-inf"_s << QJsonValue(u"-inf"_s)
                              << QJsonValue(u"-inf"_s);
    QTest::newRow("bool") << u"bool"_s << u"False"_s << QJsonValue(false) << QJsonValue(u"False"_s);
    QTest::newRow("object") << u"other"_s << u"<object>"_s << QJsonValue(u"<object>"_s)
                            << QJsonValue(u"<object>"_s);
    QTest::newRow("a kind nobody knows")
        << u"?"_s << u"t"_s << QJsonValue(u"t"_s) << QJsonValue(u"t"_s);
}

void ExecutionRecordTest::resultsAreEncoded()
{
    QFETCH(QString, kind);
    QFETCH(QString, value);
    const QJsonObject described{{u"kind"_s, kind}, {u"text"_s, value}};
    QTEST(encodedResult(described, value, false), "plain");
    QTEST(encodedResult(described, value, true), "jupyter");
}

void ExecutionRecordTest::streamsAreCutAtTheirLength()
{
    ExecutionRecord record = recordFor(requestKeeping(5));
    addText(record, TextStream::Stdout, u"abc"_s);
    addText(record, TextStream::Stdout, u"defg"_s);
    addText(record, TextStream::Stdout, u"h"_s);
    addText(record, TextStream::Stderr, u"err"_s);
    const QJsonObject result = finished(record);
    QCOMPARE(result["stdout"_L1].toString(), u"abcde"_s);
    QCOMPARE(result["stderr"_L1].toString(), u"err"_s);
    QCOMPARE(result["executionTimeInMilliseconds"_L1].toInt(), 1);
}

void ExecutionRecordTest::cutNeverSplitsACharacter()
{
    ExecutionRecord record = recordFor(requestKeeping(2));
    addText(record, TextStream::Stdout, u"a\U0001F600"_s);
    QCOMPARE(finished(record)["stdout"_L1].toString(), u"a"_s);
}

void ExecutionRecordTest::lengthCountsCharactersNotBytes()
{
    ExecutionRecord record = recordFor(requestKeeping(7));
    for (const QString &text : {u"\u00e4\u20ac"_s, u"\U0001F600"_s, u"\u00e4bcd"_s, u"e"_s})
        addText(record, TextStream::Stdout, text);
    QCOMPARE(finished(record)["stdout"_L1].toString(), u"\u00e4\u20ac\U0001F600\u00e4bc"_s);
}

void ExecutionRecordTest::textOfTheReplyIsItsJson()
{
    ExecutionRecord record = recordFor(requestKeeping(1000));
    const auto parsed = [&] {
        return QJsonDocument::fromJson(QByteArray::fromStdString(record.toJsonText())).object();
    };
    QCOMPARE(parsed(), record.toJson());
    QString all = u"\u20ac\U0001F600"_s;
    for (char16_t code = 0; code < 256; ++code)
        all += QChar(code);
    addText(record, TextStream::Stdout, all);
    addText(record, TextStream::Stderr, u"err"_s);
    record.finish(ExecutionStatus::Failed, ExecutionFailure{u"PythonError"_s, u"\"why\""_s}, 2.4);
    QCOMPARE(parsed(), record.toJson());
    QCOMPARE(parsed()["result"_L1]["stdout"_L1].toString(), all);
}

void ExecutionRecordTest::lastPictureIsTheResult()
{
    ExecutionRecord record = recordFor({});
    // IPython ends it with a line feed, which many a reader of base64 does not take.
    for (const QString &data : {u"AAAA\n"_s, u"BB\nBB\n"_s}) {
        const QJsonObject bundle{{u"image/png"_s, data}};
        record.add({.content = {{u"type"_s, u"display_data"_s}, {u"data"_s, bundle}}});
    }
    QCOMPARE(finished(record)["executionResult"_L1].toObject(),
             (QJsonObject{
                 {u"type"_s, u"image"_s}, {u"format"_s, u"png"_s}, {u"base64_data"_s, u"BBBB"_s}}));
}

void ExecutionRecordTest::tracebackGoesToStderrWithoutColours()
{
    ExecutionRecord record = recordFor({});
    const QJsonArray traceback{u"\x1b[0;31mE\x1b[0m"_s, u"two"_s};
    record.add({.content = {{u"type"_s, u"error"_s}, {u"traceback"_s, traceback}}});
    QCOMPARE(finished(record)["stderr"_L1].toString(), u"E\ntwo\n"_s);
}

void ExecutionRecordTest::runningExecutionHasNoResult()
{
    ExecutionRecord record = recordFor({});
    record.setStatus(ExecutionStatus::Running);
    QCOMPARE(record.toJson()["status"_L1].toString(), u"Running"_s);
    QVERIFY(!record.toJson().contains("result"_L1));
}

void ExecutionRecordTest::failureHasTheShapeOfTheService()
{
    ExecutionRecord record = recordFor({});
    record.finish(ExecutionStatus::Failed, ExecutionFailure{u"KernelDied"_s, u"why"_s}, 0);
    QCOMPARE(record.toJson()["error"_L1]["error"_L1]["code"_L1].toString(), u"KernelDied"_s);
    for (const char *field : {"stdout", "stderr", "executionResult"})
        QVERIFY2(record.toJson()["result"_L1].toObject().contains(QLatin1StringView(field)), field);
}

void ExecutionRecordTest::failureIsToldInStderr()
{
    ExecutionRecord timeout = recordFor({});
    addText(timeout, TextStream::Stderr, u"half a line"_s);
    timeout.finish(ExecutionStatus::Failed, ExecutionFailure{u"Timeout"_s, u"why"_s}, 0);
    QCOMPARE(timeout.toJson()["result"_L1]["stderr"_L1].toString(),
             u"half a line\nTimeout: why\n"_s);
    ExecutionRecord python = recordFor({});
    python.finish(ExecutionStatus::Failed, ExecutionFailure{u"PythonError"_s, u"why"_s}, 0);
    QCOMPARE(python.toJson()["result"_L1]["stderr"_L1].toString(), QString());
}

QTEST_GUILESS_MAIN(ExecutionRecordTest)
#include "tst_executionrecord.moc"
