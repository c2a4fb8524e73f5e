#include "outputs/AnsiText.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

AnsiStyle withForeground(int index)
{
    AnsiStyle style;
    style.foreground = AnsiColor{.index = index};
    return style;
}

} // namespace

class AnsiTextTest : public QObject
{
    Q_OBJECT
private slots:
    void controlsBecomeWhatATerminalShows_data();
    void controlsBecomeWhatATerminalShows();
    void colorsBecomeRuns();
    void trueAndPaletteColorsAreKept();
    void stylesSurviveALineFeed();
    void resetEndsEveryStyle();
    void overwrittenTextTakesTheNewStyle();
    void neighboursOfOneStyleAreOneRun();
    void hostileInputTakesLinearTime_data();
    void hostileInputTakesLinearTime();
};

void AnsiTextTest::controlsBecomeWhatATerminalShows_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << u"a\nb"_s << u"a\nb"_s;
    QTest::newRow("carriage return overwrites") << u" 10%\r100%"_s << u"100%"_s;
    QTest::newRow("shorter text leaves the rest") << u"abcdef\rXY"_s << u"XYcdef"_s;
    QTest::newRow("carriage return before a line feed") << u"abc\r\ndef"_s << u"abc\ndef"_s;
    QTest::newRow("backspace") << u"abc\b\bX"_s << u"aXc"_s;
    QTest::newRow("backspace stops at the line's start") << u"a\n\b\bb"_s << u"a\nb"_s;
    QTest::newRow("erase to the end") << u"loading...\r\x1b[Kdone"_s << u"done"_s;
    QTest::newRow("erase the line") << u"abc\x1b[2K\rd"_s << u"d"_s;
    QTest::newRow("title dropped") << u"a\x1b]0;title\x07"
                                      "b"_s
                                   << u"ab"_s;
    QTest::newRow("link dropped, its text kept")
        << u"\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\"_s << u"text"_s;
    QTest::newRow("cut-off title ends with its line") << u"\x1b]0;never\nnext"_s << u"\nnext"_s;
    QTest::newRow("cursor moves dropped") << u"a\x1b[2Ab\x1b[?25lc"_s << u"abc"_s;
    QTest::newRow("character set") << u"\x1b(Babc"_s << u"abc"_s;
    QTest::newRow("cut-off sequence at the end") << u"abc\x1b[31"_s << u"abc"_s;
    QTest::newRow("lone escape at the end") << u"abc\x1b"_s << u"abc"_s;
    QTest::newRow("bell and other controls") << u"a\x07\x01"
                                                "b"_s
                                             << u"ab"_s;
    QTest::newRow("surrogates are one column") << u"\U0001f600x\rA"_s << u"Ax"_s;
    QTest::newRow("lone surrogate") << QString(QChar(0xd83d)) + u'x' << u"\ufffdx"_s;
    QTest::newRow("tab kept") << u"a\tb"_s << u"a\tb"_s;
    QTest::newRow("empty") << QString() << QString();
}

void AnsiTextTest::controlsBecomeWhatATerminalShows()
{
    QFETCH(QString, input);
    QFETCH(QString, shown);

    QCOMPARE(AnsiText::parse(input).plain, shown);
}

void AnsiTextTest::colorsBecomeRuns()
{
    const AnsiText text = AnsiText::parse(u"a\x1b[31mred\x1b[0m \x1b[1;94mbold blue\x1b[m"_s);

    AnsiStyle boldBlue = withForeground(12);
    boldBlue.bold = true;
    QCOMPARE(text.plain, u"ared bold blue"_s);
    QCOMPARE(text.runs, QList<AnsiRun>({{1, 3, withForeground(1)}, {5, 9, boldBlue}}));
}

void AnsiTextTest::trueAndPaletteColorsAreKept()
{
    const AnsiText text
        = AnsiText::parse(u"\x1b[38;2;1;2;3ma\x1b[38;5;196mb\x1b[48;5;244mc\x1b[38;5;9md"_s);

    QCOMPARE(text.runs.size(), 4);
    QCOMPARE(text.runs[0].style.foreground->rgb, qRgb(1, 2, 3));
    QCOMPARE(text.runs[1].style.foreground->rgb, qRgb(255, 0, 0));
    QCOMPARE(text.runs[2].style.background->rgb, qRgb(128, 128, 128));
    QCOMPARE(text.runs[3].style.foreground->index, 9);
}

void AnsiTextTest::stylesSurviveALineFeed()
{
    const AnsiText text = AnsiText::parse(u"\x1b[3ma\nb"_s);

    QCOMPARE(text.runs.size(), 2);
    QVERIFY(text.runs.last().style.italic);
}

void AnsiTextTest::resetEndsEveryStyle()
{
    const AnsiText text = AnsiText::parse(u"\x1b[1;3;4;7;31;42mx\x1b[0my"_s);

    QCOMPARE(text.runs.size(), 1);
    QCOMPARE(text.runs.first().length, 1);
    QVERIFY(text.runs.first().style.inverse && text.runs.first().style.underline);
}

void AnsiTextTest::overwrittenTextTakesTheNewStyle()
{
    const AnsiText text = AnsiText::parse(u"\x1b[31mabc\r\x1b[32mX"_s);

    QCOMPARE(text.plain, u"Xbc"_s);
    QCOMPARE(text.runs, QList<AnsiRun>({{0, 1, withForeground(2)}, {1, 2, withForeground(1)}}));
}

void AnsiTextTest::neighboursOfOneStyleAreOneRun()
{
    QCOMPARE(AnsiText::parse(u"\x1b[31ma\x1b[0m\x1b[31mb"_s).runs,
             QList<AnsiRun>({{0, 2, withForeground(1)}}));
}

void AnsiTextTest::hostileInputTakesLinearTime_data()
{
    QTest::addColumn<QString>("piece");
    for (const char *piece : {"\x1b[", "\r", "\x1b]", "\b", "\x1b[38;5;", "a\r", "\x1b[1m\x1b[0m",
                              "\x1bP", "\x1b(", "\n", "x\x1b[2K"})
        QTest::addRow("%s", QByteArray(piece).toHex().constData()) << QString::fromLatin1(piece);
}

// Ends within the test's time limit only if no character is looked at again and again.
void AnsiTextTest::hostileInputTakesLinearTime()
{
    QFETCH(QString, piece);
    const QString input = piece.repeated(1'000'000 / piece.size());

    const AnsiText text = AnsiText::parse(input);

    QCOMPARE_LE(text.plain.size(), input.size());
}

QTEST_GUILESS_MAIN(AnsiTextTest)
#include "tst_ansitext.moc"
