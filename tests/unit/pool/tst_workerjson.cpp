#include "pool/kernel/WorkerJson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

/// A worker's JSON is read as Qt reads it, only quicker.
class WorkerJsonTest : public QObject
{
    Q_OBJECT

private slots:
    void objectsAreReadAsQtReadsThem_data();
    void objectsAreReadAsQtReadsThem();
    void whatIsNoObjectIsNothing_data();
    void whatIsNoObjectIsNothing();
    void whatHoldsTooMuchIsNothing_data();
    void whatHoldsTooMuchIsNothing();
    void whatTextsHoldCostsNothing();
    void keysInTheirWorstOrderAreQuick();
};

void WorkerJsonTest::objectsAreReadAsQtReadsThem_data()
{
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *name, QByteArray line) { QTest::newRow(name) << line; };
    row("empty", "{}");
    row("stream", R"({"type": "stream", "name": "stdout", "text": "a line\n\tand \"more\"\\"})");
    row("every kind", R"({"a": [1, -2.5, true, false, null, "x", {"b": []}], "": 1e300})");
    row("nested", R"({"a": {"b": {"c": [[[{"d": "e"}]]]}}})");
    row("beyond ASCII",
        "{\"text\": \"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\\u00e4\\ud83d\\ude00\"}");
    row("zero byte", R"({"text": "a\u0000b"})");
    row("large integers", R"({"a": 9223372036854775807, "b": -9223372036854775808})");
    row("unsigned integer", R"({"a": 18446744073709551615})");
    row("integer beyond 64 bits", R"({"a": 123456789012345678901234567890, "b": "kept"})");
    row("repeated key", R"({"a": 1, "a": 2})");
    row("spaces", " \t{ \"a\" : 1 } ");
}

void WorkerJsonTest::objectsAreReadAsQtReadsThem()
{
    QFETCH(const QByteArray, line);
    const auto object = parseJsonObject(line);
    QVERIFY(object.has_value());
    QCOMPARE(*object, QJsonDocument::fromJson(line).object());
}

void WorkerJsonTest::whatIsNoObjectIsNothing_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line : {"", " ", "[]", "1", "\"text\"", "{", "{\"a\"}", "{\"a\": 1} x",
                             "{'a': 1}", "{\"a\": \"\xff\"}"})
        QTest::newRow(line) << QByteArray(line);
    QTest::newRow("too deep") << "{\"a\": " + QByteArray(100'000, '[') + QByteArray(100'000, ']')
            + '}';
}

void WorkerJsonTest::whatIsNoObjectIsNothing()
{
    QFETCH(const QByteArray, line);
    QVERIFY(!parseJsonObject(line).has_value());
}

void WorkerJsonTest::whatHoldsTooMuchIsNothing_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qsizetype>("fitting");
    QTest::newRow("numbers") << "1,"_ba << qsizetype(900'000);
    QTest::newRow("lists") << "[],"_ba << qsizetype(100'000);
    QTest::newRow("objects") << "{\"a\\\"[\": 1},"_ba << qsizetype(100'000);
}

void WorkerJsonTest::whatHoldsTooMuchIsNothing()
{
    QFETCH(const QByteArray, value);
    QFETCH(const qsizetype, fitting);
    const auto listOf
        = [&](qsizetype count) { return "{\"a\": [" + value.repeated(count) + "0]}"; };
    QVERIFY(parseJsonObject(listOf(fitting)).has_value());
    QVERIFY(!parseJsonObject(listOf(fitting * 2)).has_value());
    // An integer beyond 64 bits makes another parser read it, which is no way round.
    QVERIFY(
        !parseJsonObject("{\"b\": 123456789012345678901234567890, " + listOf(fitting * 2).mid(1))
             .has_value());
}

void WorkerJsonTest::whatTextsHoldCostsNothing()
{
    const QByteArray text = QByteArray("[,{\\\"\\\\\\n").repeated(1'000'000);
    const auto object = parseJsonObject("{\"text\": \"" + text + "\"}");
    QVERIFY(object.has_value());
    QCOMPARE(object->value("text"_L1).toString().size(), 6'000'000);
}

void WorkerJsonTest::keysInTheirWorstOrderAreQuick()
{
    QByteArray line = "{";
    for (int key = 300'000; key > 0; --key)
        line += '"' + QByteArray::number(1'000'000 + key) + "\":1,";
    line.back() = '}';
    const auto object = parseJsonObject(line);
    QVERIFY(object.has_value());
    QCOMPARE(object->size(), 300'000);
}

QTEST_GUILESS_MAIN(WorkerJsonTest)
#include "tst_workerjson.moc"
