#include "pool/routes/ExecutionReply.h"

#include <QJsonDocument>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

using Shape = RoutePath::Shape;

namespace {

ExecutionRecord recordOf(const QString &kind, const QString &text, bool jupyterFormat = false)
{
    ExecutionRequest request;
    request.executionType = u"Synchronous"_s;
    request.jupyterFormat = jupyterFormat;
    ExecutionRecord record(u"id"_s, u"session"_s, request);
    record.add({.content = {{u"type"_s, u"execute_result"_s},
                            {u"data"_s, QJsonObject{{u"text/plain"_s, text}}}},
                .value = {{u"kind"_s, kind}, {u"text"_s, text}}});
    return record;
}

QList<QByteArray> repliesOf(ExecutionRecord &record)
{
    record.finish(ExecutionStatus::Succeeded, std::nullopt, 1);
    QList<QByteArray> replies{QByteArray::fromStdString(executionReplyLine(record))};
    for (const Shape shape : {Shape::Flat, Shape::Wrapped, Shape::Values})
        replies.append(QByteArray::fromStdString(executionReply(record, shape)));
    return replies;
}

} // namespace

class ExecutionReplyTest : public QObject
{
    Q_OBJECT

private slots:
    void floatsKeepTheirDigits_data();
    void floatsKeepTheirDigits();
    void oldRepliesHaveTheirDigitsTwice();
    void whatIsNoNumberStaysAsItIs_data();
    void whatIsNoNumberStaysAsItIs();
    void textThatLooksLikeTheFieldIsLeftAlone();
    void pictureReplacesTheNumber();
    void jupyterFormatIsText();
};

void ExecutionReplyTest::floatsKeepTheirDigits_data()
{
    QTest::addColumn<QString>("digits");
    for (const char *digits :
         {"1.0", "-0.0", "0.0", "1e+22", "1e-07", "0.1", "1e+16", "-123456789012345.0",
          "2.2250738585072014e-308", "1.7976931348623157e+308"})
        QTest::newRow(digits) << QString::fromLatin1(digits);
}

void ExecutionReplyTest::floatsKeepTheirDigits()
{
    QFETCH(QString, digits);
    ExecutionRecord record = recordOf(u"float"_s, digits);
    for (const QByteArray &reply : repliesOf(record)) {
        const QByteArray field = "\"executionResult\":" + digits.toLatin1();
        QVERIFY2(reply.contains(field + ',') || reply.contains(field + '}'), reply.constData());
        QVERIFY(QJsonDocument::fromJson(reply).isObject());
    }
}

void ExecutionReplyTest::oldRepliesHaveTheirDigitsTwice()
{
    ExecutionRecord record = recordOf(u"float"_s, u"1.0"_s);
    record.finish(ExecutionStatus::Succeeded, std::nullopt, 1);
    const auto holds = [&](Shape shape, const char *text) {
        return executionReply(record, shape).find(text) != std::string::npos;
    };
    QVERIFY(holds(Shape::Wrapped, R"("result":1.0,)"));
    QVERIFY(holds(Shape::Values, R"("result":1.0,)"));
    QVERIFY(holds(Shape::Flat, R"("result":{)"));
}

void ExecutionReplyTest::whatIsNoNumberStaysAsItIs_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("int") << u"int"_s << u"1"_s << "1"_ba;
    QTest::newRow("large int") << u"int"_s << u"9223372036854775807"_s << "9223372036854775807"_ba;
    QTest::newRow("huge int") << u"int"_s << u"18446744073709551616"_s
                              << "\"18446744073709551616\""_ba;
    QTest::newRow("nan") << u"float"_s << u"nan"_s << "null"_ba;
    QTest::newRow("infinity") << u"float"_s << u"-inf"_s << "\"-inf\""_ba;
    QTest::newRow("bool") << u"bool"_s << u"True"_s << "true"_ba;
    QTest::newRow("text of a float") << u"str"_s << u"1.0"_s << "\"1.0\""_ba;
    QTest::newRow("container") << u"other"_s << u"{'a': [1.0, None]}"_s
                               << "\"{'a': [1.0, None]}\""_ba;
    // A worker may say what it likes; what it calls a float must be a number of JSON.
    QTest::newRow("lie") << u"float"_s << u"1.0,\"x\":2"_s << "\"1.0,\\\"x\\\":2\""_ba;
    QTest::newRow("space") << u"float"_s << u" 1.5"_s << "1.5"_ba;
    QTest::newRow("line end") << u"float"_s << u"1.5\n"_s << "1.5"_ba;
    QTest::newRow("leading zero") << u"float"_s << u"01.0"_s << "1"_ba;
    QTest::newRow("very long") << u"float"_s << QString(u"1."_s + QString(500, u'0')) << "1"_ba;
}

void ExecutionReplyTest::whatIsNoNumberStaysAsItIs()
{
    QFETCH(QString, kind);
    QFETCH(QString, text);
    QFETCH(QByteArray, json);
    ExecutionRecord record = recordOf(kind, text);
    for (const QByteArray &reply : repliesOf(record))
        QVERIFY2(reply.contains("\"executionResult\":" + json + ','), reply.constData());
}

void ExecutionReplyTest::textThatLooksLikeTheFieldIsLeftAlone()
{
    const QString trap = u"\"executionResult\":7,\"result\":7,"_s;
    ExecutionRecord record = recordOf(u"float"_s, u"1.0"_s);
    record.add(textMessage(TextStream::Stderr, trap.toUtf8()));
    for (const QByteArray &reply : repliesOf(record)) {
        const QJsonObject json = QJsonDocument::fromJson(reply).object();
        const QJsonObject wrapped = json["properties"_L1].toObject();
        const QJsonObject facts = json.contains("stderr"_L1) ? json
            : wrapped.isEmpty()                              ? json["result"_L1].toObject()
                                                             : wrapped;
        QCOMPARE(facts["stderr"_L1].toString(), trap);
    }
}

void ExecutionReplyTest::pictureReplacesTheNumber()
{
    ExecutionRecord record = recordOf(u"float"_s, u"1.0"_s);
    record.add({.content = {{u"type"_s, u"display_data"_s},
                            {u"data"_s, QJsonObject{{u"image/png"_s, u"AAAA"_s}}}}});
    for (const QByteArray &reply : repliesOf(record))
        QVERIFY2(reply.contains("\"executionResult\":{\"base64_data\":\"AAAA\""),
                 reply.constData());
}

void ExecutionReplyTest::jupyterFormatIsText()
{
    ExecutionRecord record = recordOf(u"float"_s, u"1.0"_s, true);
    for (const QByteArray &reply : repliesOf(record))
        QVERIFY2(reply.contains("\"executionResult\":\"1.0\","), reply.constData());
}

QTEST_GUILESS_MAIN(ExecutionReplyTest)
#include "tst_executionreply.moc"
