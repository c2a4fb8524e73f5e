#include "outputs/JsonLayout.h"

#include <QTest>

using namespace sessionbook;

class JsonLayoutTest : public QObject
{
    Q_OBJECT
private slots:
    void orderAndNumbersStay();
    void emptyOnesStayOnTheirLine();
    void signsInStringsAreText();
    void deepNestingStaysSmall();
};

void JsonLayoutTest::orderAndNumbersStay()
{
    QCOMPARE(JsonLayout::indented("{\"b\":1.50,\"a\":[1,2]}"),
             QByteArray("{\n  \"b\": 1.50,\n  \"a\": [\n    1,\n    2\n  ]\n}"));
}

void JsonLayoutTest::emptyOnesStayOnTheirLine()
{
    QCOMPARE(JsonLayout::indented("{\"a\": {}, \"b\": [ ]}"),
             QByteArray("{\n  \"a\": {},\n  \"b\": []\n}"));
}

void JsonLayoutTest::signsInStringsAreText()
{
    QCOMPARE(JsonLayout::indented("[\"a,{\\\"}:\"]"), QByteArray("[\n  \"a,{\\\"}:\"\n]"));
    QCOMPARE(JsonLayout::indented("\"cut off\\"), QByteArray("\"cut off\\"));
}

void JsonLayoutTest::deepNestingStaysSmall()
{
    QCOMPARE_LT(JsonLayout::indented(QByteArray(100'000, '[')).size(), 100 * 100'000);
}

QTEST_GUILESS_MAIN(JsonLayoutTest)
#include "tst_jsonlayout.moc"
