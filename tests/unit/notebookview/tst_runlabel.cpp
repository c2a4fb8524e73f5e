#include "notebookview/CellDecoration.h"
#include "notebookview/RunLabel.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::chrono::milliseconds)

class RunLabelTest : public QObject
{
    Q_OBJECT

private slots:
    void durationsReadAsPeopleSayThem_data();
    void durationsReadAsPeopleSayThem();
    void everyStateLooksDifferent();
    void promptTellsWhetherACellRanOrRuns();
};

void RunLabelTest::durationsReadAsPeopleSayThem_data()
{
    QTest::addColumn<std::chrono::milliseconds>("time");
    QTest::addColumn<QString>("text");

    QTest::newRow("milliseconds") << std::chrono::milliseconds(4) << u"4 ms"_s;
    QTest::newRow("tenths") << std::chrono::milliseconds(140) << u"0.14 s"_s;
    QTest::newRow("seconds") << std::chrono::milliseconds(12'340) << u"12.3 s"_s;
    QTest::newRow("minutes") << std::chrono::milliseconds(125'000) << u"2 min 5 s"_s;
    QTest::newRow("hours") << std::chrono::milliseconds(3'780'000) << u"1 h 3 min"_s;
}

void RunLabelTest::durationsReadAsPeopleSayThem()
{
    QFETCH(std::chrono::milliseconds, time);
    QFETCH(QString, text);

    QCOMPARE(RunLabel::duration(time), text);
}

void RunLabelTest::everyStateLooksDifferent()
{
    QList<RunLabel> labels;
    for (const RunState state : {RunState::Idle, RunState::Queued, RunState::Running,
                                 RunState::Done, RunState::Failed, RunState::Cancelled}) {
        CellDecoration decoration;
        decoration.run.state = state;
        const RunLabel label = RunLabel::from(decoration);
        QVERIFY(!labels.contains(label));
        labels.append(label);
    }
}

void RunLabelTest::promptTellsWhetherACellRanOrRuns()
{
    CellDecoration running;
    running.run.state = RunState::Running;

    QCOMPARE(RunLabel::prompt({}, {}), u"[ ]"_s);
    QCOMPARE(RunLabel::prompt({}, 7), u"[7]"_s);
    QCOMPARE(RunLabel::prompt(running, 7), u"[*]"_s);
}

QTEST_GUILESS_MAIN(RunLabelTest)
#include "tst_runlabel.moc"
