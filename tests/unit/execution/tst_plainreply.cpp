#include "execution/PlainReply.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <limits>

using namespace sessionbook;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(std::optional<QString>)

namespace {

const QString ipythonTraceback
    = u"\x1b[0;31m-------------------------------------------------\x1b[0m\n"
      "\x1b[0;31mKeyError\x1b[0m                Traceback (most recent call last)\n"
      "Cell \x1b[0;32mIn[2]\x1b[0m, line 1\n"
      "\x1b[0;32m----> 1\x1b[0m d['x']\n\n"
      "\x1b[0;31mKeyError\x1b[0m: 'x: y'\n"_s;

ExecutionReply failed(const QString &standardError)
{
    ExecutionReply reply;
    reply.status = ExecutionStatus::Failed;
    reply.standardError = standardError;
    return reply;
}

ExecutionReply withResult(const QJsonValue &result)
{
    ExecutionReply reply;
    reply.status = ExecutionStatus::Succeeded;
    reply.result = result;
    return reply;
}

} // namespace

class PlainReplyTest : public QObject
{
    Q_OBJECT

private slots:
    void resultsAsText_data();
    void resultsAsText();
    void figureBecomesAPicture();
    void listOfFiguresBecomesPictures();
    void somethingLikeAFigureStaysText();
    void streamsComeBeforeTheResult();
    void tracebackBecomesAnErrorWithItsColours();
    void whatWasPrintedBeforeTheTracebackStays();
    void errorsWithoutAHeading_data();
    void errorsWithoutAHeading();
    void messageMayGoOverLines();
    void standardErrorOfASuccessIsNoError();
};

void PlainReplyTest::resultsAsText_data()
{
    QTest::addColumn<QJsonValue>("result");
    QTest::addColumn<QString>("text");

    QTest::newRow("statement") << QJsonValue(u""_s) << QString();
    QTest::newRow("null") << QJsonValue() << QString();
    QTest::newRow("absent") << QJsonValue(QJsonValue::Undefined) << QString();
    QTest::newRow("integer") << QJsonValue(42) << u"42"_s;
    QTest::newRow("large integer") << QJsonValue(qint64{9007199254740993}) << u"9007199254740993"_s;
    QTest::newRow("float") << QJsonValue(0.1) << u"0.1"_s;
    QTest::newRow("bool") << QJsonValue(true) << u"True"_s;
    QTest::newRow("text") << QJsonValue(u"['a',\n 'b']"_s) << u"['a',\n 'b']"_s;
    QTest::newRow("list") << QJsonValue(QJsonArray{1, u"x"_s}) << u"[1,\"x\"]"_s;
    QTest::newRow("object") << QJsonValue(QJsonObject{{u"a"_s, 1}}) << u"{\"a\":1}"_s;
}

void PlainReplyTest::resultsAsText()
{
    QFETCH(QJsonValue, result);
    QFETCH(QString, text);

    const QList<OutputContent> outputs = PlainReply::outputs(withResult(result), 3);

    if (text.isEmpty()) {
        QCOMPARE(outputs.size(), 0);
        return;
    }
    QCOMPARE(outputs.size(), 1);
    const auto &content = std::get<DisplayContent>(outputs.first());
    QVERIFY(content.isResult);
    QCOMPARE(content.executionCount, std::optional(3));
    QCOMPARE(QString::fromUtf8(content.data.find(u"text/plain")->data), text);
}

void PlainReplyTest::figureBecomesAPicture()
{
    const QJsonObject figure{
        {u"type"_s, u"image"_s}, {u"format"_s, u"png"_s}, {u"base64_data"_s, u"iVBORw0KGgo="_s}};

    const QList<OutputContent> outputs = PlainReply::outputs(withResult(figure), 1);

    QCOMPARE(outputs.size(), 1);
    const auto &content = std::get<DisplayContent>(outputs.first());
    QVERIFY(!content.isResult);
    QCOMPARE(content.data.find(u"image/png")->data, "iVBORw0KGgo=");
    QVERIFY(content.data.contains(u"text/plain"));
}

void PlainReplyTest::listOfFiguresBecomesPictures()
{
    const QJsonObject figure{
        {u"type"_s, u"image"_s}, {u"format"_s, u"jpg"_s}, {u"base64_data"_s, u"/9j/"_s}};

    const QList<OutputContent> outputs
        = PlainReply::outputs(withResult(QJsonArray{figure, figure}), 1);

    QCOMPARE(outputs.size(), 2);
    QVERIFY(std::get<DisplayContent>(outputs.first()).data.contains(u"image/jpeg"));
}

void PlainReplyTest::somethingLikeAFigureStaysText()
{
    for (const QJsonObject &object :
         {QJsonObject{{u"type"_s, u"image"_s}, {u"format"_s, u"png"_s}},
          QJsonObject{
              {u"type"_s, u"image"_s}, {u"format"_s, u"png"_s}, {u"base64_data"_s, u"<script>"_s}},
          QJsonObject{
              {u"type"_s, u"image"_s}, {u"format"_s, u"../x"_s}, {u"base64_data"_s, u"aaaa"_s}}}) {
        const QList<OutputContent> outputs = PlainReply::outputs(withResult(object), 1);
        QCOMPARE(outputs.size(), 1);
        QCOMPARE(std::get<DisplayContent>(outputs.first()).data.parts.first().type,
                 u"text/plain"_s);
    }
}

void PlainReplyTest::streamsComeBeforeTheResult()
{
    ExecutionReply reply = withResult(1);
    reply.standardOutput = u"out"_s;
    reply.standardError = u"err"_s;

    const QList<OutputContent> outputs = PlainReply::outputs(reply, 1);

    QCOMPARE(outputs.size(), 3);
    QCOMPARE(std::get<StreamContent>(outputs[0]), (StreamContent{u"stdout"_s, u"out"_s}));
    QCOMPARE(std::get<StreamContent>(outputs[1]), (StreamContent{u"stderr"_s, u"err"_s}));
}

void PlainReplyTest::tracebackBecomesAnErrorWithItsColours()
{
    const QList<OutputContent> outputs = PlainReply::outputs(failed(ipythonTraceback), 1);

    QCOMPARE(outputs.size(), 1);
    const auto &error = std::get<ErrorContent>(outputs.first());
    QCOMPARE(error.name, u"KeyError"_s);
    QCOMPARE(error.message, u"'x: y'"_s);
    QCOMPARE(error.traceback.size(), 6);
    QVERIFY(error.traceback.first().startsWith(u"\x1b[0;31m---"_s));
}

void PlainReplyTest::whatWasPrintedBeforeTheTracebackStays()
{
    const QList<OutputContent> outputs = PlainReply::outputs(
        failed(u"careful\nTraceback (most recent call last):\n  File \"<stdin>\"\n"
               "ZeroDivisionError: division by zero\n"_s),
        1);

    QCOMPARE(outputs.size(), 2);
    QCOMPARE(std::get<StreamContent>(outputs.first()).text, u"careful\n"_s);
    QCOMPARE(std::get<ErrorContent>(outputs.last()).name, u"ZeroDivisionError"_s);
    QCOMPARE(std::get<ErrorContent>(outputs.last()).traceback.size(), 3);
}

void PlainReplyTest::errorsWithoutAHeading_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");

    QTest::newRow("syntax")
        << u"  File \"<stdin>\", line 1\n    1+\n      ^\nSyntaxError: invalid syntax"_s
        << u"SyntaxError"_s;
    QTest::newRow("no message") << u"KeyboardInterrupt"_s << u"KeyboardInterrupt"_s;
    QTest::newRow("of a module") << u"json.decoder.JSONDecodeError: Expecting value"_s
                                 << u"json.decoder.JSONDecodeError"_s;
    QTest::newRow("plain words") << u"it did not work"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void PlainReplyTest::errorsWithoutAHeading()
{
    QFETCH(QString, text);
    QFETCH(QString, name);

    const QList<OutputContent> outputs = PlainReply::outputs(failed(text), 1);

    const auto *error
        = outputs.isEmpty() ? nullptr : std::get_if<ErrorContent>(&outputs.constLast());
    QCOMPARE(error ? error->name : QString(), name);
}

void PlainReplyTest::messageMayGoOverLines()
{
    const QList<OutputContent> outputs = PlainReply::outputs(
        failed(u"Traceback (most recent call last):\n  x\nValueError: first\nsecond\n"_s), 1);

    QCOMPARE(std::get<ErrorContent>(outputs.first()).message, u"first\nsecond"_s);
}

void PlainReplyTest::standardErrorOfASuccessIsNoError()
{
    ExecutionReply reply = failed(ipythonTraceback);
    reply.status = ExecutionStatus::Succeeded;

    const QList<OutputContent> outputs = PlainReply::outputs(reply, 1);

    QCOMPARE(outputs.size(), 1);
    QVERIFY(std::holds_alternative<StreamContent>(outputs.first()));
}

QTEST_GUILESS_MAIN(PlainReplyTest)
#include "tst_plainreply.moc"
