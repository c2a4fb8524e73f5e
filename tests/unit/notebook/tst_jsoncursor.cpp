#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonText.h"

#include <QTest>

using namespace sessionbook;

class JsonCursorTest : public QObject
{
    Q_OBJECT
private slots:
    void acceptsWhatPythonAccepts_data();
    void acceptsWhatPythonAccepts();
    void refusesWithThePlace_data();
    void refusesWithThePlace();
    void everyPrefixOfAValidTextIsRefused();
    void endsOfStringsAreSeenAtEveryPlace();
    void controlCharactersAreSeenAtEveryPlace();
    void nestingIsBounded();
    void walksMembersAndElements();
    void escapesAreDecoded_data();
    void escapesAreDecoded();
    void textsSurviveEncodingAndDecoding_data();
    void textsSurviveEncodingAndDecoding();
    void linesAreCutWherePythonCuts();
};

void JsonCursorTest::acceptsWhatPythonAccepts_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json :
         {"{}", "[]", " [ ] ", "\"\"", "0", "-0", "1.5e+10", "1E5", "-0.25", "true", "false",
          "null", "NaN", "-Infinity", "[NaN,Infinity]", R"({"a":{"a":[1,{"b":[]}]},"a":2})",
          R"("\ud83d alone \" \\ \/ \b \f \n \r \t é 🙂")", "[[[[[]]]]]",
          "\t{\r\n\"a\" : 1 }\n"})
        QTest::newRow(json) << QByteArray(json);
}

void JsonCursorTest::acceptsWhatPythonAccepts()
{
    QFETCH(const QByteArray, json);
    QVERIFY(JsonText::isValid(json));
}

void JsonCursorTest::refusesWithThePlace_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("offset");
    const auto row = [](const char *json, int offset) {
        QTest::newRow(json[0] == '\0' ? "empty" : json) << QByteArray(json) << offset;
    };
    row("", 0);
    row("x", 0);
    row("{", 1);
    row("[1,]", 3);
    row("[1 2]", 3);
    row("{\"a\"}", 4);
    row("{\"a\":}", 5);
    row("{\"a\":1,}", 7);
    row("{a:1}", 1);
    row("{'a':1}", 1);
    row("[1}", 2);
    row("{\"a\":1]", 6);
    row("[]]", 2);
    row("01", 1);
    row("1.", 2);
    row("1e", 2);
    row("-", 0);
    row("+1", 0);
    row(".5", 0);
    row("tru", 0);
    row("nulL", 0);
    row("\"abc", 0);
    row("\"a\nb\"", 2);
    row("\"\\x\"", 1);
    row("\"\\u12g4\"", 1);
    row("\"\\u12\"", 1);
    row("[1] // why", 4);
    row("{\"long enough to be scanned in words\": \"tab\there\"}", 43);
}

void JsonCursorTest::refusesWithThePlace()
{
    QFETCH(const QByteArray, json);
    QFETCH(const int, offset);
    JsonCursor cursor(json);
    cursor.takeValue();
    QVERIFY(!cursor.atEnd());
    QVERIFY(cursor.fault());
    QCOMPARE(cursor.fault()->offset, offset);
    QVERIFY(!cursor.fault()->reason.isEmpty());
}

void JsonCursorTest::everyPrefixOfAValidTextIsRefused()
{
    const QByteArray json = R"({"a": [1, -2.5e3, "x\u00e9\n", true, null], "b": {"c": {}}})";
    for (qsizetype size = 0; size < json.size(); ++size)
        QVERIFY2(!JsonText::isValid(json.first(size)), json.first(size).constData());
    QVERIFY(JsonText::isValid(json));
}

// Strings are passed over in blocks of 16 and 64 bytes.
void JsonCursorTest::endsOfStringsAreSeenAtEveryPlace()
{
    for (int length = 0; length < 200; ++length) {
        const QByteArray text = '"' + QByteArray(length, 'x') + '"';
        const QByteArray longer = text + ",\"" + QByteArray(200, 'y') + '"';
        JsonCursor walking(longer);
        QCOMPARE(walking.takeValue(), QByteArrayView(text));
        const QByteArray escaped
            = '"' + QByteArray(length, '\xc3') + "\\\"" + QByteArray(99, 'z') + '"';
        QCOMPARE(JsonCursor(escaped).takeValue(), QByteArrayView(escaped));
    }
}

void JsonCursorTest::controlCharactersAreSeenAtEveryPlace()
{
    for (const char control : {'\0', '\x01', '\n', '\x1f'}) {
        for (int length = 0; length < 200; ++length) {
            const QByteArray text
                = '"' + QByteArray(length, '\x20') + control + QByteArray(99, 'x') + '"';
            JsonCursor cursor(text);
            (void)cursor.takeValue();
            QVERIFY(cursor.fault());
            QCOMPARE(cursor.fault()->offset, length + 1);
        }
    }
}

void JsonCursorTest::nestingIsBounded()
{
    QVERIFY(JsonText::isValid(QByteArray(1000, '[') + QByteArray(1000, ']')));
    QVERIFY(!JsonText::isValid(QByteArray(1001, '[') + QByteArray(1001, ']')));
    QVERIFY(!JsonText::isValid(QByteArray(5'000'000, '[')));
}

void JsonCursorTest::walksMembersAndElements()
{
    const QByteArray json = R"( {"list": [1, {"x": []}, "y"], "rest": {"deep": [[]]}} )";
    JsonCursor cursor(json);
    QVERIFY(cursor.enterObject());
    QVERIFY(cursor.nextMember());
    QCOMPARE(cursor.key(), "\"list\"");
    QVERIFY(cursor.enterArray());
    QList<QByteArray> elements;
    while (cursor.nextElement())
        elements += cursor.takeValue().toByteArray();
    QCOMPARE(elements, (QList<QByteArray>{"1", R"({"x": []})", "\"y\""}));
    QVERIFY(cursor.nextMember());
    QCOMPARE(cursor.takeValue(), R"({"deep": [[]]})");
    QVERIFY(!cursor.nextMember());
    QVERIFY(cursor.atEnd());
}

void JsonCursorTest::escapesAreDecoded_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QByteArray("\"abc\"") << QStringLiteral("abc");
    QTest::newRow("utf8") << QByteArray("\"é🙂\"") << QStringLiteral("é🙂");
    QTest::newRow("short") << QByteArray(R"("\"\\\/\b\f\n\r\t")")
                           << QStringLiteral("\"\\/\b\f\n\r\t");
    QTest::newRow("pair") << QByteArray(R"("\ud83D\uDE42!")") << QStringLiteral("🙂!");
    QTest::newRow("lone") << QByteArray(R"("a\ud83db")")
                          << (QStringLiteral("a") + QChar(0xd83d) + QLatin1Char('b'));
    QTest::newRow("nul") << QByteArray(R"("\u0000")") << QString(QChar(0));
}

void JsonCursorTest::escapesAreDecoded()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, text);
    QVERIFY(JsonText::isValid(json));
    QCOMPARE(JsonText::toString(json), text);
    QCOMPARE(JsonText::toUtf8(json), text.toUtf8());
    QCOMPARE(JsonText::toJoinedString("[" + json + "," + json + "]").value_or(QString()),
             text + text);
}

void JsonCursorTest::textsSurviveEncodingAndDecoding_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("encoded");
    QTest::addColumn<QByteArray>("ascii");
    const auto row
        = [](const char *name, const QString &text, const char *encoded, const char *ascii) {
              QTest::newRow(name) << text << QByteArray(encoded) << QByteArray(ascii);
          };
    row("empty", {}, "\"\"", "\"\"");
    row("quotes", QStringLiteral("\"\\/"), R"("\"\\/")", R"("\"\\/")");
    row("controls", QStringLiteral("\n\t\x01\x1f\x7f"), "\"\\n\\t\\u0001\\u001f\x7f\"",
        "\"\\n\\t\\u0001\\u001f\x7f\"");
    row("beyond", QStringLiteral("é🙂"), "\"é🙂\"", R"("\u00e9\ud83d\ude42")");
    row("lone", QString(QChar(0xde42)) + QChar(0xd83d), R"("\ude42\ud83d")", R"("\ude42\ud83d")");
}

void JsonCursorTest::textsSurviveEncodingAndDecoding()
{
    QFETCH(const QString, text);
    QFETCH(const QByteArray, encoded);
    QFETCH(const QByteArray, ascii);
    QCOMPARE(JsonText::fromString(text), encoded);
    QCOMPARE(JsonText::fromString(text, true), ascii);
    QCOMPARE(JsonText::toString(encoded), text);
    QCOMPARE(JsonText::normalised(ascii), encoded);
    QCOMPARE(JsonText::normalised(encoded, true), ascii);
}

void JsonCursorTest::linesAreCutWherePythonCuts()
{
    const QString text = QStringLiteral("a\nb\r\nc\rd\x0b") + QStringLiteral("e\n\nf")
        + QChar(0x2028) + QChar(0x85);
    const QStringList expected{QStringLiteral("a\n"),
                               QStringLiteral("b\r\n"),
                               QStringLiteral("c\r"),
                               QStringLiteral("d\x0b"),
                               QStringLiteral("e\n"),
                               QStringLiteral("\n"),
                               QStringLiteral("f") + QChar(0x2028),
                               QString(QChar(0x85))};
    QCOMPARE(JsonText::splitLines(text), expected);
    QCOMPARE(JsonText::splitLines({}), QStringList());
}

QTEST_GUILESS_MAIN(JsonCursorTest)
#include "tst_jsoncursor.moc"
