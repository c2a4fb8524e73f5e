#include "RunReport.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

CellRunInfo failedInfo()
{
    return {.state = RunState::Failed,
            .failure = RunFailure::Code,
            .detail = u"KeyError: 'x'"_s,
            .duration = 1234ms};
}

Cell cellWithError(const QStringList &traceback)
{
    Cell cell = Cell::code(u"d['x']"_s);
    cell.outputs
        = {Output::stream(u"stdout"_s, u"before"_s),
           Output::error({.name = u"KeyError"_s, .message = u"'x'"_s, .traceback = traceback})};
    return cell;
}

} // namespace

class RunReportTest : public QObject
{
    Q_OBJECT

private slots:
    void eachCellIsOneLineInAFile();
    void terminalSeesALiveLineThatIsOverwritten();
    void failedCellIsNamedWithItsTracebacksLastLine();
    void lostSessionIsWorded();
    void firstLines_data();
    void firstLines();
    void controlCharactersNeverReachTheTerminal();
};

void RunReportTest::eachCellIsOneLineInAFile()
{
    QString text;
    QTextStream out(&text);
    RunReport report(out, 0);
    report.begin(2);
    report.cellBegan(4, u"# note\nx = 1"_s);
    report.cellGoesOn(500ms);
    report.cellEnded(Cell::code({}), {.state = RunState::Done, .duration = 2050ms}, false);

    QCOMPARE(text.count(u'\n'), 1);
    QVERIFY2(text.startsWith("[1/2] Cell 4 done in 2."_L1), qPrintable(text));
    QVERIFY2(text.endsWith("s: # note\n"_L1), qPrintable(text));
}

void RunReportTest::terminalSeesALiveLineThatIsOverwritten()
{
    QString text;
    QTextStream out(&text);
    RunReport report(out, 30);
    report.begin(1);
    report.cellBegan(1, u"a very long line of code that does not fit"_s);
    report.cellGoesOn(500ms);

    QVERIFY(report.isLive());
    const QStringList lines = text.split(u'\r', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    for (const QString &line : lines)
        QVERIFY(line.size() <= 29 + 3);
    QVERIFY(!text.contains(u'\n'));
}

void RunReportTest::failedCellIsNamedWithItsTracebacksLastLine()
{
    QString text;
    QTextStream out(&text);
    RunReport report(out, 0);
    report.begin(1);
    report.cellBegan(7, u"d['x']"_s);
    report.cellEnded(cellWithError({u"\x1b[31mKeyError\x1b[0m Traceback"_s,
                                    u"\x1b[31mKeyError\x1b[0m: 'x'\n"_s}),
                     failedInfo(), false);

    QVERIFY2(text.contains("Cell 7 failed after 1.2 s: d['x']"_L1), qPrintable(text));
    QVERIFY2(text.endsWith("\n    KeyError: 'x'\n"_L1), qPrintable(text));
}

void RunReportTest::lostSessionIsWorded()
{
    QString text;
    QTextStream out(&text);
    RunReport report(out, 0);
    report.begin(1);
    report.cellBegan(1, u"x"_s);
    report.cellEnded(Cell::code({}),
                     {.state = RunState::Failed, .failure = RunFailure::SessionEnded}, false);

    QVERIFY2(text.contains("session ended"_L1), qPrintable(text));
}

void RunReportTest::firstLines_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("line");

    QTest::newRow("one") << u"x = 1"_s << u"x = 1"_s;
    QTest::newRow("empty ones before") << u"\n \n  x = 1\ny"_s << u"x = 1"_s;
    QTest::newRow("nothing") << u" \n"_s << QString();
    QTest::newRow("long") << QString(100, u'x') << QString(60, u'x') + u'…';
}

void RunReportTest::firstLines()
{
    QFETCH(QString, source);
    QFETCH(QString, line);

    QCOMPARE(RunReport::firstLine(source), line);
}

void RunReportTest::controlCharactersNeverReachTheTerminal()
{
    QString text;
    QTextStream out(&text);
    RunReport report(out, 0);
    report.begin(1);
    report.cellBegan(1,
                     u"\x1b]0;title\x07 evil \x1b[2J\x9b"
                     "31m"_s);
    report.cellEnded(cellWithError({u"\x1b]52;c;AAAA\x07x\x08\x1b[999D gone"_s}), failedInfo(),
                     false);
    report.say(u"Said."_s, u"detail \x1b[2J\x07"_s);

    for (const QChar c : std::as_const(text))
        QVERIFY2(c == u'\n' || c.category() != QChar::Other_Control, qPrintable(text));
}

QTEST_GUILESS_MAIN(RunReportTest)
#include "tst_runreport.moc"
