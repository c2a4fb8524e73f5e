#include "LayoutFixtures.h"
#include "outputs/ColorContrast.h"
#include "outputview/TerminalText.h"
#include "outputview/TextColumns.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

class TerminalTextTest : public QObject
{
    Q_OBJECT
private slots:
    void linesAreCutAtTheColumn_data();
    void linesAreCutAtTheColumn();
    void rowsKnowTheirText();
    void positionsAreFoundByArithmeticAndByShape_data();
    void positionsAreFoundByArithmeticAndByShape();
    void everyTerminalColorCanBeRead_data();
    void everyTerminalColorCanBeRead();
    void inverseTextSwapsThePagesColors();
    void aLongTextPaintsOnlyWhatShows();
};

void TerminalTextTest::linesAreCutAtTheColumn_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("starts");
    QTest::newRow("short") << u"ab\nc"_s << QList<int>{0, 3};
    QTest::newRow("exact") << u"abcd\ne"_s << QList<int>{0, 5};
    QTest::newRow("long") << u"abcdefghij"_s << QList<int>{0, 4, 8};
    QTest::newRow("empty lines") << u"\n\na"_s << QList<int>{0, 1, 2};
    QTest::newRow("wide") << u"日本語"_s << QList<int>{0, 2};
    QTest::newRow("combining stays with its letter") << u"abcde\u0301f"_s << QList<int>{0, 4};
    QTest::newRow("pair stays whole") << u"abc\U0001f600d"_s << QList<int>{0, 3};
    QTest::newRow("tab") << u"\ta"_s << QList<int>{0, 1};
    QTest::newRow("nothing") << QString() << QList<int>{0};
}

void TerminalTextTest::linesAreCutAtTheColumn()
{
    QFETCH(QString, text);
    QFETCH(QList<int>, starts);

    const auto wrapped = TextColumns::wrapped(text, 4);

    QCOMPARE(QList<int>(wrapped.begin(), wrapped.end()), starts);
}

void TerminalTextTest::rowsKnowTheirText()
{
    const Theme theme = themeNamed(u"light"_s);
    TerminalText text(AnsiText::parse(u"first\nsecond\n\n"_s), theme, ColorRole::Page);
    text.setWidth(600);

    QCOMPARE(text.rowCount(), 2);
    QCOMPARE(text.rowSpan(1), (TextSpan{6, 12}));
    QCOMPARE(text.wordAt(8), (TextSpan{6, 12}));
}

void TerminalTextTest::positionsAreFoundByArithmeticAndByShape_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("plain") << u"hello, world"_s;
    QTest::newRow("tab") << u"a\tb\tc"_s;
    QTest::newRow("wide") << u"日本語 text"_s;
    QTest::newRow("arrows") << u"a → b … c"_s;
}

void TerminalTextTest::positionsAreFoundByArithmeticAndByShape()
{
    QFETCH(QString, line);
    const Theme theme = themeNamed(u"light"_s);
    TerminalText text(AnsiText::parse(line), theme, ColorRole::Page);
    text.setWidth(600);

    QCOMPARE(text.positionAt(0, -5), 0);
    QCOMPARE(text.positionAt(0, 5000), line.size());
    qsizetype last = 0;
    for (int x = 0; x < int(text.rowWidth(0)); ++x) {
        const qsizetype position = text.positionAt(0, x);
        QCOMPARE_GE(position, last);
        last = position;
    }
}

void TerminalTextTest::everyTerminalColorCanBeRead_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : {u"light"_s, u"dark"_s, u"contrast"_s})
        QTest::newRow(qPrintable(name)) << name;
}

void TerminalTextTest::everyTerminalColorCanBeRead()
{
    QFETCH(QString, name);
    const Theme theme = themeNamed(name);
    for (const ColorRole ground : {ColorRole::Page, ColorRole::ErrorField}) {
        const TerminalPalette palette(theme, ground);
        for (int index = 0; index < 256; ++index) {
            AnsiStyle style;
            style.foreground = index < 16 ? AnsiColor{.index = index}
                                          : AnsiColor{.rgb = qRgb(index, index, 255 - index)};
            const QColor color = palette.colors(style).foreground;
            QVERIFY2(ColorContrast::between(color, theme.color(ground)) >= 4.5,
                     qPrintable(color.name()));
        }
    }
}

void TerminalTextTest::inverseTextSwapsThePagesColors()
{
    const Theme theme = themeNamed(u"light"_s);
    AnsiStyle style;
    style.inverse = true;

    const TerminalColors colors = TerminalPalette(theme, ColorRole::Page).colors(style);

    QCOMPARE(colors.background, theme.color(ColorRole::Text));
    QCOMPARE(colors.foreground, theme.color(ColorRole::Page));
}

void TerminalTextTest::aLongTextPaintsOnlyWhatShows()
{
    const Theme theme = themeNamed(u"light"_s);
    TerminalText text(AnsiText::parse(u"\x1b[31mline\x1b[0m of text\n"_s.repeated(100'000)), theme,
                      ColorRole::Page);
    text.setWidth(800);
    QImage image(800, 600, QImage::Format_RGB32);
    QPainter painter(&image);

    // A thousand paints of a screenful end in time only where the rest is not looked at.
    for (int i = 0; i < 1000; ++i)
        text.paintRows(painter, {0, 0}, i * 90, i * 90 + 10, {});

    QCOMPARE(text.rowCount(), 100'000);
}

QTEST_MAIN(TerminalTextTest)
#include "tst_terminaltext.moc"
