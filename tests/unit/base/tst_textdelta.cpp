#include "base/TextDelta.h"

#include <QRandomGenerator>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class TextDeltaTest : public QObject
{
    Q_OBJECT
private slots:
    void findsTheSmallestReplacement_data();
    void findsTheSmallestReplacement();
    void neverCutsASurrogatePair();
    void appliedAndInvertedGivesTheTextBack();
};

void TextDeltaTest::findsTheSmallestReplacement_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<qsizetype>("position");
    QTest::addColumn<QString>("removed");
    QTest::addColumn<QString>("inserted");
    QTest::newRow("same") << u"abc"_s << u"abc"_s << qsizetype(3) << QString() << QString();
    QTest::newRow("typed") << u"ac"_s << u"abc"_s << qsizetype(1) << QString() << u"b"_s;
    QTest::newRow("deleted") << u"abc"_s << u"ac"_s << qsizetype(1) << u"b"_s << QString();
    QTest::newRow("replaced") << u"one two"_s << u"one 2"_s << qsizetype(4) << u"two"_s << u"2"_s;
    QTest::newRow("doubled") << u"aa"_s << u"aaa"_s << qsizetype(2) << QString() << u"a"_s;
    QTest::newRow("from nothing") << QString() << u"x"_s << qsizetype(0) << QString() << u"x"_s;
}

void TextDeltaTest::findsTheSmallestReplacement()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    QFETCH(const qsizetype, position);
    QFETCH(const QString, removed);
    QFETCH(const QString, inserted);

    const TextDelta delta = TextDelta::between(before, after);

    QCOMPARE(delta.position, position);
    QCOMPARE(delta.removed, removed);
    QCOMPARE(delta.inserted, inserted);
}

void TextDeltaTest::neverCutsASurrogatePair()
{
    // The two faces differ in the low half only.
    const QString before = u"a\U0001F600b"_s;
    const QString after = u"a\U0001F601b"_s;

    const TextDelta delta = TextDelta::between(before, after);

    QCOMPARE(delta.position, qsizetype(1));
    QCOMPARE(delta.removed, u"\U0001F600"_s);
    QCOMPARE(delta.inserted, u"\U0001F601"_s);
}

void TextDeltaTest::appliedAndInvertedGivesTheTextBack()
{
    QRandomGenerator random(20260101);
    const auto text = [&random] {
        QString result;
        for (int i = random.bounded(12); i > 0; --i)
            result += random.bounded(4) == 0 ? u"\U0001F600"_s
                                             : QString(QChar(u'a' + random.bounded(2)));
        return result;
    };
    for (int i = 0; i < 2000; ++i) {
        const QString before = text();
        const QString after = text();

        const TextDelta delta = TextDelta::between(before, after);

        QCOMPARE(delta.appliedTo(before), after);
        QCOMPARE(delta.inverted().appliedTo(after), before);
    }
}

QTEST_GUILESS_MAIN(TextDeltaTest)
#include "tst_textdelta.moc"
