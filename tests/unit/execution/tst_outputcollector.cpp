#include "execution/OutputCollector.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QJsonObject text(const QString &text, const QString &name = u"stdout"_s)
{
    return {{u"type"_s, u"stream"_s}, {u"name"_s, name}, {u"text"_s, text}};
}

QJsonObject display(const QString &plain, const QString &id = {})
{
    QJsonObject message{{u"type"_s, u"display_data"_s},
                        {u"data"_s, QJsonObject{{u"text/plain"_s, plain}}},
                        {u"metadata"_s, QJsonObject()}};
    if (!id.isEmpty())
        message.insert(u"transient"_s, QJsonObject{{u"display_id"_s, id}});
    return message;
}

QJsonObject clear(bool wait)
{
    return {{u"type"_s, u"clear_output"_s}, {u"wait"_s, wait}};
}

QString plainOf(const Output &output)
{
    const OutputContent content = output.decode();
    if (const auto *stream = std::get_if<StreamContent>(&content))
        return stream->name + u":"_s + stream->text;
    if (const auto *display = std::get_if<DisplayContent>(&content)) {
        const MimePart *part = display->data.find(u"text/plain");
        return part ? QString::fromUtf8(part->data) : u"no text"_s;
    }
    if (const auto *error = std::get_if<ErrorContent>(&content))
        return u"error:"_s + error->name;
    return u"unknown"_s;
}

QStringList plainOf(OutputCollector &collector)
{
    QStringList texts;
    for (const Output &output : collector.outputs())
        texts.append(plainOf(output));
    return texts;
}

} // namespace

class OutputCollectorTest : public QObject
{
    Q_OBJECT

private slots:
    void neighbouringPiecesOfAStreamAreOneOutput();
    void otherStreamOrDisplayBeginsANewOutput();
    void clearTakesEverythingAtOnce();
    void clearThatWaitsKeepsTheOldUntilThereIsANew();
    void displaysOfAnIdAreReplaced();
    void resultKeepsItsNumberAndItsRepresentations();
    void errorIsRemembered();
    void messagesOfAnotherShapeAreHarmless_data();
    void messagesOfAnotherShapeAreHarmless();
    void longTextKeepsBeginningAndEndAndSaysHowMuchIsMissing();
    void hundredMegabytesStayBounded();
    void rewrittenLineStaysSmall();
    void linesEndedByCarriageReturnAndLineFeedAreKept();
    void picturesBetweenFloodsOfTextStay();
    void tooManyOutputsKeepTheFirstAndTheLast();
    void tooLargePictureIsReplacedByANote();
    void hugeExceptionIsShortened();
    void surrogatePairsAreNotCut();
};

void OutputCollectorTest::neighbouringPiecesOfAStreamAreOneOutput()
{
    OutputCollector collector;
    collector.addMessage(text(u"a"_s));
    collector.addMessage(text(u"b\n"_s));

    QCOMPARE(plainOf(collector), QStringList{u"stdout:ab\n"_s});
    QVERIFY(!collector.hasChanged());
}

void OutputCollectorTest::otherStreamOrDisplayBeginsANewOutput()
{
    OutputCollector collector;
    collector.addMessage(text(u"a"_s));
    collector.addMessage(text(u"b"_s, u"stderr"_s));
    collector.addMessage(text(u"c"_s));
    collector.addMessage(display(u"d"_s));
    collector.addMessage(text(u"e"_s));

    QCOMPARE(plainOf(collector),
             QStringList({u"stdout:a"_s, u"stderr:b"_s, u"stdout:c"_s, u"d"_s, u"stdout:e"_s}));
}

void OutputCollectorTest::clearTakesEverythingAtOnce()
{
    OutputCollector collector;
    collector.addMessage(text(u"a"_s));
    (void)collector.outputs();
    collector.addMessage(clear(false));

    QVERIFY(collector.hasChanged());
    QCOMPARE(collector.outputs().size(), 0);
}

void OutputCollectorTest::clearThatWaitsKeepsTheOldUntilThereIsANew()
{
    OutputCollector collector;
    collector.addMessage(display(u"1"_s));
    collector.addMessage(clear(true));
    QCOMPARE(plainOf(collector), QStringList{u"1"_s});

    collector.addMessage(display(u"2"_s));
    QCOMPARE(plainOf(collector), QStringList{u"2"_s});
}

void OutputCollectorTest::displaysOfAnIdAreReplaced()
{
    OutputCollector collector;
    collector.addMessage(display(u"x"_s, u"id"_s));
    collector.addMessage(display(u"y"_s, u"other"_s));
    collector.addMessage(display(u"z"_s, u"id"_s));
    DisplayContent next;
    next.data.parts = {{u"text/plain"_s, "new"}};

    collector.replaceDisplay(u"id"_s, next);

    QCOMPARE(plainOf(collector), QStringList({u"new"_s, u"y"_s, u"new"_s}));
    QCOMPARE(collector.displays().size(), 3);
}

void OutputCollectorTest::resultKeepsItsNumberAndItsRepresentations()
{
    OutputCollector collector;
    collector.addMessage({{u"type"_s, u"execute_result"_s},
                          {u"execution_count"_s, 7},
                          {u"data"_s,
                           QJsonObject{{u"text/plain"_s, u"42"_s},
                                       {u"image/png"_s, u"aGk="_s},
                                       {u"application/json"_s, QJsonArray{1, u"x"_s}}}},
                          {u"metadata"_s, QJsonObject{{u"k"_s, 1}}}});

    const OutputContent content = collector.outputs().constFirst().decode();
    const auto &result = std::get<DisplayContent>(content);
    QVERIFY(result.isResult);
    QCOMPARE(result.executionCount, std::optional(7));
    QCOMPARE(result.data.find(u"image/png")->data, "aGk=");
    QCOMPARE(result.data.find(u"application/json")->data, "[1,\"x\"]");
    QCOMPARE(result.metadata, "{\"k\":1}");
}

void OutputCollectorTest::errorIsRemembered()
{
    OutputCollector collector;
    collector.addMessage(
        {{u"type"_s, u"error"_s},
         {u"ename"_s, u"KeyError"_s},
         {u"evalue"_s, u"'x'"_s},
         {u"traceback"_s, QJsonArray{u"\x1b[31mline\x1b[0m"_s, u"KeyError: 'x'"_s}}});

    const OutputContent content = collector.outputs().constFirst().decode();
    const auto &error = std::get<ErrorContent>(content);
    QCOMPARE(error.name, u"KeyError"_s);
    QCOMPARE(error.traceback.first(), u"\x1b[31mline\x1b[0m"_s);
    QVERIFY(collector.error());
    QCOMPARE(collector.error()->message, u"'x'"_s);
}

void OutputCollectorTest::messagesOfAnotherShapeAreHarmless_data()
{
    QTest::addColumn<QJsonObject>("message");

    QTest::newRow("empty") << QJsonObject();
    QTest::newRow("unknown type") << QJsonObject{{u"type"_s, u"comm_open"_s}};
    QTest::newRow("type is a number") << QJsonObject{{u"type"_s, 3}};
    QTest::newRow("stream without text") << QJsonObject{{u"type"_s, u"stream"_s}};
    QTest::newRow("text is an object")
        << QJsonObject{{u"type"_s, u"stream"_s}, {u"text"_s, QJsonObject()}};
    QTest::newRow("data is a list")
        << QJsonObject{{u"type"_s, u"display_data"_s}, {u"data"_s, QJsonArray{1}}};
    QTest::newRow("traceback is a text")
        << QJsonObject{{u"type"_s, u"error"_s}, {u"traceback"_s, u"x"_s}};
    QTest::newRow("update of nothing") << QJsonObject{{u"type"_s, u"update_display_data"_s}};
}

void OutputCollectorTest::messagesOfAnotherShapeAreHarmless()
{
    QFETCH(QJsonObject, message);
    OutputCollector collector;

    collector.addMessage(message);
    collector.addMessage(text(u"still here"_s));

    QCOMPARE(plainOf(collector).last(), u"stdout:still here"_s);
}

void OutputCollectorTest::longTextKeepsBeginningAndEndAndSaysHowMuchIsMissing()
{
    OutputCollector collector({.textUnits = 1000});
    qsizetype printed = 0;
    for (int i = 0; i < 2000; ++i) {
        const QString line = u"line %1\n"_s.arg(i);
        printed += line.size();
        collector.addMessage(text(line));
    }

    const QStringList outputs = plainOf(collector);
    QCOMPARE(outputs.size(), 1);
    const QString all = outputs.first();
    QVERIFY(all.startsWith("stdout:line 0\nline 1\n"_L1));
    QVERIFY(all.endsWith("line 1998\nline 1999\n"_L1));
    QVERIFY2(all.size() < 1300, qPrintable(QString::number(all.size())));
    const qsizetype note = all.indexOf(u"[… "_s);
    QVERIFY(note > 0);
    const QString number = all.mid(note + 3, all.indexOf(u' ', note + 3) - note - 3).remove(u',');
    const qsizetype kept
        = all.size() - qsizetype(u"stdout:"_s.size()) - (all.indexOf(u']', note) - note + 1) - 2;
    QCOMPARE(number.toLongLong(), printed - kept);
}

void OutputCollectorTest::hundredMegabytesStayBounded()
{
    OutputCollector collector;
    const QString block = QString(1023, u'x') + u'\n';
    for (int i = 0; i < 100 * 1024; ++i)
        collector.addMessage(text(block));

    QVERIFY(collector.textUnits() <= 5 * 1024 * 1024);
    QCOMPARE(collector.outputs().size(), 1);
}

void OutputCollectorTest::rewrittenLineStaysSmall()
{
    OutputCollector collector;
    collector.addMessage(text(u"before\n"_s));
    for (int i = 0; i < 100'000; ++i)
        collector.addMessage(text(u"\r%1% done"_s.arg(i / 1000), u"stdout"_s));
    collector.addMessage(text(u"\rready\nafter\n"_s));

    const QString all = plainOf(collector).first();
    QVERIFY2(all.size() < 70 * 1024, qPrintable(QString::number(all.size())));
    QVERIFY(all.startsWith("stdout:before\n"_L1));
    QVERIFY(all.endsWith("\r99% done\rready\nafter\n"_L1));
    QVERIFY(!all.contains("left out"_L1));
}

void OutputCollectorTest::linesEndedByCarriageReturnAndLineFeedAreKept()
{
    OutputCollector collector;
    QString all;
    for (int i = 0; i < 20'000; ++i)
        all += u"row %1\r\n"_s.arg(i);
    collector.addMessage(text(all));

    QCOMPARE(plainOf(collector).first(), "stdout:"_L1 + all);
}

void OutputCollectorTest::picturesBetweenFloodsOfTextStay()
{
    OutputCollector collector({.textUnits = 1000});
    for (int i = 0; i < 3; ++i) {
        collector.addMessage(text(QString(5000, u'x')));
        collector.addMessage(display(u"picture %1"_s.arg(i)));
    }

    const QStringList outputs = plainOf(collector);
    for (int i = 0; i < 3; ++i)
        QVERIFY(outputs.contains(u"picture %1"_s.arg(i)));
}

void OutputCollectorTest::tooManyOutputsKeepTheFirstAndTheLast()
{
    OutputCollector collector({.outputs = 10});
    for (int i = 0; i < 100; ++i)
        collector.addMessage(display(QString::number(i)));

    const QStringList outputs = plainOf(collector);
    QCOMPARE(outputs.size(), 11);
    QCOMPARE(outputs.mid(0, 5), QStringList({u"0"_s, u"1"_s, u"2"_s, u"3"_s, u"4"_s}));
    QVERIFY2(outputs[5].contains("90 outputs left out"_L1), qPrintable(outputs[5]));
    QCOMPARE(outputs.last(), u"99"_s);
}

void OutputCollectorTest::tooLargePictureIsReplacedByANote()
{
    OutputCollector collector({.richBytes = 1000});
    QJsonObject message = display(u"figure"_s);
    message.insert(u"data"_s, QJsonObject{{u"image/png"_s, QString(600, u'A')}});
    collector.addMessage(message);

    const QString note = plainOf(collector).first();
    QVERIFY2(note.contains("602 bytes left out: image/png"_L1), qPrintable(note));
}

void OutputCollectorTest::hugeExceptionIsShortened()
{
    OutputCollector collector({.textUnits = 10'000});
    QJsonArray lines;
    for (int i = 0; i < 5000; ++i)
        lines.append(QString(1000, u't'));
    collector.addMessage({{u"type"_s, u"error"_s},
                          {u"ename"_s, QString(10'000, u'n')},
                          {u"evalue"_s, QString(10'000'000, u'v')},
                          {u"traceback"_s, lines}});

    const Output output = collector.outputs().constFirst();
    QVERIFY2(output.json().size() < 500'000, qPrintable(QString::number(output.json().size())));
}

void OutputCollectorTest::surrogatePairsAreNotCut()
{
    OutputCollector collector({.textUnits = 101});
    const QString smile = u"\U0001F600"_s;
    for (int i = 0; i < 500; ++i)
        collector.addMessage(text(smile));

    const QString all = plainOf(collector).first();
    QVERIFY(all.isValidUtf16());
    QVERIFY(all.contains("left out"_L1));
}

QTEST_GUILESS_MAIN(OutputCollectorTest)
#include "tst_outputcollector.moc"
