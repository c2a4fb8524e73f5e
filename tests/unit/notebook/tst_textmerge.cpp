#include "notebook/merge/JsonMerge.h"
#include "notebook/merge/LineMatching.h"
#include "notebook/merge/TextMerge.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class TextMergeTest : public QObject
{
    Q_OBJECT
private slots:
    void linesAreMatchedInOrder_data();
    void linesAreMatchedInOrder();
    void hugeTextsWithoutHoldAreWhollyDifferent();
    void mergesLineByLine_data();
    void mergesLineByLine();
    void sidesAreTreatedAlike_data() { mergesLineByLine_data(); }
    void sidesAreTreatedAlike();
    void mergesObjectsNameByName_data();
    void mergesObjectsNameByName();
    void whatDidNotChangeKeepsItsBytes();
    void fieldsAreMergedLikeObjects();
};

void TextMergeTest::linesAreMatchedInOrder_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QList<qsizetype>>("expected");
    QTest::newRow("equal") << u"a b"_s << u"a b"_s << QList<qsizetype>{0, 1};
    QTest::newRow("inserted") << u"a b"_s << u"a x b"_s << QList<qsizetype>{0, 2};
    QTest::newRow("replaced") << u"a b c"_s << u"a x c"_s << QList<qsizetype>{0, -1, 2};
    QTest::newRow("moved") << u"a b c"_s << u"c a b"_s << QList<qsizetype>{1, 2, -1};
    QTest::newRow("braces do not pull apart")
        << u"f { 1 } g { 2 }"_s << u"f { 1 } h { 3 } g { 2 }"_s
        << QList<qsizetype>{0, 1, 2, 3, 8, 9, 10, 11};
    QTest::newRow("only repeated lines")
        << u"x y x y"_s << u"y x y x"_s << QList<qsizetype>{-1, 0, 1, 2};
}

void TextMergeTest::linesAreMatchedInOrder()
{
    QFETCH(const QString, left);
    QFETCH(const QString, right);
    QFETCH(const QList<qsizetype>, expected);
    QCOMPARE(LineMatching::between(left.split(u' '), right.split(u' ')), expected);
}

void TextMergeTest::hugeTextsWithoutHoldAreWhollyDifferent()
{
    const QStringList left(20'000, u"a"_s);
    QStringList right(20'000, u"b"_s);
    for (qsizetype i = 0; i < right.size(); i += 2)
        right[i] = u"a"_s;
    right.first() = u"b"_s;
    QCOMPARE(LineMatching::between(left, right).count(-1), 20'000);
}

void TextMergeTest::mergesLineByLine_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("ours");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<QString>("forOurs");
    QTest::addColumn<QString>("forTheirs");
    QTest::newRow("nothing") << u"a\nb"_s << u"a\nb"_s << u"a\nb"_s << u"a\nb"_s << u"a\nb"_s;
    QTest::newRow("only ours") << u"a\nb"_s << u"x\nb"_s << u"a\nb"_s << u"x\nb"_s << u"x\nb"_s;
    QTest::newRow("only theirs") << u"a\nb"_s << u"a\nb"_s << u"a\ny"_s << u"a\ny"_s << u"a\ny"_s;
    QTest::newRow("the same") << u"a"_s << u"x"_s << u"x"_s << u"x"_s << u"x"_s;
    QTest::newRow("different lines")
        << u"a\nb\nc"_s << u"x\nb\nc"_s << u"a\nb\ny"_s << u"x\nb\ny"_s << u"x\nb\ny"_s;
    QTest::newRow("the same line")
        << u"a\nb\nc"_s << u"a\nx\nc"_s << u"a\ny\nc"_s << u"a\nx\nc"_s << u"a\ny\nc"_s;
    QTest::newRow("one line in conflict, one not")
        << u"a\nb\nc"_s << u"x\nb\nc1"_s << u"y\nb\nc"_s << u"x\nb\nc1"_s << u"y\nb\nc1"_s;
    QTest::newRow("inserted at different places")
        << u"a\nb"_s << u"0\na\nb"_s << u"a\nb\n1"_s << u"0\na\nb\n1"_s << u"0\na\nb\n1"_s;
    QTest::newRow("inserted at the same place")
        << u"a\nb"_s << u"a\nx\nb"_s << u"a\ny\nb"_s << u"a\nx\nb"_s << u"a\ny\nb"_s;
    QTest::newRow("removed and changed") << u"a\nb"_s << u"a"_s << u"a\ny"_s << u"a"_s << u"a\ny"_s;
    QTest::newRow("last line end")
        << u"a\nb"_s << u"a\nb\n"_s << u"x\nb"_s << u"x\nb\n"_s << u"x\nb\n"_s;
    QTest::newRow("emptied and changed") << u"a"_s << u""_s << u"y"_s << u""_s << u"y"_s;
}

void TextMergeTest::mergesLineByLine()
{
    QFETCH(const QString, base);
    QFETCH(const QString, ours);
    QFETCH(const QString, theirs);
    QFETCH(const QString, forOurs);
    QFETCH(const QString, forTheirs);

    const auto merged = TextMerge::merge(base, ours, theirs);
    QCOMPARE(merged.ours, forOurs);
    QCOMPARE(merged.theirs, forTheirs);
    QCOMPARE(merged.isConflict(), forOurs != forTheirs);
}

void TextMergeTest::sidesAreTreatedAlike()
{
    QFETCH(const QString, base);
    QFETCH(const QString, ours);
    QFETCH(const QString, theirs);

    const auto one = TextMerge::merge(base, ours, theirs);
    const auto other = TextMerge::merge(base, theirs, ours);
    QCOMPARE(one.ours, other.theirs);
    QCOMPARE(one.theirs, other.ours);
}

void TextMergeTest::mergesObjectsNameByName_data()
{
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("ours");
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QByteArray>("forOurs");
    QTest::addColumn<QByteArray>("forTheirs");
    const auto row = [](const char *name, const char *base, const char *ours, const char *theirs,
                        const char *forOurs, const char *forTheirs) {
        QTest::newRow(name) << QByteArray(base) << QByteArray(ours) << QByteArray(theirs)
                            << QByteArray(forOurs) << QByteArray(forTheirs);
    };
    row("different names", "{}", R"({"a":1})", R"({"b":2})", R"({"a": 1, "b": 2})",
        R"({"a": 1, "b": 2})");
    row("the same name", "{}", R"({"a":1})", R"({"a":2})", R"({"a":1})", R"({"a":2})");
    row("changed and removed", R"({"a":1})", R"({"a":2})", "{}", R"({"a":2})", "{}");
    row("removed and let be", R"({"a":1, "b":1})", R"({"b":1})", R"({"a":1, "b":2})", R"({"b": 2})",
        R"({"b": 2})");
    row("objects within", R"({"o":{"x":1}})", R"({"o":{"x":2}})", R"({"o":{"x":1,"y":1}})",
        R"({"o": {"x": 2, "y": 1}})", R"({"o": {"x": 2, "y": 1}})");
    row("lists are values", R"({"tags":[]})", R"({"tags":["a"]})", R"({"tags":["b"]})",
        R"({"tags":["a"]})", R"({"tags":["b"]})");
    row("notes of tools", R"({"collapsed":1})", R"({"collapsed":2})", R"({"collapsed":3})",
        R"({"collapsed":2})", R"({"collapsed":2})");
    row("absent", "", R"({"a":1})", "", R"({"a":1})", R"({"a":1})");
}

void TextMergeTest::mergesObjectsNameByName()
{
    QFETCH(const QByteArray, base);
    QFETCH(const QByteArray, ours);
    QFETCH(const QByteArray, theirs);
    QFETCH(const QByteArray, forOurs);
    QFETCH(const QByteArray, forTheirs);

    const auto merged = JsonMerge::merge(base, ours, theirs);
    QCOMPARE(merged.ours, forOurs);
    QCOMPARE(merged.theirs, forTheirs);
    QCOMPARE(merged.isConflict, forOurs != forTheirs);
}

void TextMergeTest::whatDidNotChangeKeepsItsBytes()
{
    const auto merged
        = JsonMerge::merge(R"({"a":1})", "{\n  \"a\":  1 , \"b\": 2 }", "{ \"a\" :1}");
    QCOMPARE(merged.ours, QByteArray("{\n  \"a\":  1 , \"b\": 2 }"));
    QVERIFY(!merged.isConflict);
}

void TextMergeTest::fieldsAreMergedLikeObjects()
{
    const QList<ByteSlice> ours{QByteArray(R"("attachments": {"a.png": {}})")};
    const QList<ByteSlice> theirs{QByteArray(R"("attachments": {"b.png": {}})"),
                                  QByteArray(R"("more": 1)")};
    const auto merged = JsonMerge::mergeFields({}, ours, theirs);
    QVERIFY(!merged.isConflict);
    QCOMPARE(merged.ours.size(), 2);
    QCOMPARE(merged.ours.at(0).toByteArray(),
             QByteArray(R"("attachments": {"a.png": {}, "b.png": {}})"));
    QCOMPARE(merged.ours.at(1).toByteArray(), QByteArray(R"("more": 1)"));
}

QTEST_APPLESS_MAIN(TextMergeTest)
#include "tst_textmerge.moc"
